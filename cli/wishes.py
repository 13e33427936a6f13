"""The flags that describe a subscription: all that it may want, and when; shared by the commands that take one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, Literal, get_type_hints

import typer

from cli.output import complain, refuse
from config.desk import Lexicons
from config.subscriptions import clock, span
from pipelines.alerts.naming import known_names
from pipelines.alerts.refusals import refusals
from pipelines.alerts.types import Quiet, Timing, Wants
from pipelines.types import ChangeKind

_WHICH, _WHEN = "Which changes", "When, and how bundled"
_FLAGS = {
    "topics": "--topic", "entities": "--about", "objects": "--object", "metrics": "--metric", "kinds": "--kind",
    "changes": "--change", "directions": "--direction", "statuses": "--status", "jurisdictions": "--jurisdiction",
    "tiers": "--tier", "languages": "--written-in",
}  # fmt: skip
"""Flags that are not the field's own name."""

Many = list[str] | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the flags describe."""

    wants: Wants
    timing: Timing
    language: Literal["en", "zh"]

    def checked(self, lexicons: Lexicons) -> Wish:
        """The same in the words of the claims. Refuses, flag by flag, what could never ring."""
        reasons = refusals(self.wants, self.timing, lexicons)
        told = [_with_flag(reason) for reason in reasons]
        for one in told[:-1]:
            complain(one)
        if told:
            refuse(told[-1])
        return Wish(known_names(lexicons).named(self.wants), self.timing, self.language)


def wish(
    topic: Annotated[Many, typer.Option(help="Only these topics.", rich_help_panel=_WHICH)] = None,
    about: Annotated[
        Many, typer.Option(help="Only what names these: as subject, object, actor or target.", rich_help_panel=_WHICH)
    ] = None,
    object_: Annotated[
        Many, typer.Option("--object", help="Only what is about these products or goods.", rich_help_panel=_WHICH)
    ] = None,
    metric: Annotated[Many, typer.Option(help="Only figures of these metrics.", rich_help_panel=_WHICH)] = None,
    kind: Annotated[Many, typer.Option(help="Only `figure` or only `policy`.", rich_help_panel=_WHICH)] = None,
    change: Annotated[
        list[ChangeKind] | None, typer.Option(help="Only these kinds of change.", rich_help_panel=_WHICH)
    ] = None,
    direction: Annotated[
        Many, typer.Option(help="Only policy moves that `tighten`, `ease` or are `neutral`.", rich_help_panel=_WHICH)
    ] = None,
    status: Annotated[
        Many, typer.Option(help="Only policy moves that stand so, such as `in-force`.", rich_help_panel=_WHICH)
    ] = None,
    jurisdiction: Annotated[
        Many, typer.Option(help="Only policy moves of these powers, such as `US`.", rich_help_panel=_WHICH)
    ] = None,
    least_value: Annotated[
        float | None, typer.Option(help="Only figures of this size or more, in --unit.", rich_help_panel=_WHICH)
    ] = None,
    unit: Annotated[str, typer.Option(help="Only figures in this unit, such as `USD`.", rich_help_panel=_WHICH)] = "",
    least_move: Annotated[
        float | None,
        typer.Option(
            help="Of revised figures only those that moved by this share, 0.1 for 10 %.", rich_help_panel=_WHICH
        ),
    ] = None,
    least_confidence: Annotated[
        float, typer.Option(help="Only readings that are as sure as this, 0 to 1.", rich_help_panel=_WHICH)
    ] = 0.0,
    tier: Annotated[
        list[int] | None,
        typer.Option(help="Only sources of these tiers: 1 official, 2 press, 3 aggregators.", rich_help_panel=_WHICH),
    ] = None,
    written_in: Annotated[
        Many, typer.Option(help="Only articles in these languages, such as `en`.", rich_help_panel=_WHICH)
    ] = None,
    origins: Annotated[
        int, typer.Option(help="Ring once so many independent outlets say so.", rich_help_panel=_WHICH)
    ] = 1,
    language: Annotated[str, typer.Option(help="Of the words around the evidence: `en` or `zh`.")] = "en",
    zone: Annotated[str, typer.Option(help="Time zone, such as Europe/Berlin.", rich_help_panel=_WHEN)] = "UTC",
    group_by: Annotated[
        str, typer.Option(help="What shares a message: article, story, object or all.", rich_help_panel=_WHEN)
    ] = "article",
    group_wait: Annotated[
        str, typer.Option(help="How long the first of a group waits for others, such as 5m.", rich_help_panel=_WHEN)
    ] = "0",
    group_interval: Annotated[
        str, typer.Option(help="How long after a message the next of its group may come.", rich_help_panel=_WHEN)
    ] = "0",
    repeat_interval: Annotated[
        str, typer.Option(help="Tell again after this, unless acknowledged.", rich_help_panel=_WHEN)
    ] = "",
    digest: Annotated[
        str, typer.Option(help="Cron expression: tell all at once then, such as '0 8 * * 1-5'.", rich_help_panel=_WHEN)
    ] = "",
    quiet: Annotated[str, typer.Option(help="Hours of silence, such as 22:00-07:00.", rich_help_panel=_WHEN)] = "",
    urgent: Annotated[
        list[ChangeKind] | None, typer.Option(help="Kinds of change that ring all the same.", rich_help_panel=_WHEN)
    ] = None,
    cap: Annotated[int | None, typer.Option(help="Messages an hour at most.", rich_help_panel=_WHEN)] = None,
    heartbeat: Annotated[
        str, typer.Option(help="Cron expression: say that all is well, if nothing was told.", rich_help_panel=_WHEN)
    ] = "",
) -> Wish:
    """What these flags say. Refuses what cannot be read."""
    if language not in ("en", "zh"):
        refuse(f"--language {language!r} is unknown: use en or zh")
    wants = Wants(
        topics=_all(topic), entities=_all(about), objects=_all(object_), metrics=_all(metric), kinds=_all(kind),
        changes=tuple(change) if change else Wants().changes, directions=_all(direction), statuses=_all(status),
        jurisdictions=_all(jurisdiction), least_value=least_value, unit=unit, least_move=least_move,
        least_confidence=least_confidence, tiers=tuple(tier or ()), languages=_all(written_in), origins=origins,
    )  # fmt: skip
    timing = Timing(
        zone=zone,
        group_by=group_by,  # type: ignore[arg-type]  # refusals says what is wrong with another word
        group_wait=_span("--group-wait", group_wait),
        group_interval=_span("--group-interval", group_interval),
        repeat_interval=_span("--repeat-interval", repeat_interval) if repeat_interval else None,
        digest=digest,
        quiet=_quiet(quiet, urgent or ()),
        cap=cap,
        heartbeat=heartbeat,
    )
    return Wish(wants, timing, "zh" if language == "zh" else "en")


def takes_a_wish(command: Callable[..., None]) -> Callable[..., None]:
    """The command with all the flags of `wish` behind its own; it gets what they say as `asked`."""
    own = _parameters(command, leave="asked")
    flags = _parameters(wish)

    @wraps(command)
    def called(**given: Any) -> None:
        said = {name: given.pop(name) for name in flags}
        command(asked=wish(**said), **given)

    every = {**own, **flags}
    called.__signature__ = inspect.Signature(list(every.values()))  # type: ignore[attr-defined]  # what Typer reads
    called.__annotations__ = {name: parameter.annotation for name, parameter in every.items()}
    return called


def _parameters(function: Callable[..., object], *, leave: str = "") -> Mapping[str, inspect.Parameter]:
    hints = get_type_hints(function, include_extras=True)
    return {
        name: parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
        for name, parameter in inspect.signature(function).parameters.items()
        if name != leave
    }


def _with_flag(reason: str) -> str:
    """The reason with the flag in place of the field."""
    field, _, why = reason.partition(": ")
    return f"{_FLAGS.get(field) or '--' + field.replace('_', '-')}: {why}"


def _all(words: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(words or ())


def _span(flag: str, written: str) -> Any:
    try:
        return span(written)
    except ValueError as error:
        refuse(f"{flag}: {error}")


def _quiet(written: str, urgent: Sequence[ChangeKind]) -> Quiet | None:
    if not written:
        if urgent:
            refuse("--urgent: there are no quiet hours to pass; add --quiet 22:00-07:00, or take it out")
        return None
    start, _, end = written.replace("–", "-").partition("-")
    try:
        return Quiet(clock(start.strip()), clock(end.strip()), frozenset(urgent))
    except ValueError as error:
        refuse(f"--quiet: {error}-07:00")
