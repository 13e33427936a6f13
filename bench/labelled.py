"""The labelled texts that lie beside the checkout, and the scoring that comes with them.

They are not part of the repository: `bench.quality --shared DIR` says where they are.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.page import Goal, Row

ROOT = Path(__file__).resolve().parents[1]
DELTAWIRE = Path(sys.executable).with_name("deltawire")

Scores = Mapping[str, Mapping[str, float]]
"""What score.py prints: name of a row -> its numbers."""

MEANINGS = {
    "articles": "articles given, and reported on",
    "relevance": "is the article about the watched subjects at all?",
    "topics": "which of the topics",
    "story": "do articles about one event get one story? (B-cubed)",
    "figures": "the labelled figures found, with value and unit",
    "policy": "the labelled policy statements found, background included, with the right direction",
    "facts": "do readings of one real fact get one fact id? (B-cubed)",
    "alerts:figure": "one alert for each new figure, at its first carrier",
    "alerts:policy": "one alert for each policy move, at its first carrier; moves over 21 days old do not count",
    "alerts": "both together; repeats and false alerts count against it",
    "messages": "do those articles ring that bring something new, and only they?",
    "keyword": "the same question to an alert on every keyword match",
}


@dataclass(frozen=True, slots=True)
class Shared:
    """The folder of labelled texts."""

    folder: Path

    @property
    def stream(self) -> Path:
        """A stream of reworded articles, in order of publication."""
        return self.folder / "stream" / "articles.jsonl"

    @property
    def stream_facts(self) -> Path:
        """What the stream's articles establish."""
        return self.folder / "stream" / "facts.jsonl"

    @property
    def originals(self) -> Path:
        """The five originals that the seed corpus retells."""
        return self.folder / "seeds" / "gold_articles.jsonl"

    @property
    def originals_facts(self) -> Path:
        """What they establish."""
        return self.folder / "seeds" / "gold_facts.jsonl"

    @property
    def score(self) -> Path:
        """Scores a replay."""
        return self.folder / "score" / "score.py"

    @property
    def newsquant(self) -> Path:
        """Scores `deltawire extract` on half of NewsQuant."""
        return self.folder / "newsquant" / "score.py"

    @property
    def missing(self) -> tuple[Path, ...]:
        """What is not there."""
        labels = (self.stream, self.stream_facts, self.originals, self.originals_facts)
        needed = (*labels, self.score, self.newsquant)
        return tuple(path for path in needed if not path.is_file())


def replayed(articles: Path, *, baseline: str = "seeds") -> str:
    """The articles walked through `deltawire replay`, as NDJSON. Raises CalledProcessError where it fails."""
    command = (DELTAWIRE, "replay", "--input", articles, "--baseline", baseline, "--format", "ndjson")
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout


def scored(shared: Shared, articles: Path, facts: Path, output: Path) -> Scores:
    """score.py's rows for a replay's output."""
    command = (sys.executable, shared.score, articles, facts, output, "--json")
    run = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8")
    rows: dict[str, dict[str, float]] = json.loads(run.stdout)
    return rows


def records(ndjson: str) -> list[dict[str, Any]]:
    """One object a line."""
    return [json.loads(line) for line in ndjson.splitlines() if line.strip()]


def row(name: str, scores: Scores, goal: Goal | None = None, *, meaning: str = "") -> Row:
    """One of score.py's rows in the words of the page."""
    return Row(name, _told(scores[name]), meaning or MEANINGS.get(name, ""), goal)


def _told(numbers: Mapping[str, float]) -> str:
    if "F1" not in numbers:
        return ", ".join(f"{count} {name}" for name, count in numbers.items())
    counts = [f"{numbers[name]} {name}" for name in ("said", "due", "repeats", "false", "late") if name in numbers]
    inner = ", ".join((f"P {numbers['P']:.3f}", f"R {numbers['R']:.3f}", *counts))
    return f"F1 {numbers['F1']:.3f} ({inner})"
