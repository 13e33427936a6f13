"""How policy news is worded: the plain-data model of config/policy.yaml, which a lawyer can read and extend."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from config.taxonomy import Frozen

RESERVED = frozenset({"authority", "place", "state", "company", "goods"})
"""Groups that a frame may name besides those of `words`: filled from `places`, `authorities`, the taxonomy's
`goods` and names; a `state` is a place that is named as a power, not as an adjective."""


class Words(Frozen):
    """A group of words that frames refer to by name."""

    verbs: tuple[str, ...] = ()
    """Base forms; the first word is inflected ("cut off" -> "cuts off", "cutting off")."""
    nouns: tuple[str, ...] = ()
    """Singular forms; the last word is put in the plural, too."""
    exact: tuple[str, ...] = ()
    """Taken as they stand; Chinese goes here. Capitals match capitals only."""


class Cues(Frozen):
    """Words around a frame that decide whether and when its statement holds."""

    negation: Words
    """Before a frame: it did not happen."""
    denial: Words
    """Before a frame: somebody says that it did not happen."""
    question: Words
    """Opens a question that is still to be answered."""
    condition: Words
    """Opens a clause that states no fact."""
    call: Words
    """Somebody wants it, or speaks well or ill of it."""
    advice: Words
    """Just before a frame: it ought to be done."""
    hope: Words
    """Somebody expects, fears or guesses at it."""
    consideration: Words
    """A government thinks about it: reported."""
    proposal: Words
    """It is drafted, tabled or demanded in a bill: proposed."""
    intention: Words
    """It is decided and to come: announced."""
    hearsay: Words
    """Only unnamed people or a newspaper say so: reported."""
    force: Words
    """It applies: in force."""
    history: Words
    """Told as the past."""
    joint: Words
    """Where a sentence may be cut between two statements."""
    speaking: Words
    """Verbs between a speaker and what is said."""


class Place(Frozen):
    """A country or region as a government: its name, its adjective, its capital."""

    jurisdiction: str
    names: tuple[str, ...]


class Authority(Frozen):
    """A government, body or office that moves controls."""

    name: str
    """How a move names it as actor."""
    names: tuple[str, ...]
    jurisdiction: str | None = None
    """None where the words alone do not tell ("the commerce ministry"): then the place beside it does."""


class Frame(Frozen):
    """One way in which a control is stated, and what the statement means."""

    id: str
    say: tuple[str, ...]
    """Groups (or cues) in the order in which they are said, with other words between them: "restrict goods".
    `a|b` takes either."""
    instrument: str
    direction: Literal["tighten", "ease", "neutral"]
    status: Literal["proposed", "reported", "announced", "in-force", "lifted", "denied", "rescinded"]
    weight: float
    """How surely this wording states a control, 0..1."""
    reach: int = 7
    """How many words may stand between two groups; a Chinese character counts as a word."""
    unless: tuple[str, ...] = ()
    """Groups that, standing in the same clause, make this frame mean something else."""
    history: bool = False
    """Whether the wording takes the control for granted ("after US curbs") rather than reporting it."""
    upon: Literal["place", "company"] = "place"
    """Towards whom it goes: where the goods go (a country, a buyer), or the company it is about."""
    called_for: bool = False
    """Whether calls and protests are themselves the move (a ministry's answer), so that they do not void it."""


class PolicyLexicon(Frozen):
    """All of config/policy.yaml."""

    words: dict[str, Words]
    cues: Cues
    irregular: dict[str, tuple[str, ...]]
    """Verb -> its forms that no rule yields ("withdraw": withdrew, withdrawn)."""
    places: tuple[Place, ...]
    authorities: tuple[Authority, ...]
    frames: tuple[Frame, ...]
    noteworthy: float = 0.5
    """Confidence from which a move is worth an analyst's note."""

    def __hash__(self) -> int:
        """By identity, so that what is compiled from a lexicon can be cached; a process reads one or two."""
        return id(self)

    @model_validator(mode="after")
    def _groups_exist(self) -> PolicyLexicon:
        for frame in self.frames:
            said = {group for say in frame.say for slot in say.split() for group in slot.split("|")}
            unknown = (said | set(frame.unless)) - RESERVED - set(self.words) - set(Cues.model_fields)
            if unknown:
                raise ValueError(f"frame {frame.id} names unknown groups: {', '.join(sorted(unknown))}")
        return self
