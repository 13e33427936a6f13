"""The same way walked again over given documents, on a scratch ledger: stores nothing, sends nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime

from pipelines.desk import Desk
from pipelines.errors import Unreadable
from pipelines.ingest import analyse, decide
from pipelines.memory import ScratchMemory
from pipelines.types import Document, Ingested

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def replay(
    documents: Iterable[Document],
    desk: Desk,
    *,
    baseline: bool = True,
    whatever_topic: bool = False,
    on_unreadable: Callable[[Document, Unreadable], None],
) -> Iterator[Ingested]:
    """Walk the documents in the given order; the clock of each is its own date, and never runs backwards.

    A document without a readable text is handed to `on_unreadable`, and the walk goes on.
    """
    memory = ScratchMemory(desk.baseline if baseline else ())
    clock = UNDATED
    for document in documents:
        clock = max(clock, document.published or clock)
        try:
            furniture = memory.furniture(document, now=clock)
            analysis = analyse(document, desk, furniture=furniture, whatever_topic=whatever_topic)
        except Unreadable as error:
            on_unreadable(document, error)
            continue
        yield decide(analysis, memory, now=clock)
