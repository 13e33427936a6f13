"""How well stories are told apart: reports and bare headlines of known events, some of them easily confused."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import yaml

from bench.grouping import Score, b_cubed, pairwise
from bench.labelled import Shared, records
from bench.page import Goal, Row, Section, at_least
from config.taxonomy import Taxonomy
from demo.press import Newswire
from pipelines.ingest import Analysis, decide
from pipelines.memory import ScratchMemory
from pipelines.names import find_names
from pipelines.stories import sketch
from pipelines.text import read_text
from pipelines.twins import sign
from pipelines.types import Document, Verdict

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SEED = 20261122
FACTS = (2, 4)
"""Facts that a report picks beside the first, which it sometimes leaves out."""
LEADS, EXPLAINS = 0.8, 0.7
"""How often a report tells what happened, and each line of the background."""

INTRO = """
Events in confusable groups (two quakes, a verdict and its sentence, one company's results and its purchase), each told
in several wordings, English and some Chinese; and the demo's newswire. Headlines stand alone and without a date.
"""


@dataclass(frozen=True, slots=True)
class Report:
    """One article whose event is known."""

    id: str
    title: str
    body: str
    story: str
    seen: datetime = NOON


def section(newswire: Newswire, taxonomy: Taxonomy) -> Section:
    """The sets that the repository holds, without time."""
    sets = {**from_newswire(newswire), **from_events()}
    return Section("Stories", INTRO, [row for name, reports in sets.items() for row in _rows(name, reports, taxonomy)])


def ours(reports: Sequence[Report], taxonomy: Taxonomy) -> Mapping[str, str]:
    """Report id -> its story, as `pipelines.ingest` decides on arrival."""
    memory = ScratchMemory()
    return {
        report.id: decide(_unclassified(report, taxonomy), memory, now=report.seen).story
        for report in sorted(reports, key=lambda report: report.seen)
    }


def from_events() -> dict[str, list[Report]]:
    """Invented events, put together from their facts in several wordings: whole reports, and headlines alone."""
    reports = list(_composed())
    random.Random(SEED).shuffle(reports)
    return {"invented events": reports, "invented events, headlines": headlines(reports)}


def from_newswire(newswire: Newswire) -> dict[str, list[Report]]:
    """The demo's newswire: an article is named after its source and its event."""
    reports = [
        Report(
            id=article.id,
            title=article.title,
            body=article.body,
            story=(article.spun_of or article.id).split("-", 1)[1],
            seen=article.published,
        )
        for article in newswire.articles
        if article.copy_of is None
    ]
    return {
        "newswire": reports,
        "newswire, without time": undated(reports),
        "newswire, headlines": headlines(undated(reports)),
    }


def from_stream(shared: Shared) -> dict[str, list[Report]]:
    """The labelled stream; nothing where it does not lie beside the checkout."""
    if not shared.stream.is_file():
        return {}
    clock = datetime(1970, 1, 1, tzinfo=UTC)
    reports = []
    for article in records(shared.stream.read_text(encoding="utf-8")):
        published = datetime.fromisoformat(article["published"])
        clock = max(clock, published if published.tzinfo else published.replace(tzinfo=UTC))
        reports.append(Report(article["url"], article["title"], article["text"], article["story"], clock))
    return {
        "stream": reports,
        "stream, without time": undated(reports),
        "stream, headlines": headlines(undated(reports)),
    }


def headlines(reports: Sequence[Report]) -> list[Report]:
    """The same without their bodies."""
    return [replace(report, body="") for report in reports]


def undated(reports: Sequence[Report]) -> list[Report]:
    """The same, all met at one moment."""
    return [replace(report, seen=NOON) for report in reports]


def scores(found: Mapping[str, str], reports: Sequence[Report]) -> tuple[Score, Score]:
    """B-cubed and pairwise."""
    due = {report.id: report.story for report in reports}
    return b_cubed(found, due), pairwise(found, due)


def _composed() -> Iterator[Report]:
    """A report for each headline: some facts of its event and some background, each in one of its wordings."""
    choice = random.Random(SEED)
    for group in _groups():
        for event in group["events"]:
            first, *others = event["facts"]
            for number, headline in enumerate(event["headlines"]):
                facts = choice.sample(others, min(len(others), choice.randint(*FACTS)))
                facts += [first] if choice.random() < LEADS else []
                facts += [line for line in group["background"] if choice.random() < EXPLAINS]
                body = " ".join(choice.choice(wordings) for wordings in facts)
                yield Report(f"{event['id']}-{number}", headline, body, event["id"])


def _groups() -> Any:
    return yaml.safe_load(files("bench").joinpath("events.yaml").read_text(encoding="utf-8"))


def _unclassified(report: Report, taxonomy: Taxonomy) -> Analysis:
    """What stories need of an analysis, whatever the report is about."""
    document = Document(url=report.id, title=report.title, published=report.seen, text=report.body)
    text = read_text(report.body, report.title)
    drawn = sketch(text, find_names(f"{text.title}\n{text.body}", taxonomy))
    verdict = Verdict(relevant=False, score=0.0, topics=(), reasons=())
    return Analysis(document, text, verdict, sign(text), drawn, claims=(), passed_over=())


def _rows(name: str, reports: Sequence[Report], taxonomy: Taxonomy) -> list[Row]:
    items, pairs = scores(ours(reports, taxonomy), reports)
    events = len({report.story for report in reports})
    return [
        _row(f"{name}, B-cubed", items, f"{len(reports)} texts on {events} events", _GOALS.get(name)),
        _row(f"{name}, pairwise", pairs, "the same over pairs of texts", None),
    ]


_GOALS = {"invented events": 0.88}


def _row(name: str, score: Score, meaning: str, floor: float | None) -> Row:
    goal: Goal | None = at_least(score.f1, floor) if floor is not None else None
    return Row(name, f"{score.f1:.3f} (P {score.precision:.3f} R {score.recall:.3f})", meaning, goal)
