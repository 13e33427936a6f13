"""The subscriptions of config/subscriptions.yaml, as their operator describes them; `deltawire subs apply` reads it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from config.settings import SettingsRefused
from config.taxonomy import Frozen

Change = Literal["new", "revised", "confirmed", "restated", "disputed", "withdrawn"]
Place = tuple[str | int, ...]
"""The way to a value in the file: ("subscriptions", 2, "wants", "topics")."""

_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*")
_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_NAME = r"^[\w.][\w. -]*$"


def span(given: object) -> timedelta:
    """A time such as 90s, 5m, 4h, 1h30m or 2d. Raises ValueError with the cure."""
    if isinstance(given, timedelta):
        return given
    written = str(given).strip()
    if written == "0":
        return timedelta(0)
    parts = _SPAN.findall(written)
    if not parts or _SPAN.sub("", written).strip():
        raise ValueError(f"{written!r} is no time; write 90s, 5m, 4h or 2d")
    return timedelta(seconds=sum(float(number) * _SECONDS[unit] for number, unit in parts))


def clock(given: object) -> time:
    """A time of day such as 22:00. Raises ValueError with the cure."""
    if isinstance(given, time):
        return given
    if isinstance(given, int) and not isinstance(given, bool):
        given = "{:02}:{:02}".format(*divmod(given, 60))  # YAML takes 22:30 without quotes for a number of minutes
    try:
        hours, minutes = str(given).split(":")
        return time(int(hours), int(minutes))
    except ValueError:
        raise ValueError(f"{given!r} is no time of day; write 22:00") from None


def _listed(given: object) -> object:
    """One word stands for a list of it."""
    return [given] if isinstance(given, str | int) and not isinstance(given, bool) else given


Span = Annotated[timedelta, BeforeValidator(span)]
Clock = Annotated[time, BeforeValidator(clock)]
Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Numbers = Annotated[tuple[int, ...], BeforeValidator(_listed)]
Changes = Annotated[tuple[Change, ...], BeforeValidator(_listed)]


class WantsConfig(Frozen):
    """Which changes; what is left out asks for nothing in particular. docs/subscriptions.md has the fields."""

    topics: Words = ()
    entities: Words = ()
    objects: Words = ()
    metrics: Words = ()
    kinds: Words = ()
    changes: Changes = ("new", "revised", "disputed", "withdrawn")
    directions: Words = ()
    statuses: Words = ()
    jurisdictions: Words = ()
    least_value: float | None = None
    unit: str = ""
    least_move: float | None = None
    least_confidence: float = 0.0
    tiers: Numbers = ()
    languages: Words = ()
    origins: int = 1


class QuietConfig(Frozen):
    """Hours in which nothing is told."""

    start: Clock
    end: Clock
    urgent: Changes = ()


class TimingConfig(Frozen):
    """When, and how bundled."""

    zone: str = "UTC"
    group_by: Literal["article", "story", "object", "all"] = "article"
    group_wait: Span = timedelta(0)
    group_interval: Span = timedelta(0)
    repeat_interval: Span | None = None
    digest: str = ""
    quiet: QuietConfig | None = None
    cap: int | None = None
    heartbeat: str = ""


class SubscriptionConfig(Frozen):
    """One subscription."""

    name: Annotated[str, Field(pattern=_NAME)]
    targets: Words = ()
    wants: WantsConfig = WantsConfig()
    timing: TimingConfig = TimingConfig()
    language: Literal["en", "zh"] = "en"
    enabled: bool = True


class TargetConfig(Frozen):
    """One place that alerts go to; its address is a secret, and stands in the environment."""

    name: Annotated[str, Field(pattern=_NAME)]
    address_from: str = ""
    """Name of the environment variable that holds the address; empty: it is stored already."""
    on_ambiguous: Literal["resend", "hold"] = "resend"

    @model_validator(mode="before")
    @classmethod
    def _no_secret(cls, given: Any) -> Any:
        if isinstance(given, dict) and "address" in given:
            raise ValueError(
                "an address is a secret: put it into an environment variable, and name that as address_from"
            )
        return given

    @field_validator("address_from")
    @classmethod
    def _a_variable(cls, name: str) -> str:
        if name and not _VARIABLE.fullmatch(name):
            raise ValueError("is the name of an environment variable, such as DESK_MAIL; the address itself stays out")
        return name


class SubscriptionFile(Frozen):
    """The file as a whole."""

    targets: tuple[TargetConfig, ...] = ()
    subscriptions: tuple[SubscriptionConfig, ...] = ()

    @field_validator("targets", "subscriptions", mode="before")
    @classmethod
    def _nothing(cls, given: object) -> object:
        return () if given is None else given


def address_of(target: TargetConfig) -> str | None:
    """The address that the environment holds; None where none is named or set."""
    return os.environ.get(target.address_from) or None if target.address_from else None


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was read, and where in it everything stands."""

    path: Path
    file: SubscriptionFile
    _root: yaml.Node | None

    def at(self, *place: str | int) -> str:
        """Where a value stands, such as "config/subscriptions.yaml, line 12 (subscriptions.desk.wants.topics)"."""
        return _where(self.path, self._root, place)


