"""Plays the newswire through the real service: PostgreSQL, Valkey, scheduler, Celery workers, HTTP, Apprise."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console

from adapters.apprise_sender import mask
from adapters.embedded import embedded_servers, forget
from adapters.kit import Kit, open_kit
from config.settings import Settings, load_settings
from demo.judge import Judgement, judge
from demo.pace import stops
from demo.press import Newswire
from demo.receiver import Receiver
from demo.server import NewswireServer
from demo.view import View
from demo.wire import bundled_newswire
from pipelines.errors import Transient
from pipelines.types import ChangeKind, PolicyMove
from storage.migrate import migrate
from storage.sources import NewSource
from storage.subscriptions import NewSubscription
from worker.supervisor import Supervisor, supervised

START_SECONDS = 30.0
SETTLE_SECONDS = 20.0
"""How long the last articles may take on their way to the receiver."""
EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class Stage:
    """All that is on the stage while the newswire plays."""

    newswire: Newswire
    server: NewswireServer
    receiver: Receiver
    kit: Kit
    supervisor: Supervisor
    view: View


def play(settings: Settings, console: Console, *, seconds: float) -> bool:
    """Play all of it in about `seconds`, show it, and judge it by the answer sheet; True where it passed."""
    home = settings.home / "demo"
    forget(home)
    with _set_up(home, settings.desk, console) as stage:
        _play_news(stage, seconds)
        judgement = _judge(stage)
        counts = _summary(stage, judgement)
        taxonomy = stage.kit.desk.lexicons.taxonomy
    stage.view.summary(stage.newswire.title, counts, judgement, taxonomy)
    _say_next(stage.view, home, settings.desk)
    return judgement.passed


def _play_news(stage: Stage, seconds: float) -> None:
    moments = list(stops(stage.newswire))
    pause = seconds / len(moments)
    shown = 0
    if not _wait(lambda: _polled_since(stage, EPOCH), at_least=0.0, at_most=START_SECONDS):
        raise Transient(f"no source was polled within {START_SECONDS:.0f} s: see {stage.kit.settings.home}/service.log")
    for moment in moments:
        stage.server.publish_until(moment)
        published = stage.kit.now()
        _wait(partial(_taken_in_since, stage, published), at_least=pause, at_most=3 * pause)
        shown = _show_news(stage, shown)
    _wait(lambda: _idle(stage), at_least=2.0, at_most=SETTLE_SECONDS)
    _show_news(stage, shown)


@contextmanager
def _set_up(home: Path, desk: str, console: Console) -> Iterator[Stage]:
    """Servers, database, sources, subscription, and the service's processes; all gone afterwards."""
    newswire = bundled_newswire(desk)
    with ExitStack() as stack:
        view = stack.enter_context(View(console))
        server = stack.enter_context(NewswireServer(newswire))
        receiver = stack.enter_context(Receiver())
        servers = stack.enter_context(embedded_servers(home, durable=False))
        view.say(f"PostgreSQL and Valkey run in {home}; {len(newswire.sources)} sources at {server.base}")
        migrate(servers.database_url)
        environment = _environment(home, desk)
        settings = load_settings(**{name.removeprefix("DELTAWIRE_").lower(): v for name, v in environment.items()})
        kit = stack.enter_context(open_kit(settings, servers.database_url))
        _subscribe(kit, server, receiver)
        log = stack.enter_context((home / "service.log").open("wb"))
        commands = (("worker",), ("scheduler",))
        supervisor = stack.enter_context(supervised(commands, environment=environment, log=log))
        view.say(f"One scheduler and {settings.workers} Celery workers start; their log is {home / 'service.log'}")
        yield Stage(newswire, server, receiver, kit, supervisor, view)


def _environment(home: Path, desk: str) -> dict[str, str]:
    """The service as it would run, but in haste, and with sources on this machine."""
    return {
        "DELTAWIRE_HOME": str(home),
        "DELTAWIRE_DESK": desk,
        "DELTAWIRE_ALLOW_PRIVATE_ADDRESSES": "true",
        "DELTAWIRE_RECKON_BY": "publication",
        "DELTAWIRE_SWEEP_SECONDS": "0.5",
        "DELTAWIRE_SECOND_LOOK_SECONDS": "4",
        "DELTAWIRE_WORKERS": "2",
        "DELTAWIRE_LOG_LEVEL": "WARNING",
    }


def _subscribe(kit: Kit, server: NewswireServer, receiver: Receiver) -> None:
    with kit.store.unit() as unit:
        for source in server.sources():
            unit.sources.put(
                NewSource(
                    source.name, source.url, kind=source.kind, tier=source.tier, language=source.language,
                    min_interval=1, max_interval=1,
                ),
                now=kit.now(),
            )  # fmt: skip
        unit.targets.put("demo", receiver.url, masked=mask(receiver.url), now=kit.now())
        unit.subscriptions.put(NewSubscription("demo", ("demo",)), now=kit.now())


