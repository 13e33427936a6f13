"""An official document's own moves: read from its sentences, set right by what its form says of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from config.desk import Lexicons
from pipelines.filing import Filing
from pipelines.names import find_names
from pipelines.official.announcement import head_of
from pipelines.official.register import sections_of
from pipelines.official.replaced import undoes
from pipelines.policy import read_moves
from pipelines.policy.passages import passages_of
from pipelines.policy.roles import roles_of
from pipelines.text import read_text
from pipelines.types import Claim, Held, PolicyMove, Sentence, Status, Text

LAYS_DOWN = frozenset({"rule", "presidential document", "announcement"})
"""Kinds of documents that make law as they appear."""
SURE = 0.7
"""How sure at least a move is whose own author states it, in a document that it is the purpose of."""
_DOES = re.compile(
    r"\s*(?:SUMMARY:\s*)?(?:(?:in|with|through|by|under) this\b"
    r"|this (?:\w+ ){0,2}(?:rule|order|proclamation|notice|action)\b"
    r"|\S.{0,80}\b(?:is|are) (?:issuing|publishing|amending|rescinding|revising|removing|adding)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that says what its document does."""
_CORRECTS = re.compile(r"\bcorrect(?:ion|ing|ed|s)?\b|更正", re.IGNORECASE)
"""In title or action: the document mends another, whose moves it tells again."""
_RELATIVE = re.compile(r"\b(?:which|that)\b")
_UNDOES = re.compile(r"\b(?:rescind|revok|remov|repeal|withdraw|replac|supersed)", re.IGNORECASE)
_SUSPENDS = re.compile("暂停实施|停止执行|废止|撤销")
_CITED = frozenset({"FR", "CFR", "F.R.", "U.S.C.", "USC", "Stat."})
"""What a number of a volume stands before in a citation: "91 FR 10001"."""
_UNDONE = ("lifted", "rescinded", "denied")
"""What a document says of an earlier control stands as it says it."""


@dataclass(frozen=True, slots=True)
class Own:
    """The claims of an official document."""

    claims: tuple[Claim, ...]
    passed_over: tuple[tuple[Claim, Held], ...]
    """Moves that it tells beside its own: the history and the grounds behind a rule."""


def own_moves(
    claims: Sequence[Claim], filing: Filing, text: Text, title: str, lexicons: Lexicons, *, published: date | None
) -> Own:
    """The claims with the document's own moves set right by its form; figures stay as they are.

    Where no sentence states a move that is news, its title is read for one, which then rests on its first sentence.
    What a correction tells is history.
    """
    start, end = own_words(text)
    corrects = _CORRECTS.search(f"{filing.action}\n{title}") is not None
    kept: list[Claim] = []
    beside: list[tuple[Claim, Held]] = []
    for claim in claims:
        if not isinstance(claim, PolicyMove):
            if claim.unit in _CITED:
                beside.append((claim, Held("citation", "the number of a volume")))
            else:
                kept.append(claim)
        elif claim.end > start and claim.start < end:
            told = replace(claim, background=True) if corrects else _told_anew(claim, text)
            kept.append(_set_right(told, filing, lexicons, published))
        else:
            beside.append((claim, Held("grounds", "the document tells it beside its summary")))
    if not corrects and not any(isinstance(claim, PolicyMove) and not claim.background for claim in kept):
        kept += _of_title(filing, text, title, lexicons, published)
    return Own(tuple(sorted(kept, key=lambda claim: (claim.start, claim.end, claim.kind))), tuple(beside))


def own_words(text: Text) -> tuple[int, int]:
    """Where a document says what it does: its summary where it has one, else all that follows its head."""
    return sections_of(text.body).get("SUMMARY", (head_of(text.body), len(text.body) + 1))


def _told_anew(move: PolicyMove, text: Text) -> PolicyMove:
    """The move as news where the document says that this is what it does, whatever former day it names beside that;
    as history where it stands in a clause on what was: "rescinds the rule of January, which imposed"."""
    sentence = next((one for one in text.article_sentences if one.start <= move.start < one.end), None)
    if sentence is None:
        return move
    if _SUSPENDS.search(sentence.text) and undoes(sentence.text):
        return replace(move, direction="ease", status="announced", background=False)
    if not _DOES.match(sentence.text):
        return move
    was = _RELATIVE.match(move.quote) and _UNDOES.search(text.body[sentence.start : move.start])
    return replace(move, background=bool(was))


