"""The nouns of alerting: what a subscription wants and when, an alert, and the bundle that goes out as one message."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Literal

from pipelines.types import Change, ChangeKind

GroupBy = Literal["article", "story", "object", "all"]
"""What shares a message: the changes of one article, of one story, on one object (else subject), or whatever is due."""
MuteKind = Literal["story", "fact", "object", "outlet", "subscription"]


# ---------------------------------------------------------------- what is wanted
@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """Which changes; an empty field asks for nothing in particular, several fields must all be met."""

    topics: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    """Ids of the taxonomy: the claim's subject, object or target is one of them."""
    objects: tuple[str, ...] = ()
    """Ids of the taxonomy, or words: the claim's object is one of them."""
    metrics: tuple[str, ...] = ()
    """Figures only."""
    kinds: tuple[str, ...] = ()
    """"figure", "policy"; empty: both."""
    changes: tuple[ChangeKind, ...] = (
        ChangeKind.NEW,
        ChangeKind.REVISED,
        ChangeKind.DISPUTED,
        ChangeKind.WITHDRAWN,
    )
    directions: tuple[str, ...] = ()
    """Policy moves only."""
    statuses: tuple[str, ...] = ()
    """Policy moves only."""
    jurisdictions: tuple[str, ...] = ()
    """Policy moves only."""
    least_value: float | None = None
    """Figures only: size in the figure's own unit."""
    unit: str = ""
    """Figures only: "USD", "percent", …; wanted where `least_value` is given."""
    least_move: float | None = None
    """Figures that were revised: share of the value before, 0.1 for 10 %; others are not held against it."""
    least_confidence: float = 0.0
    tiers: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    origins: int = 1
    """Only once so many independent outlets say so: until then the alert waits."""


# ---------------------------------------------------------------- when
@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing is told, in the subscription's zone; over midnight where `end` is before `start`."""

    start: time
    end: time
    urgent: frozenset[ChangeKind] = frozenset()
    """Kinds of change that ring all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When and how bundled: the words and the meaning are those of Prometheus' Alertmanager."""

    zone: str = "UTC"
    """IANA name, such as "Europe/Berlin"."""
    group_by: GroupBy = "article"
    group_wait: timedelta = timedelta(0)
    """How long the first alert of a group waits for others."""
    group_interval: timedelta = timedelta(0)
    """How long after a message of a group the next one of that group may come."""
    repeat_interval: timedelta | None = None
    """After which a group that nobody acknowledged is told again; None: never."""
    digest: str = ""
    """Cron expression in the zone: all that has come is told then, in one message; empty: at once."""
    quiet: Quiet | None = None
    cap: int | None = None
    """Messages an hour; what is beyond waits for the next one, which says how many more there were."""
    heartbeat: str = ""
    """Cron expression: a word that all is well, where nothing was told since the last one."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who wants which changes, when, and where they go."""

    id: int
    name: str
    targets: tuple[int, ...]
    """Ids of the stored targets; their addresses are secrets and stay in storage."""
    wants: Wants = field(default=Wants())
    timing: Timing = field(default=Timing())
    language: str = "en"
    """Of the words around the evidence: "en" or "zh"."""


# ---------------------------------------------------------------- what came
@dataclass(frozen=True, slots=True)
class Matter:
    """A change with what a subscription may ask of the article that brought it."""

    change: Change
    topics: tuple[str, ...]
    language: str
    tier: int


class AlertStage(enum.StrEnum):
    """Where an alert stands."""

    UNCONFIRMED = "unconfirmed"
    """Too few independent outlets say so yet."""
    WAITING = "waiting"
    """For its group's next message."""
    TOLD = "told"
    HELD = "held"
    """Muted or inhibited, kept with the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One change as it will be told: everything a renderer needs, so that it can be told again from storage."""

    change: str
    """Id of the change."""
    kind: ChangeKind
    headline: str
    """Such as "Orion charge: $5.5 billion → $4.5 billion, revised"."""
    quote: str
    speaker: str | None
    before: str
    """Such as "$5.5 billion, since 2025-04-16 08:00 UTC, Harbour Ledger"; empty: nothing on record."""
    fact: str
    origins: int
    outlets: tuple[str, ...]
    """Outlets of the fact, first reporter first."""
    why: str
    confidence: float
    url: str
    title: str
    outlet: str | None
    published: datetime | None
    story: str
    corrects: str | None = None
    """Id of the message that told what this one takes back or corrects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One change that met one subscription."""

    id: str
    """Made of subscription and change: the same decision is written once."""
    subscription: int
    group: str
    stage: AlertStage
    telling: Telling
    urgent: bool = False
    """Passes quiet hours and digests."""
    wanted_origins: int = 1
    object: str | None = None
    """What the claim is on: its object, else its subject or target."""
    replaces: str | None = None
    """Id of the fact whose value or state the change replaced."""
    reason: str = ""
    """Why it is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """The alerts of one subscription that go out as one message; each target gets it in its own form."""

    id: str
    """"b_…": travels with every try, so that a receiver can tell a repeat."""
    subscription: str
    tellings: tuple[Telling, ...]
    created: datetime
    language: str = "en"
    note: str = ""
    """Said below: coverage in a digest, the heartbeat's words."""
    reminder: bool = False
    """Told before and not acknowledged: the repeat interval has passed."""


# ---------------------------------------------------------------- what keeps still
@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Somebody's word that something is not to ring for a time."""

    id: int
    kind: MuteKind
    key: str
    """Id of the story or fact, the object, the outlet, or the subscription's name."""
    subscription: str = ""
    """Only for this subscription; empty: for all."""
    until: datetime
    who: str
    why: str
