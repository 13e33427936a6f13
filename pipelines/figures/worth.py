"""Which figures an analyst of the desk would write down; the word lists are data in `config/metrics.yaml`."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from config.metrics import Metric, Metrics
from config.taxonomy import Entity, Taxonomy
from pipelines.figures.cues import unit_kind
from pipelines.figures.quantity import Quantity
from pipelines.types import Figure, Held, Sentence, Text

SAME_SUM: Final = "the same sum as"
"""Opens the reason of a figure that only restates the one before it in another currency."""


ASIDE: Final = "no figure of its own:"
"""Opens the reason of a quotation or of a distance in time."""
_TICK: Final = re.compile(r"[(（]\s?(?:[A-Z]+\s?:\s?)?[A-Z]{1,5}\s?,?\s?[-+−▲▼]?\s?$")
"""Before the percent of "(ACME 3.23%)"."""
_MOVED_TO: Final = re.compile(r"\d%(?:\s\w+){0,2}\sto\s$")
_QUOTED: Final = re.compile(r"[A-Z\u4e00-\u9fff][\w&./ ]*?[ +\-−▲▼]\s?[$€£¥]?[\d.,]+%?(?:\s?[+\-−▲▼]\s?[\d.,]+%)?")
"""One cell of a line of quotations: "TAIEX +0.7%", "USD/TWD 31.4", "DJIA 44,500 ▲ 0.4%"."""
_CELLS: Final = re.compile(r"\s*[|｜•·]\s*|,\s(?=[A-Z][\w&. ]*\s[+\-−▲▼])")
_PAST: Final = re.compile(r"\b(?:past|last|recent|previous|first|every)\s$")
_DISTANCE: Final = re.compile(r"\s(?:before|earlier|later|ago|after|since|ahead\sof)\b|[之以]?前")
_LINE: Final = 200
_QUOTATION: Final = 1e5
_WHOLE: Final = 1000
"""Below it things are counted in whole numbers."""


def aside_of(quantity: Quantity, sentence: str, *, traded: bool) -> str | None:
    """Why a quantity only accompanies something: a tick behind a ticker, a price after its move, a distance in time.

    `traded`: it is of no metric but what markets quote, and so may stand in a line of quotations.
    """
    before, after = sentence[max(0, quantity.start - 24) : quantity.start], sentence[quantity.end : quantity.end + 12]
    kind = unit_kind(quantity.unit)
    if quantity.unit == "percent" and _TICK.search(before) and after.lstrip().startswith((")", "）")):
        return f"{ASIDE} a quotation"
    if kind == "money" and abs(quantity.value) < _QUOTATION and _MOVED_TO.search(before):
        return f"{ASIDE} a quotation"
    cells = _CELLS.split(sentence.strip()) if traded and len(sentence) < _LINE else ()
    if len(cells) > 1 and all(map(_QUOTED.fullmatch, cells)):
        return f"{ASIDE} a quotation"
    distant = _DISTANCE.match(after) or _PAST.search(before)
    return f"{ASIDE} a distance in time" if kind == "time" and distant else None


def worth_noting(
    figure: Figure, text: Text, verdict_topics: tuple[str, ...], taxonomy: Taxonomy, metrics: Metrics
) -> Held | None:
    """None where the figure is worth a note; else why not. `verdict_topics`: what the article is about; in an
    article about none of the desk's topics a figure needs a subject that the desk knows.
    """
    sentence = sentence_at(text, figure.start)
    if sentence is not None and sentence.boilerplate:
        return Held("boilerplate", "stands in navigation, disclosures or another story's headline")
    restated = next((reason for reason in figure.reasons if reason.startswith(SAME_SUM)), None)
    if restated is not None:
        return Held("restated in another currency", restated)
    aside = next((reason for reason in figure.reasons if reason.startswith(ASIDE)), None)
    if aside is not None:
        return Held("an aside", aside)
    metric = metrics.metric(figure.metric) if figure.metric else None
    if metric is not None and not metric.worth:
        return Held("not a metric of the desk", metric.id)
    subject = taxonomy.entity(figure.subject) if figure.subject else None
    if figure.subject is None and not verdict_topics:
        return Held("of nobody the desk knows", "and the article is about none of its topics")
    if subject is not None and subject.kind == "company" and not subject.watched:
        return Held("a firm that is not watched", subject.id)
    checks = (_price_tick(figure, metric, subject), _duration(figure, metric), _trivial(figure, metric, metrics))
    return next((held for held in checks if held is not None), None)


def sentence_at(text: Text, place: int) -> Sentence | None:
    """The sentence that holds the character at `place`."""
    at = bisect_right(text.sentences, place, key=lambda sentence: sentence.start) - 1
    return text.sentences[at] if at >= 0 else None


def _price_tick(figure: Figure, metric: Metric | None, subject: Entity | None) -> Held | None:
    if metric is None or not metric.watched_only:
        return None
    if subject is None or not subject.watched:
        return Held("share price of a firm that is not watched", figure.subject or "")
    if unit_kind(figure.unit) == "money" and abs(figure.value) < 1e6:
        return Held("share price", "a quotation, not a change")
    return None


def _duration(figure: Figure, metric: Metric | None) -> Held | None:
    timed = unit_kind(figure.unit) == "time"
    return Held("a time span, no deadline", figure.unit) if timed and metric is None else None


def _trivial(figure: Figure, metric: Metric | None, metrics: Metrics) -> Held | None:
    kind = unit_kind(figure.unit)
    if kind != "time" and figure.unit in metrics.leave.nouns and (metric is None or not metric.watched_only):
        return Held("counts what the desk does not follow", figure.unit)
    if kind != "count":
        return None
    if abs(figure.value) <= metrics.leave.small_counts:
        return Held("a small count", f"{figure.value:g} {figure.unit}".strip())
    if not figure.unit and abs(figure.value) < _WHOLE and not figure.value.is_integer():
        return Held("no count", f"{figure.value:g} of what it does not say")
    return None if metric is not None else Held("a count of nothing the desk follows", figure.unit)
