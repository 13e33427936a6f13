"""Which sentences of a page are not the article: navigation, credits, disclosures, lists of other headlines.

What a line says gives most of it away (`pipelines.phrases`), and where it stands the rest: a run of labels is a menu,
headlines under "most read" or at the very end are other articles', and who wrote it is told below the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipelines.phrases import ANYWHERE, FEET, HEADS, LABELS, OPENINGS, PARAGRAPHS, any_of, whole_lines

Span = tuple[int, int]

_OPENING, _PARAGRAPH, _HEAD = any_of(OPENINGS), any_of(PARAGRAPHS), any_of(HEADS)
_LABELS = whole_lines(LABELS)

# Contained in a short line, these give it away as a credit or a dateline.
# For lower-case text, each branch begun with a plain letter: the search skips to where one of these stands.
CREDIT = re.compile(
    r"getty\s+images|shutterstock|/\s*(?:afp|reuters|ap|getty)\b|\|\s*(?:reuters|afp|ap|bloomberg)\b"
    r"|image\s+source|file\s+photo|123rf|cc\s+by|pic\.twitter\.com"
)
WORDED_CREDIT = re.compile(r"\bap\s+photo|\b\d+[\s-]+min(?:ute)?s?[\s-]+read\b")
_NAME = r"[A-Z][\w.’'-]*(?:\s+(?:de\s+|van\s+|von\s+|al-)?[A-Z][\w.’'-]*){0,3}"
BYLINE = re.compile(
    rf"(?:By|BY|Von|Par|Por|Door|Di|Authors?:|Source:?|SOURCE|Written\s+by:?)\s+{_NAME}(?:\s*(?:,|and|&|und|et|y|en)\s+{_NAME})*"
    rf"(?:\s*,?\s*(?:published|updated|contributor|staff|reporter|editor|writer|correspondent)\b.{{0,40}})?"
    rf"|{_NAME}\s*,\s*(?:AFP|AP|EPA|dpa|Reuters|Bloomberg|Associated\s+Press)|.{{2,20}}(?:綜合報導|综合报道|編譯|编译)"
)
_MONTHS = (
    "january february march april may june july august september october november december jan feb mar apr jun jul aug"
    " sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun"
    " januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet août septembre octobre"
    " novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
_DATE_WORDS = frozenset(
    f"{_MONTHS} am pm a m p et est edt gmt utc ist bst cet uhr h at on de le à published updated first last modified"
    " posted hour hours minute minutes min mins day days week weeks ago read reading stand st nd rd th".split()
)
_WHEN = re.compile(r"\d{4}|\d:\d\d|\b(?:ago|read)\b", re.IGNORECASE)
_DATE = re.compile(
    r".{0,8}(?:\d{4}\s?年)?\s?\d{1,2}\s?月\s?\d{1,2}\s?日(?:\s*(?:星期|[周週]).)?(?:\s*\d{1,2}:\d\d(?::\d\d)?)?"
    r"(?:\s*(?:来源|來源|作者|[编編][辑輯]|[记記]者|阅读|閱讀).{0,40}|电|電|讯|訊)?"
)
_CAPTION = re.compile(rf"{_NAME}\s?/\s?{_NAME}$")
TICKER = re.compile(r"[A-Z]{1,5}(?:[.:][A-Z]{1,5})?\s+(?:[$€£¥]?[\d,.]+\s*)?\(?[+-−]\s?[\d.,]+\s?%\)?.{0,12}")
PLAYER = re.compile(r"\d?\d:\d\d(?:\s*/\s*\d?\d:\d\d)?|\d(?:\.\d+)?x")
NOTICE = re.compile(
    r"(?:disclosure|disclaimer)\s*:|(?:免责|免責|特别|版权|版權|郑重)?(?:声明|聲明)\s*[:：]|风险提示", re.IGNORECASE
)
"""Begun anywhere in a line, it goes on to its end."""
ITEM = re.compile(r"[-–—•*·▪►●■][ \t\u00a0]")
SEPARATOR = re.compile(r"\s[|•·]\s")
FIGURE_CELL = re.compile(r"[~<>+-]?\d[\d.,]*\s?[A-Za-z/]{0,12}(?:\s\(.{0,30}\))?")
SUM = re.compile(r"[$€£¥%]|\b(?:million|billion|bn|percent)\b|[万亿]")
_DIGIT = re.compile(r"\d")
WORD = re.compile(r"[^\W\d_]+")
CLOSED = re.compile(r"""[.!。！:：;；,，…]["'”’»」』）)\]]*$""")
SHORT = 120
"""Characters up to which a line may be a credit, a menu, a byline or a headline."""
LABEL = 30
"""Characters up to which a line may be one entry of a menu."""
RUN = 3
"""Lines from which a run of labels is a menu, and a run of headlines at the end a list."""
PARAGRAPH = 700
"""Characters up to which a line is a paragraph, and not a whole page without line ends."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page, or several that were joined: the sentences `first` to `last`, `last` not included."""

    text: str
    first: int
    last: int
    item: bool
    """Whether it is bulleted."""

    @property
    def titled(self) -> bool:
        """Whether it could be another article's headline: short, begun with a capital, without a full stop."""
        text = self.text
        return len(text) < SHORT and not text[0].islower() and "|" not in text and not CLOSED.search(text)

    @property
    def labelled(self) -> bool:
        """Whether it could be an entry of a menu: a few words, no figure, no sentence."""
        few = len(self.text) < LABEL and self.text.count(" ") < RUN
        return few and self.titled and not self.item and self.text[-1] not in "?？" and not _DIGIT.search(self.text)

    @property
    def signed(self) -> bool:
        """Whether it could tell, below an article, who wrote it, or for whom."""
        return len(self.text) < PARAGRAPH and FEET.search(self.text) is not None


