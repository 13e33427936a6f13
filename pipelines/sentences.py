"""Where sentences begin and end, in English, Chinese and their neighbours: exact offsets, one pass, linear time."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

# An end mark with the quotes and brackets that close after it, then a blank or the end; CJK marks need no blank.
END = re.compile(
    r"""[.!?…]+["'”’»›)\]]*(?=\s|$)|[。！？；]+["'”’」』）】]*|(?<=[\u3040-\u9fff])…+|(?<=[a-z])\.(?=[\u3040-\u9fff])"""
)
BULLET = re.compile(r"(?:[-–—•*·▪►●■+➀-➓]|\d{1,2}[.)])[ \t\u00a0]+(?:[•·▪-][ \t]+)?")
WORD_BEFORE = re.compile(r"[^\s\"'“”‘’(\[]+$")

NEVER_LAST = """
    mr mrs ms dr prof gen col lt sgt capt sen rep gov pres hon rev st mt vs cf e.g i.e ca approx resp bzw z.b u.a d.h
    dhr mevr
"""
BEFORE_NUMBERS = """
    no nos nr vol fig figs art arts sec secs para pp
    jan feb mar apr jun jul aug sep sept oct nov dec okt dez janv févr juil déc ene abr dic
"""
SOMETIMES_LAST = "inc corp ltd co llc plc bros cos jr sr u.s u.k u.n e.u u.s.a d.c p.r.c a.m p.m ph.d dept govt intl"
SENTENCE_OPENERS = """
    the a an it its in on at by for from with to but and or so yet he she they we you i this that these those there
    his her their our my as if when while after before since although though however meanwhile also according under
    last earlier both all some many most one no not what who how why where analysts officials shares
"""
AFTER_ORDINALS = "januar februar märz april mai juni juli august september oktober november dezember quartal"
WORD = re.compile(r"\w+")
LEADING, NUMBERING, AMBIGUOUS, OPENERS, ORDERED = (
    frozenset(words.split()) for words in (NEVER_LAST, BEFORE_NUMBERS, SOMETIMES_LAST, SENTENCE_OPENERS, AFTER_ORDINALS)
)
LABEL = 30
"""Characters up to which a line may be a label that nothing continues."""
LOOK_BEHIND = 24
"""Characters looked at before an end mark: longer than any abbreviation, and what keeps the pass linear."""


def sentence_spans(body: str) -> tuple[Span, ...]:
    """(start, end) of every sentence in `body`, in order, without blanks or bullets around; linear time."""
    return tuple(span for block in blocks(body) for span in split_block(body, *block))


def blocks(body: str) -> Iterator[Span]:
    """Stretches that no sentence crosses: lines, with the lines of hard-wrapped text joined again."""
    wrapped = is_hard_wrapped(body)
    start = end = -1
    for line_start, line_end in lines(body):
        if start >= 0 and continues(body, start, end, line_start, wrapped=wrapped):
            end = line_end
            continue
        if start >= 0:
            yield start, end
        start, end = line_start, line_end
    if start >= 0:
        yield start, end


def lines(body: str) -> Iterator[Span]:
    """The non-blank lines of `body`, stripped."""
    for match in re.finditer(r"[^\r\n\u2028\u2029]+", body):
        piece = match.group()
        stripped = piece.strip()
        if stripped:
            start = match.start() + len(piece) - len(piece.lstrip())
            yield start, start + len(stripped)


def is_hard_wrapped(body: str) -> bool:
    """Whether lines were cut at a column, as wire services do: most of them break off inside a sentence."""
    long_lines = [(start, end) for start, end in lines(body[:20_000]) if end - start > 30]
    if len(long_lines) < 4 or any(end - start > 100 for start, end in long_lines):
        return False
    broken = sum(body[end - 1] not in '.!?。！？:;|"”' for _, end in long_lines)
    return broken * 2 > len(long_lines)


def continues(body: str, begun: int, end: int, start: int, *, wrapped: bool) -> bool:
    """Whether the line at `start` goes on with the sentence that began at `begun` and broke off at `end`."""
    if body.count("\n", end, start) > 1 or body[end - 1] in ".!?。！？:;|" or BULLET.match(body, start):
        return False
    return wrapped or (end - begun > LABEL and body[start].islower() and body[end - 1].islower())


def split_block(body: str, start: int, end: int) -> Iterator[Span]:
    """The sentences of one block."""
    bullet = BULLET.match(body, start, end)
    at = bullet.end() if bullet and bullet.end() < end else start
    for mark in END.finditer(body, at, end):
        if mark.end() < end and ends_sentence(body, at, mark, end):
            yield at, mark.end()
            at = mark.end()
            while at < end and body[at].isspace():
                at += 1
    if at < end:
        yield at, end


def ends_sentence(body: str, at: int, mark: re.Match[str], end: int) -> bool:
    """Whether this mark closes the sentence that began at `at`."""
    following = mark.end()
    while following < end and body[following].isspace():
        following += 1
    if following >= end:
        return True
    if mark.group()[0] in "。！？；":
        return mark.group()[0] != "；" or following - at > 60
    opening = body[following]
    if opening in "\"'“‘«([" and following + 1 < end:
        opening = body[following + 1]
    if opening.islower():
        return False
    return mark.group() != "." or not is_abbreviation(body, at, mark.start(), following, end)


def is_abbreviation(body: str, at: int, dot: int, following: int, end: int) -> bool:
    """Whether the full stop at `dot` belongs to a shortened word rather than to the sentence."""
    before = WORD_BEFORE.search(body, max(at, dot - LOOK_BEHIND), dot)
    if before is None:
        return False
    word = before.group()
    shape = word.casefold()
    if shape in LEADING:
        return True
    next_word = WORD.search(body, following, min(end, following + LOOK_BEHIND))
    follower = next_word.group().casefold() if next_word else ""
    if word.isdigit():
        return before.start() == at or (len(word) < 3 and follower in ORDERED)
    if shape in NUMBERING:
        return body[following].isdigit()
    initial = len(word) == 1 and word.isupper()
    return (initial or shape in AMBIGUOUS) and follower not in OPENERS
