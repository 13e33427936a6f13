"""The thing counted: the head of the noun phrase behind a number, in the singular, or what a row's label counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipelines.figures.numerals import ONES, TENS
from pipelines.figures.tokens import Token
from pipelines.figures.wordlists import words

_HYPHENS: Final = "-‑–"
STOP: Final = words(
    """
    behind beyond beside besides despite amid upon alongside underneath inside outside except like unlike whereas
    a an the this that these those and or but nor of in on at by to for from with without as than per if
    when while who whom whose which what where how why because since until till after before during
    within under over above below between among against into onto out up down off about around through
    across along near toward towards via is are was were be been being am has have had having do does
    did will would can could may might must shall should not no it its he she they them their his her we
    our you your i us me my so then there here also too just only even still now yet more less fewer
    most least each both either neither all any every some such much many other others another one ones
    nothing something anything everything nobody somebody anybody everybody someone anyone everyone
    said says say told according including include includes make makes made get gets got put puts use
    uses using used go goes went come comes came ago later earlier today yesterday tomorrow last next
    apiece respectively worldwide compared versus vs instead rather depending based followed sold built
    left came fell rose available asks ask asked took take takes need needs needed agreed voted remain
    remains stay stays follow follows joined won lost face faces want wants hit hits
    """
)
_COUNTED_ANEW: Final = frozenset({*ONES, *TENS})
"""Behind "and" they open another count: "eight belts and six drive pulleys"."""
_IRREGULAR: Final = words(
    """
    people men women children staff police fishermen businessmen spokesmen media data aircraft criteria
    personnel crew feet geese mice teeth phenomena engineers dice
    """
)
_SINGULAR: Final = {
    "people": "people",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "criteria": "criterion",
    "dies": "die",
    "lives": "life",
    "series": "series",
    "phenomena": "phenomenon",
    "teeth": "tooth",
}
_NOT_PLURAL: Final = words(
    """
    this is was has its his less across always perhaps besides business process access
    """
)
_ADJECTIVE_ENDS: Final = (
    "ed",
    "ing",
    "al",
    "ive",
    "ous",
    "ic",
    "ful",
    "ese",
    "ish",
    "est",
    "less",
    "ary",
    "ent",
    "ant",
    "able",
)


_DONE: Final = words("sold built made let hired shipped lost born held left sent bought")


def counted_noun(tokens: Sequence[Token], at: int, *, single: bool = False) -> tuple[str, int]:
    """(head noun in the singular, index after it) of what is counted from token `at` on; ("", at) if none.

    The head is the first plural of the noun phrase ("4 European *countries*"); `single`: of one thing, or of a
    number hyphenated to its noun, it is the first word that is not plainly an adjective.
    """
    i = skip_plus(tokens, at + 1) if at < len(tokens) and tokens[at].text in _HYPHENS else skip_plus(tokens, at)
    i = at if i == at + 1 and tokens[at].text in _HYPHENS else i
    if i < len(tokens) and tokens[i].lower == "of":
        i += 1
        if i < len(tokens) and tokens[i].lower in ("the", "its", "their", "our", "his", "her", "these", "those", "my"):
            i, single = i + 1, False
        if i < len(tokens) and tokens[i].lower in ("most", "least"):
            i += 1
    hyphenated = i < len(tokens) and tokens[i].text in _HYPHENS and tokens[i].glued
    if hyphenated:
        i, single = i + 1, True
    run = _noun_run(tokens, i)
    if not run:
        return "", at
    if single:
        plain = (k for k in run if not tokens[k].lower.endswith(_ADJECTIVE_ENDS))
        head = run[-1] if len(run) < 3 and not hyphenated else next(plain, run[-1])
        return singular(tokens[head].text), head + 1
    for k in run:
        if _plural(tokens[k]):
            following = k + 1
            return singular(tokens[k].text), following
    first = tokens[run[0]]
    if first.kind == "word" and first.text.isupper() and len(first.text) > 1:
        return first.text, run[0] + 1
    return "", at


def labelled(tokens: Sequence[Token], at: int) -> str:
    """What the row's label counts: "Units sold – 41,300", "Flats let: 88"; "" where it does not say."""
    if at < 3 or tokens[at - 1].text not in ":–—|-" or (tokens[at - 1].glued and tokens[at - 1].text != ":"):
        return ""
    told = tokens[at - 2].lower
    opens = at == 3 or tokens[at - 4].text in "|;.\n"
    counts = opens and _plural(tokens[at - 3]) and (told.endswith("ed") or told in _DONE)
    return singular(tokens[at - 3].text) if counts else ""


def _noun_run(tokens: Sequence[Token], at: int) -> list[int]:
    run: list[int] = []
    for i in range(at, min(at + 8, len(tokens))):
        token = tokens[i]
        if token.text in _HYPHENS and token.glued and run:
            continue
        model = token.capital and i + 1 < len(tokens) and tokens[i + 1].glued and tokens[i + 1].kind == "number"
        wanted = token.lower not in STOP or token.text == "US" or model
        if token.kind == "name" or (token.kind == "word" and wanted):
            run.append(i)
        elif not (run and _inside_name(tokens, i)):
            break
        if len(run) == 6:
            break
    return run


def _inside_name(tokens: Sequence[Token], at: int) -> bool:
    """The number of "Max 9 jets" and "737 Max jets", the "and" of "Kia and Hyundai vehicles", "new and used cars"."""
    before = tokens[at - 1]
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if tokens[at].kind == "number":
        return tokens[at].whole and (before.capital or (after is not None and after.capital))
    if tokens[at].lower not in ("and", "or") or after is None or _plural(before):
        return False
    heads = [token for token in tokens[at + 2 : at + 4] if token.kind == "word"]
    paired = any(map(_plural, heads)) and after.kind == "word" and after.lower not in STOP | _COUNTED_ANEW
    return (before.capital and after.capital) or (paired and not _plural(after))


def _plural(token: Token) -> bool:
    lower = token.lower
    if lower in _IRREGULAR or (len(lower) > 2 and token.text[-1] == "s" and token.text[:-1].isupper()):
        return token.kind == "word"
    ends = lower.endswith("s") and not lower.endswith(("ss", "us", "is", "'s", "ics", "ous"))
    return token.kind == "word" and ends and len(lower) > 2 and lower not in _NOT_PLURAL


def singular(word: str) -> str:
    """One of the things that `word` names many of; capitals are kept in acronyms only."""
    lower = word if word[:-1].isupper() and len(word) > 2 else word.lower()
    if lower in _SINGULAR:
        return _SINGULAR[lower]
    if lower.endswith("men"):
        return lower[:-2] + "an"
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith(("ches", "shes", "sses", "xes")):
        return lower[:-2]
    return lower[:-1] if lower.endswith("s") and not lower.endswith(("ss", "us", "is")) else lower


def skip_plus(tokens: Sequence[Token], at: int) -> int:
    """Steps over the plus of "3,000-plus cases" and "500+ firms", and the odd of "30-odd ships"."""
    if at >= len(tokens) or not (tokens[at].lower in ("plus", "odd") and tokens[at - 1].text in _HYPHENS):
        return at + 1 if at < len(tokens) and tokens[at].text == "+" and tokens[at].glued else at
    return at + 2 if at + 1 < len(tokens) and tokens[at + 1].text in _HYPHENS else at + 1
