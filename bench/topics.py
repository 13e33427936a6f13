"""Topics: short items of later news, the originals without each seed in turn, and how far a score can be believed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.labelled import ROOT, Shared, records
from bench.page import Row, Section, at_least, at_most, f1
from pipelines.desk import Desk
from pipelines.text import read_text
from pipelines.topics import Corpus, build_corpus, classify
from pipelines.types import Verdict

CORPUS = ROOT / "tests" / "corpus" / "topics" / "report.jsonl"
RELEVANCE, TOPICS = 0.92, 0.89
"""What is wanted on news that is later than the labelled stream."""

INTRO = """
Headlines of our own with a sentence or none, dated after the stream, half of them near misses: the half that is only
reported on, though it comes from the same pen. Then the originals against a corpus that lacks one seed after the other.
Last, how often articles of the stream with such a score are relevant; it was used for development.
"""

Case = Mapping[str, Any]


def section(shared: Shared, desk: Desk, corpus: Path = CORPUS) -> Section:
    """Judge all three."""
    short = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    originals = records(shared.originals.read_text(encoding="utf-8"))
    stream = records(shared.stream.read_text(encoding="utf-8"))
    judged = judge(stream, desk)
    return Section("Topics", INTRO, [*short_rows(short, desk), left_out(originals, desk), calibration(stream, judged)])


def judge(cases: Iterable[Case], desk: Desk, corpus: Corpus | None = None) -> list[Verdict]:
    """A verdict on each case, by the desk's corpus or another."""
    taxonomy, against = desk.lexicons.taxonomy, corpus or desk.corpus
    return [classify(read_text(case["text"], case["title"]), taxonomy=taxonomy, corpus=against) for case in cases]


def short_rows(cases: Sequence[Case], desk: Desk) -> list[Row]:
    """Relevance and topics of short items."""
    said = judge(cases, desk)
    relevant = [(verdict.relevant, bool(case["relevant"])) for verdict, case in zip(said, cases, strict=True)]
    pairs = [
        (topic in verdict.topics, topic in case["topics"])
        for verdict, case in zip(said, cases, strict=True)
        for topic in {*verdict.topics, *case["topics"]}
    ]
    return [
        _row("short items, relevance", relevant, RELEVANCE, "is the item about the watched subjects at all?"),
        _row("short items, topics", pairs, TOPICS, "which of the topics"),
    ]


def left_out(cases: Sequence[Case], desk: Desk) -> Row:
    """Originals that are not relevant once one of the seeds is missing."""
    lost = 0
    for one in desk.seeds:
        corpus = build_corpus([seed for seed in desk.seeds if seed is not one], desk.lexicons.taxonomy)
        lost += sum(not verdict.relevant for verdict in judge(cases, desk, corpus))
    meaning = f"of {len(cases)} originals, each held against {len(desk.seeds)} corpora that lack one seed"
    return Row("originals lost without a seed", str(lost), meaning, at_most(lost, 0))


def calibration(cases: Sequence[Case], said: Sequence[Verdict]) -> Row:
    """Brier score, and the share of relevant articles among those of a like score."""
    tenths: dict[int, list[bool]] = defaultdict(list)
    brier = 0.0
    for verdict, case in zip(said, cases, strict=True):
        tenths[min(9, int(verdict.score * 10))].append(bool(case["relevant"]))
        brier += (verdict.score - bool(case["relevant"])) ** 2 / len(cases)
    told = ", ".join(f".{tenth} {sum(hits)}/{len(hits)}" for tenth, hits in sorted(tenths.items()))
    meaning = "mean squared error of the score; then, for each tenth of it, how many of so many are relevant"
    return Row("calibration on the stream", f"Brier {brier:.4f}: {told}", meaning)


def _row(name: str, pairs: Sequence[tuple[bool, bool]], floor: float, meaning: str) -> Row:
    """(said, due) pairs as precision, recall and F1."""
    hits = sum(said and due for said, due in pairs)
    said, due = sum(said for said, _ in pairs), sum(due for _, due in pairs)
    precision, recall, both = f1(hits, said, hits, due)
    value = f"F1 {both:.3f} (P {precision:.3f}, R {recall:.3f}, {said} said, {due} due)"
    return Row(name, value, meaning, at_least(both, floor))
