"""The nouns that travel along the way of the data; all frozen, none knows how it is stored or sent."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar, Literal, TypeAlias

from pipelines.filing import Filing

Approx = Literal["exact", "about", "over", "under", "up-to", "range"]
Trend = Literal["up", "down"]
Measure = Literal["level", "change", "share", "multiple"]
Modality = Literal["reported", "estimated", "forecast", "conditional"]
Direction = Literal["tighten", "ease", "neutral"]
Status = Literal["proposed", "reported", "announced", "in-force", "lifted", "denied", "rescinded"]
BillStage = Literal["introduced", "committee", "passed House", "passed Senate", "passed both", "vetoed", "signed"]
CopyKind = Literal["exact", "near", "rewrite"]


# ---------------------------------------------------------------- texts
@dataclass(frozen=True, slots=True)
class Document:
    """One text to be read: an article version, a replay line, a seed. Content is one of `text` and `html`, as given.

    `published` is UTC, and never later than `first_seen`; `None` where the source gave no usable date.
    """

    url: str
    title: str
    published: datetime | None
    text: str | None = None
    html: str | None = None
    outlet: str | None = None
    tier: int = 2
    """Trust in the source: 1 official or primary, 2 press, 3 aggregator."""
    filing: Filing | None = None
    """As the source listed it beside the text; what the text itself shows of its form is read later."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `start`/`end` are character offsets into `Text.body`, and `body[start:end] == text`."""

    text: str
    start: int
    end: int
    boilerplate: bool = False
    """Navigation, disclosures, 'read more' lists, other headlines: read by nobody, compared with nothing."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document's plain text with its sentences; every offset elsewhere points into `body`."""

    title: str
    body: str
    language: str
    """ISO 639-1 code; "und" where it cannot be told."""
    sentences: tuple[Sentence, ...]
    margin: tuple[int, ...] = ()
    """Hashes of the lines at head and foot that no rule takes for furniture; see `pipelines.furniture`."""

    @property
    def article_sentences(self) -> tuple[Sentence, ...]:
        """The sentences that belong to the article itself."""
        return tuple(sentence for sentence in self.sentences if not sentence.boilerplate)


# ---------------------------------------------------------------- names and topics
@dataclass(frozen=True, slots=True)
class Mention:
    """A name of the taxonomy found in a text; `text[start:end]` is the surface form."""

    entity: str
    """Id of the entity in the desk's taxonomy, such as "acme" or "orion"."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a document is about, and why: the terms, names and seed documents that decided."""

    relevant: bool
    score: float
    topics: tuple[str, ...]
    reasons: tuple[str, ...]


# ---------------------------------------------------------------- copies and stories
@dataclass(frozen=True, slots=True)
class Signature:
    """What copies are found by: the hash of the normalised text, MinHash bands, and the telling words."""

    exact: str
    bands: tuple[int, ...]
    words: bytes
    """Two bytes for each word, in the order of the text; see `pipelines.twins`."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a story is recognised by: weighted terms and names of one article."""

    weights: tuple[tuple[str, float], ...]
    """(term, weight), unit length, heaviest first."""


@dataclass(frozen=True, slots=True)
class Read:
    """An article read earlier, as far as copies and stories need it."""

    url: str
    outlet: str | None
    tier: int
    seen: datetime
    story: str
    origin: str
    """URL of the origin of its copy group; its own where it is no copy."""
    signature: Signature
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class Twin:
    """The earlier article that this one copies."""

    origin: str
    kind: CopyKind
    overlap: float


