"""How well copies are found: those planted in the demo's newswire, and answers rewritten by people."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bench.grouping import Score, b_cubed, pairwise
from bench.page import Goal, Row, Section, at_least, at_most
from bench.planted import Planted, answers, from_newswire
from demo.press import Newswire
from pipelines.ingest import Analysis, decide
from pipelines.memory import ScratchMemory
from pipelines.stories import alike, sketch
from pipelines.terms import terms
from pipelines.text import read_text
from pipelines.twins import credit_of, find_twin, nearest, sign
from pipelines.types import Document, Ingested, Verdict

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)

INTRO = """
Seven copies of every other long article of the newswire, made by rule: the same text, its halves, with paragraphs
around it, lightly edited, misread as by a scanner, and with three quarters of its sentences re-spun (three lower-case
words in five replaced). And answers to ten questions, English and Chinese: sources, light and heavy rewrites, and
answers written without them. The heavy rewrites share hardly a pair of words with their source; nobody finds them
without taking independent answers for copies (`make bench-copies` shows others on the same texts).
"""


def section(newswire: Newswire) -> Section:
    """Both sets, each text held against those before it."""
    planted, answered = from_newswire(newswire), answers()
    return Section("Copies", INTRO, [*_planted_rows(planted), *_answer_rows(answered)])


def ours(texts: Sequence[Planted]) -> Mapping[str, str]:
    """Text id -> the id of its origin, as `pipelines.ingest` decides; all arrive at the same moment."""
    memory = ScratchMemory()
    decided = (decide(unclassified(text), memory, now=NOON) for text in texts)
    return {ingested.document.url: _origin(ingested) for ingested in decided}


def unclassified(planted: Planted) -> Analysis:
    """What copies need of an analysis, whatever the document is about."""
    document = Document(url=planted.id, title="", published=None, text=planted.text)
    text = read_text(planted.text)
    verdict = Verdict(relevant=False, score=0.0, topics=(), reasons=())
    return Analysis(document, text, verdict, sign(text), sketch(text, ()), claims=(), passed_over=())


def _origin(ingested: Ingested) -> str:
    return ingested.twin.origin if ingested.twin else ingested.document.url


def _planted_rows(texts: Sequence[Planted]) -> list[Row]:
    found, due = ours(texts), {text.id: text.group for text in texts}
    pairs, items = pairwise(found, due), b_cubed(found, due)
    halves = recall(texts, found, "first half", "second half")
    respun = recall(texts, found, "75% re-spun")
    return [
        _row("planted copies, pairwise", pairs, at_least(pairs.f1, 0.96), f"{len(texts)} texts; P and R over pairs"),
        _row("planted copies, B-cubed", items, at_least(items.f1, 0.98), "P and R over texts"),
        Row("halves found", f"{halves:.3f}", "of the copies cut to half", at_least(halves, 0.99)),
        Row(
            "re-spun found",
            f"{respun:.3f}",
            "of the copies with 75% of their sentences re-spun",
            at_least(respun, 0.93),
        ),
    ]


def _answer_rows(texts: Sequence[Planted]) -> list[Row]:
    found = ours(texts)
    lone = [text for text in texts if not text.kind]
    mistaken = sum(found[text.id] != text.id for text in lone)
    return [
        *(
            Row(f"{kind} rewrites found", f"{recall(texts, found, kind):.3f}", f"of {_count(texts, kind)}")
            for kind in ("light", "heavy")
        ),
        Row("independent answers mistaken", str(mistaken), f"of {len(lone)}", at_most(mistaken, 0)),
    ]


def recall(texts: Sequence[Planted], found: Mapping[str, str], *kinds: str) -> float:
    """Share of the copies of these kinds that were put with a text of their own group."""
    group = {text.id: text.group for text in texts}
    met = [found[text.id] != text.id and group[found[text.id]] == text.group for text in texts if text.kind in kinds]
    return sum(met) / len(met)


def _count(texts: Sequence[Planted], kind: str) -> int:
    return sum(text.kind == kind for text in texts)


def _row(name: str, score: Score, goal: Goal, meaning: str) -> Row:
    return Row(name, f"{score.f1:.3f} (P {score.precision:.3f} R {score.recall:.3f})", meaning, goal)


def copy_stage(texts: Sequence[Planted]) -> tuple[Mapping[str, str], float]:
    """Origins as in `ours`, and the seconds of the process's own time that the copies took: signing, finding twins,
    comparing. Reading the texts is left out, and so is what stories are decided from."""
    memory, origins, seconds = ScratchMemory(), {}, 0.0
    for planted in texts:
        analysis = unclassified(planted)
        terms.cache_clear()  # as if nobody had asked for the text's terms before
        start = time.process_time()
        signature = sign(analysis.text)
        twins = memory.twins(signature, url=planted.id, since=NOON)
        seconds += time.process_time() - start
        known = alike(analysis.sketch, memory.neighbours(analysis.sketch, url=planted.id, since=NOON))
        start = time.process_time()
        twin = find_twin(signature, (*twins, *nearest(known)), credit=credit_of(analysis.text))
        seconds += time.process_time() - start
        origins[planted.id] = twin.origin if twin else planted.id
        decide(analysis, memory, now=NOON)
    return origins, seconds
