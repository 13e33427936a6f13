"""How far a bill has come, and what it is called: stages are steps of one line, all but the last of them proposals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pipelines.types import BillStage, Direction, PolicyMove, Text

STAGES: tuple[BillStage, ...] = (
    "introduced", "committee", "passed House", "passed Senate", "passed both", "vetoed", "signed",
)  # fmt: skip
"""In their order; the two houses may come the other way round."""
_PASSES = r"(?:pass|approv|adopt|clear|vote[sd]|back)\w*"
_BY = rf"{_PASSES} (?:by |in )?the (?:US |U\.S\. )?"
_BILL = r"(?:bill|act|legislation)"
_WORDS: tuple[tuple[BillStage, str], ...] = (
    ("vetoed", r"\bveto(?:ed|es)\b|(?:总统|總統).{0,6}(?:否决|否決)"),
    ("signed", r"\bsign(?:s|ed)\b.{0,80}\binto law\b|\bsigned the\b.{0,40}\b(?:bill|act)\b|\bbec[ao]me[s]? law\b"
               r"|\b(?:was|is|were) enacted\b|签署.{0,20}(?:法案|法律|生效)|簽署.{0,20}法案"),
    ("passed both", r"\bCongress\b.{0,20}\b(?:pass|approv|clear|final)\w*|\bfinal (?:passage|approval)\b"
                    r"|\bto the president(?:'s|’s) desk\b|(?:国会|國會|两院|兩院).{0,8}通[过過]"),
    ("committee", rf"\b(?:sub)?(?:committee|panel)\b.{{0,40}}\b(?:advanc|mark|report|{_PASSES})\w*"
                  rf"|\b(?:advanc\w*|{_PASSES})\b.{{0,40}}\b(?:sub)?(?:committee|panel)\b"
                  r"|委[员員]会.{0,10}(?:通[过過]|批准)|委員會.{0,10}通過"),
    ("passed Senate", rf"\bSenate\b.{{0,30}}\b{_PASSES}|\b{_BY}Senate\b"
                      r"|[参參][议議]院.{0,12}(?:通[过過]|表[决決])"),
    ("passed House", rf"(?<!White )\bHouse\b.{{0,30}}\b{_PASSES}|\b{_BY}House\b"
                     r"|[众眾][议議]院.{0,12}(?:通[过過]|表[决決])"),
    ("introduced", rf"\b(?:re-?introduc|introduc|unveil|tabl(?:ed|es)|filed|propos)\w*\b.{{0,60}}\b{_BILL}\b"
                   rf"|\b{_BILL}\b.{{0,30}}\bintroduced\b"
                   r"|提出.{0,20}(?:法案|议案|議案)|提交.{0,20}法案"),
)  # fmt: skip
"""From the furthest on, so that a sentence tells the last that it names."""
_TOLD: Mapping[BillStage, re.Pattern[str]] = {stage: re.compile(words, re.IGNORECASE) for stage, words in _WORDS}
_OPPOSITE: Mapping[Direction, Direction] = {"tighten": "ease", "ease": "tighten", "neutral": "neutral"}
_AHEAD = re.compile(
    r"\b(?:if|would|could|may|might|must|needs?|yet|expect(?:s|ed)?|likely|will|not|once|until|whether|before|should|plans?|to"
    r"|unless|awaits?|urged?|calls? on)\b(?:\W+\w+){0,3}\W*$|(?:若|如果|将|將|尚未|等待|有待)[^，。]{0,6}$",
    re.IGNORECASE,
)
"""What stands before a stage that is still to come."""
_DUE = re.compile(
    r"\b(?:will|would|could|may|might|must|should)\b"
    r"|(?<!vote )(?<!votes )(?<!voted )\bto (?:pass|approve|back|adopt)\b"
)
"""What puts it off within its own words: "expects the House to pass"."""
_NEAR = 40
"""Characters before a stage in which that stands."""
_CALLED = (
    re.compile(r"\b((?:[A-Z][\w’'-]*\s+)(?:(?:[A-Z][\w’'-]*|of|and|for|on|to|in|from)\s+){0,10}?Act)\b"),
    re.compile(r"《([^》]{2,30}法案?)》"),
    re.compile(r"\b((?:H\.?\s?R\.?|S\.)\s?\d{1,5})\b"),
)
_ARTICLE = re.compile(r"^(?:.*['’]s\s+)?(?:(?:The|This|That|A|An|In|On|Under|His|Her|Its|Their|Our|Your)\s+)*")
"""What a sentence puts before a title: whose it is, or an article."""


def staged(move: PolicyMove, text: Text) -> PolicyMove:
    """A bill's move with the stage and the name that its sentence tells; any other move as it is."""
    if move.instrument != "bill":
        return move
    around = next((one for one in text.article_sentences if one.start <= move.start < one.end), None)
    sentence = around.text if around else move.quote
    bill, stage = bill_of(sentence), stage_of(sentence)
    if stage is None or move.status in ("denied", "rescinded", "lifted"):
        return replace(move, bill=bill)
    if stage == "vetoed":
        undone: Direction = (
            "ease" if move.direction == "tighten" else "tighten" if move.direction == "ease" else "neutral"
        )
        return replace(move, bill=bill, stage=stage, status="rescinded", direction=undone, modality="reported")
    return replace(move, bill=bill, stage=stage, status="announced" if stage == "signed" else "proposed")


def stage_of(sentence: str) -> BillStage | None:
    """The furthest stage that a sentence says a bill has reached; None where it names none, or only one to come."""
    for stage, words in _TOLD.items():
        found = words.search(sentence)
        if found is None or _DUE.search(found[0]):
            continue
        if not _AHEAD.search(sentence[max(0, found.start() - _NEAR) : found.start()]):
            return stage
    return None


def bill_of(sentence: str) -> str | None:
    """What the bill is called there, by its short title or its number."""
    found = next((found for names in _CALLED if (found := names.search(sentence))), None)
    name = _ARTICLE.sub("", " ".join(found[1].split())) if found else "Act"
    return name if name != "Act" else None


def another_stage(claim: PolicyMove, known: PolicyMove) -> bool:
    """Whether two statements tell different stages, or different bills."""
    stages = claim.stage is not None and known.stage is not None and claim.stage != known.stage
    return stages or (claim.bill is not None and known.bill is not None and claim.bill != known.bill)


def later_stage(claim: PolicyMove, known: PolicyMove) -> bool:
    """Whether one bill, by its name, has come further."""
    if claim.stage is None or known.stage is None or claim.bill is None or claim.bill != known.bill:
        return False
    return STAGES.index(claim.stage) > STAGES.index(known.stage) or {claim.stage, known.stage} == {*STAGES[2:4]}
