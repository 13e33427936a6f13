"""The labelled stream: every row that its scoring prints, and the gain over an alert on keywords."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.labelled import Scores, Shared, records, replayed, row, scored
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
DIRECTION = 0.95
"""Share of the policy claims matched whose direction is the labelled one."""
GAIN = 0.05
"""By how much messages must beat keyword alerts, in F1."""

INTRO = """
Articles in order of publication, in reworded and shortened form, walked from the default baseline. This stream was
used for development, so these are upper bounds: on news that nobody tuned against, expect less.
"""


def section(shared: Shared, room: Path) -> Section:
    """Replay the stream and score it; `room` takes the replay's output."""
    output = room / "stream.ndjson"
    ndjson = replayed(shared.stream)
    output.write_text(ndjson, encoding="utf-8")
    scores = scored(shared, shared.stream, shared.stream_facts, output)
    labels = records(shared.stream.read_text(encoding="utf-8"))
    return Section("The labelled stream", INTRO, [*rows(scores), direction_row(labels, records(ndjson))])


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


def direction_row(labels: Iterable[Mapping[str, Any]], output: Iterable[Mapping[str, Any]]) -> Row:
    """Of the policy claims on words that a label has, too: how many say tighten, ease or neutral as the label does.

    A claim on the words of two labels is held against the one that it agrees with.
    """
    labelled = {label["url"]: label for label in labels if label["relevant"]}
    claims = [record for record in output if record["type"] == "claim" and record["kind"] == "policy"]
    met = [(claim, _directions(claim, labelled[claim["url"]])) for claim in claims if claim["url"] in labelled]
    right = [claim["direction"] in directions for claim, directions in met if directions]
    share = sum(right) / len(right) if right else 0.0
    return Row(
        "direction right, of policy claims matched",
        f"{share:.3f} ({sum(right)} of {len(right)})",
        "tighten, ease or neutral as labelled; a claim that says the opposite counts, as wrong",
        at_least(share, DIRECTION),
    )


def _directions(claim: Mapping[str, Any], article: Mapping[str, Any]) -> Sequence[str]:
    """The directions of the labels that share at least half of the shorter quote with the claim."""
    found = []
    for label in article["policy"]:
        start = article["text"].find(label["quote"])
        end = start + len(label["quote"])
        shared = min(end, claim["end"]) - max(start, claim["start"])
        if start >= 0 and shared * 2 >= min(end - start, claim["end"] - claim["start"]):
            found.append(label["direction"])
    return found
