"""The labelled stream: every row that its scoring prints, and the gain over an alert on keywords."""

from __future__ import annotations

from pathlib import Path

from bench.labelled import Scores, Shared, replayed, row, scored
from bench.page import Row, Section, at_least

WANTED = {
    "relevance": 0.95,
    "topics": 0.92,
    "story": 0.90,
    "figures": 0.85,
    "policy": 0.75,
    "facts": 0.90,
    "alerts:figure": 0.80,
    "alerts:policy": 0.75,
}
GAIN = 0.05
"""By how much messages must beat keyword alerts, in F1."""

INTRO = """
Articles in order of publication, in reworded and shortened form, walked from the default baseline. This stream was
used for development, so these are upper bounds: on news that nobody tuned against, expect less.
"""


def section(shared: Shared, room: Path) -> Section:
    """Replay the stream and score it; `room` takes the replay's output."""
    output = room / "stream.ndjson"
    output.write_text(replayed(shared.stream), encoding="utf-8")
    return Section("The labelled stream", INTRO, rows(scored(shared, shared.stream, shared.stream_facts, output)))


def rows(scores: Scores) -> list[Row]:
    """The scores with their goals; the gain stands below the two rows that it compares."""
    gain = scores["messages"]["F1"] - scores["keyword"]["F1"]
    goals = {name: at_least(scores[name]["F1"], floor) for name, floor in WANTED.items() if name in scores}
    compared = Row(
        "messages over keyword",
        f"{gain:+.3f}",
        "what reading buys over matching words: F1 of messages less F1 of keyword",
        at_least(gain, GAIN, sign=True),
    )
    return [*(row(name, scores, goals.get(name)) for name in scores), compared]