def is_boilerplate(body: str, spans: Sequence[Span], title: str = "") -> tuple[bool, ...]:
    """For each span of `body`, whether it is page furniture rather than article; repeats of a sentence are, too."""
    texts = [body[start:end] for start, end in spans]
    marks = list(_by_themselves(texts))
    lines = list(_lines(body, spans))
    for line in (*_paragraphs(lines, texts), *_listed(lines, title), *_menus(lines), *_below(lines, marks)):
        marks[line.first : line.last] = [True] * (line.last - line.first)
    return tuple(marks)


def is_furniture(text: str) -> bool:
    """Whether this sentence, by itself, is the page's and not the article's."""
    lowered = text.lower()
    if _OPENING.match(lowered) or _PARAGRAPH.match(lowered):
        return True
    if ("advice" in lowered or "may" in lowered) and ANYWHERE.search(lowered, 0, PARAGRAPH):
        return True
    if len(text) >= SHORT:
        return False
    worded = "photo" in lowered or "read" in lowered
    if CREDIT.search(lowered) or (worded and WORDED_CREDIT.search(lowered)):
        return True
    return is_menu(text) or is_label(text) or is_dateline(text)


def is_label(text: str) -> bool:
    """Whether this is a button, a counter, a ticker or the bar of a player."""
    if len(text) < LABEL and " ".join(WORD.findall(text.lower())) in _LABELS:
        return True
    return TICKER.fullmatch(text) is not None or PLAYER.fullmatch(text) is not None


def is_dateline(text: str) -> bool:
    """Whether this is no more than a date, a time, or who wrote it."""
    if BYLINE.fullmatch(text):
        return True
    if not _DIGIT.search(text) or CLOSED.search(text):
        return False
    words = WORD.findall(text.lower())
    if _DATE.fullmatch(text):
        return True
    return bool(words) and _DATE_WORDS.issuperset(words) and _WHEN.search(text) is not None


