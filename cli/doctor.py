"""`deltawire doctor`: looks at each part of the service, and says the cure for what is ill."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import redis
import typer
from sqlalchemy.exc import OperationalError

from adapters.kit import Kit, open_kit, open_servers, read_desk
from adapters.senders import check_address
from cli.output import SOME_REFUSED, age, console, say
from cli.session import no_answer, settings
from config.settings import Settings, SettingsRefused
from pipelines.errors import AddressRefused, DeltawireError
from storage.migrate import pending

WORST_DRIFT = 5.0
"""Seconds; leases are reckoned on this machine's clock, and other machines look at them."""


@dataclass(frozen=True)
class Finding:
    """What was found of one part."""

    part: str
    well: bool
    told: str


def doctor() -> None:
    """Check settings, lexicons, database, broker, clock, workers, sources, the address gate and targets.

    Example: deltawire doctor
    """
    ill = 0
    for finding in _look(settings()):
        ill += not finding.well
        sign, style = ("ok ", "green") if finding.well else ("ILL", "bold red")
        console.print(sign, style=style, end="  ")
        say(f"{finding.part:<10} {finding.told}")
    raise typer.Exit(SOME_REFUSED if ill else 0)


def _look(read: Settings) -> Iterator[Finding]:
    yield Finding("settings", True, f"read; data in {read.home}")
    yield _tried("desk", lambda: f"{read_desk(read).name}, {len(read_desk(read).seeds)} seeds")
    try:
        with open_servers(read) as servers:
            yield _tried("broker", lambda: _broker(servers.redis_url))
            due = _due(servers.database_url)
            yield due
            if due.well:
                with open_kit(read, servers.database_url) as kit:
                    yield from _service(kit)
    except DeltawireError as error:
        yield Finding("servers", False, str(error))
    except OperationalError as error:
        yield Finding("database", False, no_answer(error))


def _service(kit: Kit) -> Iterator[Finding]:
    with kit.store.unit() as unit:
        drift = abs((unit.views.clock() - kit.now()).total_seconds())
        counts, sources = unit.views.counts(kit.now()), unit.views.sources_overview()
        addresses = unit.targets.addresses()
    cure = "" if drift < WORST_DRIFT else "; leases and retries go wrong: keep both clocks by NTP"
    yield Finding("clock", drift < WORST_DRIFT, f"{drift:.1f} s apart from the database's{cure}")
    now, watched = kit.now(), [source for source in sources if source.stage != "off"]
    waiting = ", ".join(f"{table} {age(since, now)}" for table, since in counts.oldest_waiting.items())
    told = f"last finished work: {age(counts.last_finished, now)}"
    well = not waiting or (counts.last_finished is not None and (now - counts.last_finished).total_seconds() < 300)
    cure = "" if well else f"; waiting: {waiting}; start `deltawire up`, or a worker and a scheduler"
    yield Finding("workers", well, told + cure)
    ill = [source for source in watched if source.health != "ok"]
    told = ", ".join(f"{source.name} ({source.health_note})" for source in ill) or f"{len(watched)} watched"
    yield Finding("sources", not ill, told + ("; try `deltawire sources check`" if ill else ""))
    yield _tried("gate", lambda: _gate(kit))
    yield _tried("targets", lambda: _targets(addresses))


def _tried(part: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, True, look())
    except (DeltawireError, SettingsRefused) as error:
        return Finding(part, False, str(error))


def _broker(url: str) -> str:
    try:
        with redis.Redis.from_url(url, socket_timeout=5, socket_connect_timeout=5) as broker:
            broker.ping()
            policy = broker.config_get("maxmemory-policy").get("maxmemory-policy", "")
    except redis.RedisError as error:
        raise DeltawireError(f"no answer ({type(error).__name__}): start it, or mend DELTAWIRE_REDIS_URL") from None
    if policy != "noeviction":
        raise DeltawireError(f"maxmemory-policy is {policy!r}: set it to noeviction, or messages may vanish")
    return "answers; it holds no truth, it may be wiped at any time"


def _due(url: str) -> Finding:
    due = pending(url)
    if due:
        return Finding("database", False, f"to be migrated: {', '.join(due)}; run `deltawire db migrate`")
    return Finding("database", True, "answers; its schema is up to date")


def _gate(kit: Kit) -> str:
    if kit.settings.allow_private_addresses:
        return "open to private networks (DELTAWIRE_ALLOW_PRIVATE_ADDRESSES): right for an intranet or a demo only"
    try:
        kit.fetcher.get("http://127.0.0.1:9/")
    except AddressRefused:
        return "shut: sources cannot reach this machine or its network"
    raise DeltawireError("a private address was opened although the settings forbid it: report this")


def _targets(addresses: Sequence[str]) -> str:
    for address in addresses:
        check_address(address)
    return f"{len(addresses)} with usable addresses" if addresses else "none; `deltawire subs add` makes one"