def _set_right(move: PolicyMove, filing: Filing, lexicons: Lexicons, published: date | None) -> PolicyMove:
    """The move by its author: who, whose law, at what step and from when are the form's to say."""
    if filing.jurisdiction is None or move.background:
        return replace(move, filing=filing)
    status, effective = _standing(move, filing, published)
    own = move.jurisdiction == filing.jurisdiction
    return replace(
        move,
        actor=_issuer(filing, lexicons) or (move.actor if own else filing.jurisdiction),
        jurisdiction=filing.jurisdiction,
        target=None if move.target == filing.jurisdiction else move.target,
        status=status,
        modality="conditional" if status == "proposed" else "reported" if filing.kind in LAYS_DOWN else move.modality,
        effective=effective,
        confidence=max(move.confidence, SURE),
        filing=filing,
        reasons=(*move.reasons, f"stated by {filing.kind} {filing.number}".strip()),
    )


def _standing(move: PolicyMove, filing: Filing, published: date | None) -> tuple[Status, date | None]:
    """Status and day of effect. A day that the sentence names counts where it comes later: parts begin later."""
    if filing.kind == "proposed rule":
        return ("proposed", None) if move.status not in _UNDONE else (move.status, None)
    if filing.kind not in LAYS_DOWN:
        return move.status, move.effective or filing.effective
    begins = max(filter(None, (move.effective, filing.effective)), default=None)
    if move.status in _UNDONE:
        return move.status, begins
    in_force = begins is not None and published is not None and begins <= published
    return ("in-force" if in_force else "announced"), begins


def _issuer(filing: Filing, lexicons: Lexicons) -> str | None:
    """The first of its agencies that the desk knows, by its name there; else the first as it stands."""
    roles = roles_of(lexicons.taxonomy, lexicons.policy)
    for agency in filing.agencies:
        for mention in find_names(agency, lexicons.taxonomy):
            group, name = roles.tags.get(mention.entity, ("", ""))
            if group == "authority" and roles.jurisdictions.get(name) in (None, filing.jurisdiction):
                return name
    return next(iter(filing.agencies), None)


def _of_title(
    filing: Filing, text: Text, title: str, lexicons: Lexicons, published: date | None
) -> Iterator[PolicyMove]:
    """The moves that the title states, each once, resting on the sentence that comes closest to saying it."""
    rests_on = _first_sentence(text)
    if filing.jurisdiction is None or rests_on is None:
        return
    taxonomy, lexicon = lexicons.taxonomy, lexicons.policy
    headline = read_text(title.rstrip(".") + ".")
    read = read_moves(headline, taxonomy=taxonomy, lexicon=lexicon, published=published)
    bare = _bare(headline, filing, lexicons) if filing.kind != "notice" else None
    for move in read[:1] or filter(None, (bare,)):
        told = replace(
            move, quote=rests_on.text, start=rests_on.start, end=rests_on.end, background=False, effective=None
        )
        right = _set_right(told, filing, lexicons, published)
        yield replace(right, reasons=(*right.reasons, "read in the title"))


def _bare(headline: Text, filing: Filing, lexicons: Lexicons) -> PolicyMove | None:
    """What is certain of a rule whose title says only what it is about: that there is one. None where it is about
    nothing of the desk."""
    roles = roles_of(lexicons.taxonomy, lexicons.policy)
    tags = [tag for one in passages_of(headline, lexicons.taxonomy, lexicons.policy, roles) for tag in one.tags]
    about = [tag.name for group in ("goods", "control") for tag in tags if tag.group == group and tag.name]
    if not about or about[0] in roles.foreign:
        return None
    return PolicyMove(
        quote=headline.body,
        start=0,
        end=len(headline.body),
        actor=None,
        jurisdiction=filing.jurisdiction,
        instrument="entity listing" if any(tag.group == "list" for tag in tags) else "rule",
        object=about[0],
        target=None,
        direction="neutral",
        status="announced",
    )


def _first_sentence(text: Text) -> Sentence | None:
    start, end = own_words(text)
    return next((one for one in text.article_sentences if one.end > start and one.start < end), None)