def read_subscriptions(path: Path) -> Written:
    """The file. Raises SettingsRefused, naming the line, the field and the cure of all that is wrong in it."""
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=_LOADER)
        given = yaml.load(text, Loader=_LOADER)  # noqa: S506 - one of the two safe ones
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise SettingsRefused(f"{path}: {why}; docs/subscriptions.md has a file to begin with") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsRefused(f"{path}, line {line}: not YAML: {error.problem}; mind spaces and quotes") from None
    except yaml.YAMLError as error:
        raise SettingsRefused(f"{path}: not YAML: {error}") from None
    try:
        file = SubscriptionFile.model_validate({} if given is None else given)
    except ValidationError as error:
        problems = [f"{_where(path, root, one['loc'])}: {_told(one)}" for one in error.errors()]
        raise SettingsRefused("\n".join(problems)) from None
    written = Written(path, file, root)
    if twice := list(_twice(written)):
        raise SettingsRefused("\n".join(twice))
    return written


def _twice(written: Written) -> Iterator[str]:
    for kind in ("targets", "subscriptions"):
        names: set[str] = set()
        listed: Sequence[TargetConfig | SubscriptionConfig] = getattr(written.file, kind)
        for place, one in enumerate(listed):
            if one.name in names:
                yield f"{written.at(kind, place, 'name')}: there is another {one.name!r}; give it a name of its own"
            names.add(one.name)


def _told(problem: ErrorDetails) -> str:
    """What is wrong and what to write; never the value, which may be a secret."""
    if problem["type"] == "extra_forbidden":
        return "there is no such field; docs/subscriptions.md lists them"
    if problem["type"] == "missing":
        return "is missing; add it"
    if problem["type"] == "string_pattern_mismatch":
        return "takes letters, digits, spaces and . _ - only"
    return problem["msg"].removeprefix("Value error, ")


def _where(path: Path, root: yaml.Node | None, place: Place) -> str:
    node, line, names = root, 1, []
    for step in place:
        found = _step(node, step)
        if found is None:
            names.append(str(step))
            break
        node, line = found.node, found.line
        names.append(found.name)
    return f"{path}, line {line} ({'.'.join(names)})" if names else f"{path}, line {line}"


@dataclass(frozen=True, slots=True)
class _Step:
    node: yaml.Node
    line: int
    name: str


def _step(node: yaml.Node | None, step: str | int) -> _Step | None:
    """The value one step down: of a list, named by the name in it."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return _Step(child, child.start_mark.line + 1, _name_in(child) or str(step))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return _Step(value, key.start_mark.line + 1, str(step))
    return None


def _name_in(node: yaml.Node) -> str:
    if not isinstance(node, yaml.MappingNode):
        return ""
    named: Mapping[str, str] = {
        key.value: value.value for key, value in node.value if isinstance(value, yaml.ScalarNode)
    }
    return named.get("name", "")