def is_menu(text: str) -> bool:
    """Whether this is a bar of short labels: parts set off by bars or bullets, none a sentence, no row of figures."""
    if SEPARATOR.search(text) is None:
        return False
    parts = [part for part in SEPARATOR.split(text) if part]
    figures = sum(FIGURE_CELL.fullmatch(part.strip()) is not None for part in parts)
    return len(parts) > 1 and figures < 2 and text[-1] not in ".!?。" and not any(sign in text for sign in "$€£¥%")


def heads_table(text: str, following: str) -> bool:
    """Whether `text` is the header of a table whose first row is `following`."""
    bars = text.count("|")
    return bars > 1 and following.count("|") == bars and not is_furniture(following)


def _by_themselves(texts: Sequence[str]) -> Iterator[bool]:
    """Whether each sentence says itself that it is furniture, or was said before."""
    seen: set[str] = set()
    for text, following in zip(texts, [*texts[1:], ""], strict=False):
        yield text in seen or (is_furniture(text) and not heads_table(text, following))
        seen.add(text)


def _lines(body: str, spans: Sequence[Span]) -> Iterator[Line]:
    """The sentences, gathered in the lines that they stand in."""
    first = 0
    for place in range(1, len(spans) + 1):
        if place < len(spans) and "\n" not in body[spans[place - 1][1] : spans[place][0]]:
            continue
        start, end = spans[first][0], spans[place - 1][1]
        yield Line(body[start:end], first, place, _is_item(body, start))
        first = place


def _is_item(body: str, start: int) -> bool:
    """Whether the line whose text begins at `start` is bulleted: its bullet is no part of its first sentence."""
    line = max(body.rfind("\n", max(0, start - LABEL), start) + 1, start - LABEL, 0)
    return ITEM.match(body[line:start].lstrip()) is not None


def _paragraphs(lines: Sequence[Line], texts: Sequence[str]) -> Iterator[Line]:
    """Notices that are the site's to the end of their line, and captions that end in whose picture it is."""
    for line in lines:
        notice = len(line.text) < PARAGRAPH and _PARAGRAPH.match(line.text.lower())
        if notice or ("/" in line.text and len(line.text) < 2 * SHORT and _CAPTION.search(line.text)):
            yield line
            continue
        begun = next((place for place in range(line.first, line.last) if NOTICE.match(texts[place])), line.last)
        if sum(map(len, texts[begun : line.last])) < PARAGRAPH:
            yield replace(line, first=begun)


def _listed(lines: Sequence[Line], title: str) -> Iterator[Line]:
    """Heads of lists of other articles, and the headlines below them; the article's own ends such a list."""
    listing = False
    for line in lines:
        headed = len(line.text) < LABEL + 10 and _HEAD.fullmatch(line.text.lower().rstrip(" :：>».…")) is not None
        listing = headed or (listing and line.text != title and (line.item or line.titled))
        if listing:
            yield line


def _menus(lines: Sequence[Line]) -> Iterator[Line]:
    """Runs of labels that nothing introduces."""
    run: list[Line] = []
    before = ""
    for line in (*lines, None):
        if line is not None and line.labelled:
            run.append(line)
            continue
        if len(run) >= RUN and not before.endswith((":", "：")):
            yield from run
        run = []
        before = line.text if line is not None else ""


def _below(lines: Sequence[Line], marks: Sequence[bool]) -> Iterator[Line]:
    """What stands below the article: lines about its author, with a name above, and headlines of others."""
    rest = [line for line in lines if not all(marks[line.first : line.last])]
    about: list[Line] = []
    headlines: list[Line] = []
    while rest and (rest[-1].titled or rest[-1].signed):
        line = rest.pop()
        (about if line.signed else headlines).append(line)
    if not rest:
        return
    yield from about
    sums = sum(SUM.search(line.text) is not None for line in headlines)
    introduced = rest[-1].text.endswith((":", "："))
    if min(len(headlines), len(rest)) >= RUN and not introduced and 2 * sums < len(headlines):
        yield from headlines
    elif about:
        yield from (line for line in headlines if line.labelled)
