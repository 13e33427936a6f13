"""Signs again what copies are looked for by: after the hashes have changed, or where the index was lost."""

from __future__ import annotations

from datetime import datetime

from pipelines.desk import Desk
from pipelines.errors import Unreadable
from pipelines.ingest import COPIES_WITHIN, recognise
from storage.unit import Store

_BATCH = 100
"""Reads signed in one transaction, under the ledger's lock: decisions wait for less than a second."""


def reindex(store: Store, desk: Desk, *, now: datetime, every: bool = False) -> int:
    """Sign the reads of the window that no signature of this version stands for (`every`: all); how many."""
    after = signed = 0
    while True:
        with store.unit() as unit:
            unit.lock_ledger()
            found = unit.upkeep.unsigned(since=now - COPIES_WITHIN, after=after, every=every, limit=_BATCH)
            for read in found:
                furniture = unit.memory.furniture(read.document, now=read.seen)
                try:
                    signature, sketch = recognise(read.document, desk, furniture=furniture)
                except Unreadable:
                    continue  # nor was it read when it came
                unit.listings.sign_again(read.read_id, read.seen, signature, sketch)
                signed += 1
        if not found:
            return signed
        after = found[-1].read_id