# ---------------------------------------------------------------- while it plays
def _wait(done: Callable[[], bool], *, at_least: float, at_most: float) -> bool:
    """Whether `done` came about, looked at from `at_least` to `at_most` seconds on."""
    begun = time.monotonic()
    while time.monotonic() - begun < at_most:
        time.sleep(0.2)
        if time.monotonic() - begun >= at_least and done():
            return True
    return False


def _polled_since(stage: Stage, since: datetime) -> bool:
    """Whether every source that answers has been asked since the clock last moved."""
    with stage.kit.store.unit() as unit:
        sources = unit.views.sources_overview()
    return all(source.polled_at is not None and source.polled_at > since for source in sources if not source.failures)


def _taken_in_since(stage: Stage, since: datetime) -> bool:
    """Whether what was published by then has been polled, read and decided: no version is missed for haste."""
    return _polled_since(stage, since) and _idle(stage)


def _idle(stage: Stage) -> bool:
    with stage.kit.store.unit() as unit:
        return not unit.views.counts(stage.kit.now()).oldest_waiting


def _show_news(stage: Stage, shown: int) -> int:
    """Alerts that have come since, and the line of progress; how many alerts are shown now."""
    stage.supervisor.tend()
    received = stage.receiver.received
    for alert in received[shown:]:
        stage.view.alert(alert)
    start, end, now = stage.newswire.start, stage.newswire.end, stage.server.now
    stage.view.progress(share=(now - start) / (end - start), moment=now, counts=_counts(stage, len(received)))
    return len(received)


def _counts(stage: Stage, alerts: int) -> Mapping[str, int]:
    with stage.kit.store.unit() as unit:
        tallies = unit.views.tallies()
    answered = dict.fromkeys(("feed", "unchanged", "page", "failed"), 0)
    for (_, what), count in stage.server.requests.items():
        if what in answered:
            answered[what] += count
    return {
        "polls": answered["feed"] + answered["unchanged"] + answered["failed"],
        "unchanged": answered["unchanged"],
        "read": tallies.articles,
        "off topic": tallies.articles - tallies.relevant,
        "copies": tallies.copies,
        "known already": tallies.changes - tallies.ringing,
        "alerts": alerts,
    }


# ---------------------------------------------------------------- afterwards
def _judge(stage: Stage) -> Judgement:
    ids = {stage.server.address_of(article.id): article.id for article in stage.newswire.articles}
    with stage.kit.store.unit() as unit:
        rung = unit.views.changes_list(rings=True, limit=10_000)
    return judge(stage.newswire, ((ids[change.url], change) for change in reversed(rung)))


def _summary(stage: Stage, judgement: Judgement) -> Mapping[str, object]:
    with stage.kit.store.unit() as unit:
        tallies = unit.views.tallies()
    rung = [change for _, change in judgement.heard] + list(judgement.in_vain)
    moves = [change.claim.direction for change in rung if isinstance(change.claim, PolicyMove)]
    figures = [change for change in rung if not isinstance(change.claim, PolicyMove)]
    return {
        "articles stored once": f"{tallies.articles} ({tallies.versions} versions)",
        "relevant": tallies.relevant,
        "copies": tallies.copies,
        "stories": tallies.stories,
        "facts in the ledger": f"{tallies.facts} ({tallies.baseline} from the seed corpus)",
        "new figures": sum(change.kind is ChangeKind.NEW for change in figures),
        "revised figures": sum(change.kind is ChangeKind.REVISED for change in figures),
        "disputed, withdrawn": sum(change.kind in (ChangeKind.DISPUTED, ChangeKind.WITHDRAWN) for change in figures),
        "policy moves": ", ".join(f"{way} {moves.count(way)}" for way in ("tighten", "ease", "neutral")),
        "changes on the answer sheet": len(stage.newswire.answers),
        "  of these heard": len(judgement.heard),
        "  missed": len(judgement.missed),
        "rang in vain": len(judgement.in_vain),
        "messages sent": len(stage.receiver.received),
        "messages of a keyword monitor": len(stage.newswire.keyword_messages()),
    }


def _say_next(view: View, home: Path, desk: str) -> None:
    command = f".venv/bin/deltawire --home {shlex.quote(os.path.relpath(home))} --desk {shlex.quote(desk)}"
    view.say("\nWhat to look at next:")
    view.say(f"  {command} facts list")
    view.say(f"  {command} articles list")
    view.say(f"  {command} sources list")
    view.say(f"  .venv/bin/deltawire --desk {shlex.quote(desk)} up        the same service on the desk's own sources")
