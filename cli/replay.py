"""`deltawire replay`: the same way walked again, over a file or over the stored articles."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from adapters.kit import read_desk
from cli.lines import read_lines
from cli.output import DONE, SOME_REFUSED, Format, complain, errors, print_record, refuse, say, utc
from cli.session import session, settings
from pipelines.alerts.past import Past, past_of
from pipelines.controls.gathering import Gathering
from pipelines.desk import Desk
from pipelines.errors import Unreadable
from pipelines.records import ingested_records
from pipelines.render import title
from pipelines.replay import replay as walk
from pipelines.sources.dates import to_utc
from pipelines.types import Document, Ingested
from storage.kept import keep

_FIELDS = ("url", "title", "published")
_PRESS, _TIERS = 2, (1, 2, 3)


def replay(
    input: Annotated[
        Path | None, typer.Option("--input", help="Articles, one JSON object a line; - for stdin.")
    ] = None,
    since: Annotated[datetime | None, typer.Option(help="Replay the stored articles from this day on.")] = None,
    until: Annotated[datetime | None, typer.Option(help="… up to, but not including, this day.")] = None,
    format: Annotated[Format, typer.Option(help="A table for people, NDJSON for machines.")] = Format.TABLE,
    baseline: Annotated[str, typer.Option(help="`seeds`, or `none` for an empty ledger.")] = "seeds",
    topics: Annotated[str, typer.Option(help="`relevant`, or `all` to decide whatever the topic.")] = "relevant",
    keep_as: Annotated[
        Path | None, typer.Option("--keep", help="Where what came of it is kept; default: HOME/last-replay.ndjson.")
    ] = None,
) -> None:
    """Walk articles through the pipeline on a scratch ledger. Sends nothing, and changes nothing stored.

    What came of it is kept in a small file, which the next replay overwrites: `deltawire policy timeline --replay LAST`
    draws its policy facts, `deltawire subs preview NAME --replay LAST` shows what a subscription would have rung.

    Example: deltawire replay --input articles.jsonl --format ndjson > out.ndjson
    """
    if (input is None) == (since is None and until is None):
        refuse("replay needs either --input FILE or --since/--until DAY (the stored articles)")
    if baseline not in ("seeds", "none"):
        refuse(f"--baseline {baseline!r} is unknown: use `seeds` or `none`")
    if topics not in ("relevant", "all"):
        refuse(f"--topics {topics!r} is unknown: use `relevant` or `all`")
    refused: list[str] = []

    def unreadable(document: Document, error: Unreadable) -> None:
        refused.append(document.url)
        complain(f"{document.url}: {error}")

    documents = _from_file(_opened(input), refused) if input is not None else _from_storage(since, until)
    desk = read_desk(settings())
    everything = topics == "all"
    known = baseline == "seeds"
    walk_of = walk(documents, desk, baseline=known, whatever_topic=everything, on_unreadable=unreadable)
    gathering = Gathering(desk.baseline if known else (), desk.lexicons.taxonomy)
    past: list[Past] = []
    walked = _remembered(gathering.listening(walk_of), past)
    if format is Format.NDJSON:
        for ingested in walked:
            for record in ingested_records(ingested, whatever_topic=everything):
                print_record(record)
    else:
        _print_for_people(walked, desk)
    _keep(keep_as or last_replay(), gathering, past)
    raise typer.Exit(SOME_REFUSED if refused else DONE)


def last_replay() -> Path:
    """Where a replay is kept, unless it is told otherwise."""
    return settings().home / "last-replay.ndjson"


def _remembered(walked: Iterator[Ingested], past: list[Past]) -> Iterator[Ingested]:
    """The same articles, their changes put by."""
    for ingested in walked:
        past.extend(past_of(ingested))
        yield ingested


def _keep(path: Path, gathering: Gathering, past: Sequence[Past]) -> None:
    """Whoever replays on a read-only disk still gets what was printed."""
    try:
        keep(path, gathering.heard(), past)
    except OSError as error:
        complain(f"{path}: {error.strerror}; the outcome was printed, but not kept for `--replay`")


def _print_for_people(walked: Iterator[Ingested], desk: Desk) -> None:
    """Each ringing change as it is met, with progress, and the counts at the end."""
    taxonomy = desk.lexicons.taxonomy
    counts = dict.fromkeys(("articles", "relevant", "copies", "claims", "messages", "changes"), 0)
    columns = (SpinnerColumn(), TextColumn("{task.completed} articles, {task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as progress:
        task = progress.add_task("", total=None)
        for ingested in walked:
            counts["articles"] += 1
            counts["relevant"] += ingested.verdict.relevant
            counts["copies"] += ingested.twin is not None
            counts["claims"] += len(ingested.claims)
            counts["messages"] += bool(ingested.ringing)
            counts["changes"] += len(ingested.ringing)
            progress.update(task, advance=1, description=f"{counts['changes']} changes")
            for change in ingested.ringing:
                day = f"{change.sighting.seen:%Y-%m-%d}"
                say(f"{day}  {title(change, taxonomy)}")
    say(", ".join(f"{count} {name}" for name, count in counts.items()))


def _from_storage(since: datetime | None, until: datetime | None) -> Iterator[Document]:
    with session() as tools, tools.store.unit() as unit:
        yield from unit.views.documents(since=utc(since), until=utc(until))


def _from_file(lines: IO[bytes], refused: list[str]) -> Iterator[Document]:
    with lines:
        yield from read_lines(lines, _document, refused)


def _opened(path: Path) -> IO[bytes]:
    if str(path) == "-":
        return sys.stdin.buffer
    try:
        return path.open("rb")
    except OSError as error:
        refuse(f"{path}: {error.strerror}; give a file with one JSON object a line")


def _document(record: Any) -> Document:
    """One input line as a document. Raises ValueError, naming the field."""
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    for name in _FIELDS:
        if not isinstance(record.get(name), str):
            raise ValueError(f"field `{name}` is missing or no string")
    texts = {name: record[name] for name in ("text", "html") if isinstance(record.get(name), str)}
    if not texts:
        raise ValueError("needs `text` or `html`, as a string")
    published = to_utc(record["published"])
    if published is None:
        raise ValueError(f"field `published` is {record['published']!r}; ISO 8601 is wanted")
    outlet, tier = record.get("outlet"), record.get("tier")
    return Document(
        url=record["url"],
        title=record["title"],
        published=published,
        text=texts.get("text"),
        html=texts.get("html") if "text" not in texts else None,
        outlet=outlet if isinstance(outlet, str) else None,
        tier=tier if tier in _TIERS else _PRESS,
    )
