"""The composition root: everything the ways need from the world, opened once for a process and closed with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property

import structlog

from adapters.apprise_sender import AppriseSender
from adapters.embedded import Servers, embedded_servers
from adapters.feed_parser import WalledFeedParser
from adapters.http import HttpFetcher, open_fetcher
from adapters.seal import open_seal
from adapters.senders import Senders
from adapters.webhook import WebhookSender
from config.corpus import corpus_of, read_folder, stamp
from config.desk import load_lexicons
from config.settings import Settings, SettingsRefused
from config.sources import load_sources
from config.templates import load_templates
from pipelines.desk import Desk, open_desk
from pipelines.errors import DeltawireError
from pipelines.poll import MOST_ENTRIES
from pipelines.ports import FeedParser, Fetcher, Sender
from pipelines.render import Templates
from storage.engine import open_engine
from storage.sources import NewSource
from storage.unit import Store

_log = structlog.get_logger()


def utc_now() -> datetime:
    """The one place where the time is asked for."""
    return datetime.now(UTC)


class DeskOnDisk:
    """The desk as it was read last, and whether its documents on disk are still the same."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stamp = stamp(corpus_of(settings.seeds_dir, settings.desk))
        self.desk = read_desk(settings)

    def reread(self) -> bool:
        """Read the documents again if one was added, changed or removed; a corpus that cannot be read changes nothing.

        The lexicons stay as they were at the start: their readers are compiled from them.
        """
        folder = corpus_of(self._settings.seeds_dir, self._settings.desk)
        now = stamp(folder)
        if now == self._stamp:
            return False
        self._stamp = now
        try:
            self.desk = open_desk(self.desk.lexicons, read_folder(folder))
        except (DeltawireError, SettingsRefused) as error:
            _log.warning("the seeds have changed and cannot be read; going on with those before", error=str(error))
            return False
        return True


@cache
def desk_on_disk(settings: Settings) -> DeskOnDisk:
    """Read once a process, and handed on to those that it forks: the lexicons take a while to compile."""
    return DeskOnDisk(settings)


@dataclass(frozen=True)
class Kit:
    """What a door hands to a way."""

    settings: Settings
    store: Store
    fetcher: Fetcher
    parser: FeedParser
    sender: Sender
    now: Callable[[], datetime] = utc_now

    @cached_property
    def _desk_on_disk(self) -> DeskOnDisk:
        read = desk_on_disk(self.settings)
        read.reread()
        return read

    @property
    def desk(self) -> Desk:
        """The desk, read on first use: polling and sending have no need of it."""
        return self._desk_on_disk.desk

    @cached_property
    def templates(self) -> Templates:
        """The templates of messages, the operator's own among them."""
        return Templates(load_templates(self.settings.config_dir))

    def reread(self) -> bool:
        """Read the seeds and examples again where they have changed since they were read; whether they had."""
        return "_desk_on_disk" in self.__dict__ and self._desk_on_disk.reread()


def lay_baseline(kit: Kit) -> int:
    """Put what the seed corpus knows into the ledger, where it is not there yet; how many facts that was."""
    known = kit.desk.baseline  # read before the lock is taken: a large corpus takes its time
    with kit.store.unit() as unit:
        unit.lock_ledger()
        return unit.memory.lay_baseline(known)


def default_sources(settings: Settings) -> tuple[list[NewSource], list[str]]:
    """The sources that the desk's list in CONFIG_DIR names, and why some of them are left out."""
    chosen, left_out = [], []
    for source in load_sources(settings.config_dir, settings.desk):
        reason = source.left_out(settings.user_agent_contact)
        if reason is not None:
            left_out.append(reason)
            continue
        shortest = max(source.min_interval, settings.poll_seconds)
        chosen.append(
            NewSource(
                source.name, source.url, kind=source.kind, outlet=source.outlet, tier=source.tier,
                language=source.language, conditional=source.conditional, min_interval=shortest,
                max_interval=max(shortest, settings.poll_seconds_at_most),
            )
        )  # fmt: skip
    return chosen, left_out


@contextmanager
def open_servers(settings: Settings, *, durable: bool = True) -> Iterator[Servers]:
    """The servers that the settings name; embedded ones for those they leave open."""
    database = settings.database_url.get_secret_value() if settings.database_url else None
    broker = settings.redis_url.get_secret_value() if settings.redis_url else None
    if database and broker:
        yield Servers(database, broker)
        return
    with embedded_servers(settings.home, durable=durable) as embedded:
        yield Servers(database or embedded.database_url, broker or embedded.redis_url)


@contextmanager
def open_kit(settings: Settings, database_url: str) -> Iterator[Kit]:
    """Open everything; closes connections and the parser's process on leaving."""
    seal = open_seal(settings)
    lease = timedelta(seconds=settings.lease_seconds)
    store = Store(open_engine(database_url), seal=seal.seal, unseal=seal.unseal, lease=lease)
    with open_fetcher(settings) as fetcher, WalledFeedParser(max_items=MOST_ENTRIES + 1) as parser:
        try:
            yield Kit(settings, store, fetcher, parser, _senders(settings, fetcher))
        finally:
            store.close()


def _senders(settings: Settings, client: HttpFetcher) -> Senders:
    seconds = settings.send_seconds
    return Senders(AppriseSender(seconds=seconds), WebhookSender(client, now=utc_now, seconds=seconds))


def read_desk(settings: Settings) -> Desk:
    """The desk that the settings name, with its seed corpus."""
    lexicons = load_lexicons(settings.config_dir, settings.desk)
    return open_desk(lexicons, read_folder(corpus_of(settings.seeds_dir, settings.desk)))
