"""The five labelled originals behind the seed corpus: read from nothing, and from the default baseline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.labelled import Scores, Shared, records, replayed, row, scored
from bench.page import Row, Section, at_least, at_most

FIGURES = 0.95

INTRO = """
Real pages, with junk and all, that the seed corpus retells. From an empty ledger they must be read; from the default
baseline they bring nothing new. They, too, were used for development, and five texts are few: one reading more or less
moves a row by points.
"""


def section(shared: Shared, room: Path) -> Section:
    """Replay the originals twice, in their order, and score both; `room` takes the replays' outputs."""
    labels = records(shared.originals.read_text(encoding="utf-8"))
    empty, output = _walked(shared, room, "none")
    known, known_output = _walked(shared, room, "seeds")
    return Section(
        "The five originals", INTRO, [*from_nothing(empty, labels, output), *known_rows(known, known_output)]
    )


def _walked(shared: Shared, room: Path, baseline: str) -> tuple[Scores, list[dict[str, Any]]]:
    output = room / f"originals.{baseline}.ndjson"
    output.write_text(replayed(shared.originals, baseline=baseline), encoding="utf-8")
    scores = scored(shared, shared.originals, shared.originals_facts, output)
    return scores, records(output.read_text(encoding="utf-8"))


def from_nothing(scores: Scores, labels: Iterable[Mapping[str, Any]], output: Sequence[Mapping[str, Any]]) -> list[Row]:
    """What is read with `--baseline none`."""
    rung = len(never_alerts(labels, output))
    return [
        row("figures", scores, at_least(scores["figures"]["F1"], FIGURES)),
        row("policy", scores),
        Row(
            "never to be alerted",
            str(rung),
            "changes that touch a phrase marked as junk or as a mere product name, from an empty ledger",
            at_most(rung, 0),
        ),
        Row("linked as copies", linked(output), "an original, and what is taken for a copy or rewrite of it"),
    ]


def linked(output: Iterable[Mapping[str, Any]]) -> str:
    """Such as "001: 002, 004": the numbers that the files' names begin with, an origin before its copies."""
    copies: dict[str, list[str]] = defaultdict(list)
    for record in output:
        if record["type"] == "article" and record["copy_of"]:
            copies[_number(record["copy_of"])].append(_number(record["url"]))
    return "; ".join(f"{origin}: {', '.join(sorted(of))}" for origin, of in sorted(copies.items())) or "none"


def _number(url: str) -> str:
    return url.removeprefix("seed:").split("_", 1)[0]


def known_rows(scores: Scores, output: Sequence[Mapping[str, Any]]) -> list[Row]:
    """What rings from the default baseline although the seeds have it, and what else does."""
    changes = sum(record["type"] == "change" for record in output)
    unlabelled = int(scores["alerts"]["false"])
    known = changes - unlabelled
    return [
        Row(
            "known facts that ring",
            str(known),
            "changes, from the default baseline, for a fact that the seeds establish",
            at_most(known, 0),
        ),
        Row("other changes", str(unlabelled), "changes, from the default baseline, for what is no labelled fact"),
    ]


def never_alerts(labels: Iterable[Mapping[str, Any]], output: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Changes whose quote shares a character with a phrase that must not ring, wherever it stands in the text."""
    forbidden = {label["url"]: [*_places(label["text"], label.get("never_alert", ()))] for label in labels}
    return [
        record
        for record in output
        if record["type"] == "change"
        and any(record["start"] < end and start < record["end"] for start, end in forbidden.get(record["url"], ()))
    ]


def _places(text: str, phrases: Iterable[str]) -> Iterable[tuple[int, int]]:
    for phrase in phrases:
        start = text.find(phrase)
        while start >= 0:
            yield start, start + len(phrase)
            start = text.find(phrase, start + 1)