# ---------------------------------------------------------------- claims
@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity that a text states. Units: ISO 4217 code, "percent", "percentage points", "basis points",
    "times", else the counted noun or measure in the singular as written ("GB/s", "pump")."""

    kind: ClassVar[Literal["figure"]] = "figure"
    quote: str
    start: int
    end: int
    value: float
    value_high: float | None = None
    unit: str = ""
    approx: Approx = "exact"
    trend: Trend | None = None
    measure: Measure = "level"
    subject: str | None = None
    metric: str | None = None
    object: str | None = None
    period: str | None = None
    """Absolute: "2025", "2025-Q2", "2025-H1", "2025-9M", "2025-YTD", "FY2026-Q1", "2025-04", or None."""
    modality: Modality = "reported"
    speaker: str | None = None
    prior: bool = False
    """The sentence itself calls this the old value ("less than the $5.5 billion it had warned of")."""
    confidence: float = 0.5
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyMove:
    """A statement of where a control stands or is moving."""

    kind: ClassVar[Literal["policy"]] = "policy"
    quote: str
    start: int
    end: int
    actor: str | None
    jurisdiction: str | None
    instrument: str
    """licence requirement, entity listing, rule, ban, tariff, approval, guidance, probe, bill, …"""
    object: str | None
    target: str | None
    direction: Direction
    status: Status
    effective: date | None = None
    modality: Modality = "reported"
    speaker: str | None = None
    background: bool = False
    """Told as history ("which were paused in April"), not as news."""
    filing: Filing | None = None
    """The official document that says so itself."""
    bill: str | None = None
    """What a bill is called: "Widget Security Act"."""
    stage: BillStage | None = None
    """How far it has come."""
    confidence: float = 0.5
    reasons: tuple[str, ...] = ()


Claim: TypeAlias = Figure | PolicyMove


# ---------------------------------------------------------------- the ledger
class ChangeKind(enum.StrEnum):
    """The ledger's answer to a claim."""

    NEW = "new"
    REVISED = "revised"
    CONFIRMED = "confirmed"
    RESTATED = "restated"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place where a claim was met."""

    url: str
    outlet: str | None
    origin: str
    """The origin of the article's copy group: the unit in which independence is counted."""
    story: str
    seen: datetime
    title: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What the ledger knows: one claim that stands for all that say the same."""

    id: str
    claim: Claim
    """As it was first met."""
    first: Sighting
    last_seen: datetime
    origins: frozenset[str]
    outlets: frozenset[str] = frozenset()
    stories: frozenset[str] = frozenset()
    others: tuple[Claim, ...] = ()
    """Other wordings of it, a few: a later one may be recognised by any of them."""
    baseline: bool = False
    """Known before the first poll, from the seed corpus: never rings."""
    supersedes: str | None = None
    """Id of the fact whose value or state this one replaced."""
    current: bool = True
    """False once a later fact superseded it, an operator merged it into another, or every source withdrew it."""
    withdrawn: bool = False  # and whoever states it again makes it current
    merged_into: str | None = None
    """Id of the fact that an operator ruled it to be: what would be this one goes there."""
    apart: frozenset[str] = frozenset()
    """Addresses that an operator split off: neither their claims nor those of their copies are this fact."""

    @property
    def readings(self) -> tuple[Claim, ...]:
        """The first wording and the others."""
        return (self.claim, *self.others)


@dataclass(frozen=True, slots=True)
class Change:
    """One claim met the ledger: which fact it belongs to, and what that did to it."""

    id: str
    kind: ChangeKind
    claim: Claim
    fact: Fact
    sighting: Sighting
    previous: Fact | None = None
    """The fact as it stood, for `revised`, `disputed` and policy moves that replace a state."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A claim or change that does not ring, and why."""

    reason: str
    detail: str = ""


# ---------------------------------------------------------------- all together
@dataclass(frozen=True, slots=True)
class Ingested:
    """All that one document brought, from its text to the changes that ring."""

    document: Document
    text: Text
    verdict: Verdict
    signature: Signature
    sketch: Sketch
    story: str
    twin: Twin | None
    changes: tuple[Change, ...]
    """One for each claim that is worth an analyst's note, in the order of the text."""
    ringing: tuple[Change, ...]
    held: tuple[tuple[Claim, Held], ...] = field(default=())
    """Claims that were not worth a note and changes that do not ring, each with its reason."""

    @property
    def claims(self) -> Sequence[Claim]:
        """The claims worth a note."""
        return [change.claim for change in self.changes]
