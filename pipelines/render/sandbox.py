"""Where templates run, the operator's among them: no way out, every output escaped, and a bounded number of steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer

from pipelines.render.views import View
from pipelines.render.words import Words

STEPS = 250_000
"""Turns of loops, calls and outputs that one message may take."""
LARGEST = 1_500_000
"""Characters of one message, and of any text on the way to it."""
_A_STEP = 1_000
"""Characters whose making counts as a step."""
_A_CALL = 20
"""Steps that the call of a macro counts as."""
_KEPT_FILTERS = ("default", "first", "last", "length")
_KEPT_TESTS = ("defined", "undefined", "none", "odd", "even")
_left: ContextVar[int] = ContextVar("steps left", default=STEPS)


class Ready(str):
    """Text that is escaped already."""

    __slots__ = ()


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates of one kind of target; `escape` is put on whatever they output.

    Nothing but `View`, `Words` and loops has attributes here, nothing but macros can be called, and every turn of a
    loop counts: what a template can spend is bounded, although Python cannot interrupt it.
    """

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "**", "%"))

    def __init__(self, escape: Callable[[str], str], marks: Mapping[str, Callable[..., str]]) -> None:
        """`marks`: filters that give markup of the kind, such as `b`; their first argument is escaped text."""
        super().__init__(
            undefined=StrictUndefined, finalize=pass_context(_finish(escape)), trim_blocks=True, lstrip_blocks=True
        )
        kept = {name: self.filters[name] for name in _KEPT_FILTERS}
        marking = {name: _marking(mark, escape) for name, mark in marks.items()}
        self.filters = {**kept, **marking, **_OWN_FILTERS}
        self.tests = {name: self.tests[name] for name in _KEPT_TESTS}
        self.globals = {"namespace": Namespace}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Metering().visit(super()._parse(source, name, filename))
        tree.set_environment(self)
        return tree

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return isinstance(obj, View | Words | LoopContext | Namespace) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, Macro) or obj is Namespace

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as overridden
        _spend(_A_CALL)
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Numbers are reckoned with; texts are put together up to a length."""
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return _bounded(left + right)
        if operator == "**" or not all(isinstance(side, int | float) and abs(side) < 1e9 for side in (left, right)):
            raise SecurityError(f"{operator!r} is for small numbers here")
        return super().call_binop(context, operator, left, right)


def run(template: Any, context: Mapping[str, Any]) -> str:
    """The text of a template. Raises whatever the template does wrong, SecurityError beyond its bounds."""
    token = _left.set(STEPS)
    try:
        parts, length = [], 0
        for part in template.generate(**context):
            length += len(part)
            if length > LARGEST:
                raise SecurityError(f"the message is longer than {LARGEST:,} characters")
            parts.append(part)
        return "".join(parts)
    finally:
        _left.reset(token)


class _Metering(NodeTransformer):
    """Has each turn of a loop counted, each text that is put together measured, and only plain values compared."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - the base class calls it so
        self.generic_visit(node)
        node.iter = _filtered(node.iter, "metered")
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802 - the base class calls it so
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), "join")

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:  # noqa: N802 - the base class calls it so
        self.generic_visit(node)
        node.expr = _filtered(node.expr, "plain")
        for operand in node.ops:
            if operand.op not in ("in", "notin"):
                operand.expr = _filtered(operand.expr, "plain")
        return node

    def visit_Dict(self, node: nodes.Dict) -> nodes.Dict:  # noqa: N802 - the base class calls it so
        raise TemplateSyntaxError("there are no dictionaries here", node.lineno)


def _filtered(node: nodes.Node, filter: str) -> nodes.Filter:
    return nodes.Filter(node, filter, [], [], None, None, lineno=node.lineno)


def _spend(steps: int = 1) -> None:
    left = _left.get() - steps
    if left < 0:
        raise SecurityError(f"the template takes more than {STEPS:,} steps")
    _left.set(left)


def _metered(turns: Iterable[Any]) -> Iterator[Any]:
    for turn in turns:
        _spend()
        yield turn


def _joined(parts: Iterable[Any], between: str = "") -> str:
    return _bounded(str(between).join(map(_text, _metered(parts))))


def _plain(value: Any) -> Any:
    """Lists in lists can hold more than they seem to: comparing or printing them might never end."""
    if isinstance(value, str | int | float | None):
        return value
    if isinstance(value, Undefined):
        str(value)  # raises, and names what is missing
    raise SecurityError(f"a {type(value).__name__} cannot be put into a message or compared")


def _text(value: Any) -> str:
    return str(_plain(value))


def _bounded(text: str) -> str:
    _spend(1 + len(text) // _A_STEP)
    if len(text) > LARGEST:
        raise SecurityError(f"a text on the way is longer than {LARGEST:,} characters")
    return text


def _finish(escape: Callable[[str], str]) -> Callable[[Context, Any], str]:
    def finish(_context: Context, value: Any) -> str:
        text = _bounded(_text(value))
        return text if isinstance(value, Ready) else escape(text)

    return finish


def _marking(mark: Callable[..., str], escape: Callable[[str], str]) -> Callable[..., Ready]:
    def marked(value: Any, *more: Any) -> Ready:
        _spend()
        return Ready(mark(value if isinstance(value, Ready) else escape(_text(value)), *map(_text, more)))

    return marked


_OWN_FILTERS: Mapping[str, Callable[..., Any]] = {
    "metered": _metered,
    "plain": _plain,
    "join": _joined,
    "lower": lambda value: _text(value).lower(),
    "upper": lambda value: _text(value).upper(),
    "trim": lambda value: _text(value).strip(),
}
