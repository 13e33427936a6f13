"""One transaction, with everything that can be asked of storage within it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, text
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.orm import Session

from pipelines.errors import Permanent, Transient
from storage.alerts import Alerts
from storage.articles import Items, Versions
from storage.bundles import Bundles
from storage.feeds import Feeds
from storage.listings import Listings
from storage.memory import StoredMemory
from storage.mutes import Mutes
from storage.outbox import Outbox
from storage.rulings import Rulings
from storage.sources import Sources
from storage.story_rulings import StoryRulings
from storage.subscriptions import Subscriptions, Targets
from storage.upkeep import Upkeep
from storage.views import Views

_LEDGER = 0x64656C74_6C656467
"""An arbitrary key of our own ("deltledg") among the server's advisory locks."""


@dataclass(frozen=True, slots=True)
class Left:
    """Work that is due and in nobody's hands: what the sweeper sends to workers again."""

    source_ids: tuple[int, ...]
    item_ids: tuple[int, ...]
    version_ids: tuple[int, ...]


class Unit:
    """What one transaction offers; useless once it has ended."""

    def __init__(
        self, session: Session, *, lease: timedelta, seal: Callable[[str], bytes], unseal: Callable[[bytes], str]
    ) -> None:
        self._session = session
        self.sources = Sources(session, lease=lease)
        self.items = Items(session, lease=lease)
        self.versions = Versions(session, lease=lease)
        self.memory = StoredMemory(session)
        self.rulings = Rulings(session, self.memory)
        self.story_rulings = StoryRulings(session, self.memory)
        self.alerts = Alerts(session)
        self.mutes = Mutes(session)
        self.bundles = Bundles(session)
        self.outbox = Outbox(session, lease=lease, unseal=unseal)
        self.subscriptions = Subscriptions(session)
        self.targets = Targets(session, seal=seal, unseal=unseal)
        self.feeds = Feeds(session, seal=seal, unseal=unseal)
        self.views = Views(session)
        self.listings = Listings(session)
        self.upkeep = Upkeep(session)

    def lock_ledger(self) -> None:
        """Wait for the right to decide, held until the transaction ends: twins, facts and alerts, one at a time."""
        self._session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LEDGER})

    def left(self, now: datetime, limit: int = 500) -> Left:
        """Work that is due and in nobody's hands, at most `limit` of each."""
        return Left(
            source_ids=self.sources.left(now=now, limit=limit),
            item_ids=self.items.left(now=now, limit=limit),
            version_ids=self.versions.left(now=now, limit=limit),
        )


class Store:
    """The database, as the doors hold it. `seal` and `unseal` encrypt the addresses of targets."""

    def __init__(
        self,
        engine: Engine,
        *,
        seal: Callable[[str], bytes],
        unseal: Callable[[bytes], str],
        lease: timedelta = timedelta(seconds=120),
    ) -> None:
        self._engine, self._seal, self._unseal, self._lease = engine, seal, unseal, lease

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """One transaction: committed at the end, rolled back on any error.

        Raises Transient where the database does not answer, breaks off or waits too long; Permanent for a value that
        it cannot hold.
        """
        try:
            with Session(self._engine) as session, session.begin():
                yield Unit(session, lease=self._lease, seal=self._seal, unseal=self._unseal)
        except (OperationalError, InterfaceError) as error:
            raise Transient(f"the database did not answer: {error.orig}") from error
        except DataError as error:
            raise Permanent(f"the database cannot hold this value: {error.orig}") from error

    def dispose(self) -> None:
        """After a fork: forget the parent's connections without closing them."""
        self._engine.dispose(close=False)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
