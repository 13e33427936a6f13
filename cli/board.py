"""The controls that a command asks for, of the ledger or of a replay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from adapters.kit import read_desk, utc_now
from cli.history import named
from cli.output import utc
from cli.replay import last_replay
from cli.session import session, settings
from config.taxonomy import Taxonomy
from pipelines.controls import Heard, Line, known_on, lines_of
from pipelines.controls.asked import NEWEST, Asked, asked_by
from storage.kept import kept
from storage.views.bearing import PER_NAME, WIDEST

LAST = "LAST"


@dataclass(frozen=True, slots=True)
class Question:
    """What the options of a command ask for; what is left empty narrows nothing."""

    replay: str = ""
    """Instead of the ledger."""
    as_of: datetime | None = None
    object: str = ""
    jurisdiction: str = ""
    instrument: str = ""
    target: str = ""
    word: str = ""
    """Id, key, or name of a document."""
    whole: bool = False
    """All that answers, however much; else of a large ledger the latest."""


@dataclass(frozen=True, slots=True)
class Board:
    """The controls, the one that moved last first, and the names of the desk."""

    lines: Sequence[Line]
    taxonomy: Taxonomy
    partial: bool = False
    """Whether older facts may answer that were not read."""


def board(question: Question) -> Board:
    """The answer. Raises Refused where a replay cannot be read."""
    if question.replay:
        path = last_replay() if question.replay == LAST else Path(question.replay)
        return _board(kept(path), read_desk(settings()).lexicons.taxonomy, question, utc_now())
    with session() as kit, kit.store.unit() as unit:
        taxonomy = kit.desk.lexicons.taxonomy
        asked = _asked(question, taxonomy)
        heard = unit.views.policy_heard(taxonomy, asked)
        return replace(_board(heard, taxonomy, question, kit.now()), partial=_cut_short(heard, asked))


def _asked(question: Question, taxonomy: Taxonomy) -> Asked:
    """What to read of the ledger; what is too little said for an index is sorted out afterwards."""
    until = utc(question.as_of + timedelta(days=1)) if question.as_of else None
    if question.word:
        return replace(asked_by(question.word), until=until)
    return Asked(
        objects=_names(question.object, taxonomy),
        targets=_names(question.target, taxonomy),
        jurisdiction=question.jurisdiction,
        until=until,
        whole=question.whole,
    )


def _cut_short(heard: Iterable[Heard], asked: Asked) -> bool:
    """Whether as many facts were read as are read at most."""
    most = PER_NAME if asked.word else WIDEST if asked.objects else NEWEST
    return not asked.whole and sum(1 + len(one.merged) for one in heard) >= most


def _board(heard: Iterable[Heard], taxonomy: Taxonomy, question: Question, now: datetime) -> Board:
    day = (question.as_of or now).date()
    lines = lines_of(known_on(heard, day) if question.as_of else heard, day)
    return Board([line for line in lines if _answers(line, question, taxonomy)], taxonomy)


def _answers(line: Line, question: Question, taxonomy: Taxonomy) -> bool:
    return (
        (not question.word or line.answers_to(question.word))
        and (not question.object or any(_same(told, _names(question.object, taxonomy)) for told in _objects(line)))
        and (not question.target or _same(line.target, _names(question.target, taxonomy)))
        and (not question.jurisdiction or _same(line.jurisdiction, {question.jurisdiction}))
        and (not question.instrument or any(_same(one.instrument, {question.instrument}) for one in line.states))
    )


def _objects(line: Line) -> Iterable[str | None]:
    """The object of a line; of a bill also the goods that reports of it name."""
    return (line.object, *(state.move.object for state in line.states if state.move.bill))


def _names(word: str, taxonomy: Taxonomy) -> frozenset[str]:
    """As typed, and as the desk calls it."""
    return frozenset(filter(None, (word, named(word, taxonomy))))


def _same(told: str | None, asked: Iterable[str]) -> bool:
    return told is not None and told.casefold() in map(str.casefold, asked)
