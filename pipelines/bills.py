"""How far a bill has come, and what it is called: its stages are one line, proposals until it is signed or vetoed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from pipelines.types import BillStage, Direction, PolicyMove, Text

STAGES: tuple[BillStage, ...] = (
    "introduced", "committee", "passed House", "passed Senate", "passed both", "vetoed", "signed",
)  # fmt: skip
"""In their order; the two houses may come the other way round."""
_PASSES = r"(?:pass|approv|adopt|clear|vote[sd](?! (?:down|against))|back)\w*"
_BODY = r"\b(?:sub)?(?:committee|panel)\b"
_ELSE = "after|following|without|when|once|as|but|despite|over|last|by|in|with|its|an?|the"
_ITS_OWN = rf"(?!(?:['’]s)?(?:\s+(?!(?:{_ELSE})\b)[\w&’'-]+,?){{0,4}}?\s+{_BODY})"
"""Behind a chamber's name: what is said is not of one of its committees."""
_BY = rf"{_PASSES} (?:by |in )?the (?:US |U\.S\. )?"
_BILL = r"(?:bill|act|legislation)"
_TITLED = rf"(?-i:[A-Z])[\w’'-]*(?: (?:(?-i:[A-Z])[\w’'-]*|of|and|for|on|to|in|from)){{0,9}}? {_BILL}\b"
_PAPER = "letter|petition|pledge|statement|order|deal|pact|of|for|on|to|in|from|with|the|that"
_PLAIN = rf"(?:(?!(?:{_PAPER})s?\b)[\w’'-]+ ){{0,3}}?{_BILL}\b"
"""A bill right behind who signed it, and no paper that only speaks of one."""


def _chamber(name: str) -> str:
    """How a chamber, and none of its committees, is said to have passed something."""
    full = rf"{name}\b{_ITS_OWN}"
    return rf"(?<!White )\b{full}(?:(?!{_BODY}).){{0,30}}?\b{_PASSES}|\b{_BY}{full}"


_VOTES = r"(?![^通表，]{0,8}委[员員][会會]).{0,12}?(?:通[过過]|表[决決])"
_WORDS: Mapping[BillStage, str] = {
    "introduced": rf"\b(?:re-?introduc|introduc|unveil|tabl(?:ed|es)|filed|propos)\w*\b.{{0,60}}?\b{_BILL}\b"
                  rf"|\b{_BILL}\b.{{0,30}}?\bintroduced\b"
                  r"|提出.{0,20}?(?:法案|议案|議案)|提交.{0,20}?法案",
    "committee": rf"{_BODY}.{{0,40}}?\b(?:advanc|mark|report|{_PASSES})\w*"
                 rf"|\b(?:advanc\w*|{_PASSES})\b.{{0,40}}?{_BODY}"
                 r"|委[员員]会.{0,10}?(?:通[过過]|批准)|委員會.{0,10}?通過",
    "passed House": rf"{_chamber('House')}|[众眾][议議]院{_VOTES}",
    "passed Senate": rf"{_chamber('Senate')}|[参參][议議]院{_VOTES}",
    "passed both": r"\bCongress\b.{0,20}?\b(?:pass|approv|clear|final)\w*|\bfinal (?:passage|approval)\b"
                   r"|\bto the president(?:'s|’s) desk\b|(?:国会|國會|两院|兩院).{0,8}?通[过過]",
    "vetoed": r"\bveto(?:ed|es)\b|(?:总统|總統).{0,6}?(?:否决|否決)",
    "signed": r"\bsign(?:s|ed)\b(?! (?:a|the) (?:letter|petition|pledge)).{0,80}?\binto law\b"
              rf"|\bsigned the (?:{_TITLED}|{_PLAIN})|\bbec[ao]me[s]? law\b|\b(?:was|is|were) enacted\b"
              r"|签署.{0,20}?(?:法案|法律|生效)|簽署.{0,20}?法案",
}  # fmt: skip
_TOLD: Mapping[BillStage, re.Pattern[str]] = {stage: re.compile(_WORDS[stage], re.IGNORECASE) for stage in STAGES}
_OPPOSITE: Mapping[Direction, Direction] = {"tighten": "ease", "ease": "tighten", "neutral": "neutral"}
_NOT = r"not(?! only\b)|never|neither|cannot|\w+n['’]t|(?:fail|refus|declin)\w* to"
_AHEAD = re.compile(
    r"\b(?:if|would|could|may|might|must|needs?|yet|expect(?:s|ed)?|likely|will|once|until|whether|before|should|plans?|to"
    r"|unless|awaits?|urged?|calls? on)\b(?:\W+\w+){0,3}\W*$"
    rf"|\b(?:{_NOT})\b(?:[^\w,;:]+\w+){{0,3}}\W*$|(?:若|如果|将|將|尚未|等待|有待|没有|沒有|未能)[^，。]{{0,6}}$",
    re.IGNORECASE,
)
"""What stands before a stage that is still to come, or that is denied."""
_DUE = re.compile(
    rf"\b(?:will|would|could|may|might|must|should|{_NOT}|rejected|defeated)\b"
    r"|(?<!vote )(?<!votes )(?<!voted )\bto (?:pass|approve|back|adopt)\b|[未将將]|没有|沒有"
)
"""What puts it off or denies it within its own words: "expects the House to pass", "Congress has not passed"."""
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
        undone = _OPPOSITE[move.direction]
        return replace(move, bill=bill, stage=stage, status="rescinded", direction=undone, modality="reported")
    return replace(move, bill=bill, stage=stage, status="announced" if stage == "signed" else "proposed")


def stage_of(sentence: str) -> BillStage | None:
    """The furthest stage that a sentence says a bill has reached; None where it names none, or only such as are denied
    or still to come."""
    return next((stage for stage in reversed(STAGES) if _reached(stage, sentence)), None)


def _reached(stage: BillStage, sentence: str) -> bool:
    """Whether one of the places where a sentence names a stage holds."""
    return any(
        not _DUE.search(found[0]) and not _AHEAD.search(sentence[max(0, found.start() - _NEAR) : found.start()])
        for found in _TOLD[stage].finditer(sentence)
    )


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
