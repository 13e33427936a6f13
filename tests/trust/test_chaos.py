"""The demo's three weeks of news with workers killed in every stage and the queue wiped: nothing lost, little twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import pytest

from demo.pace import stops
from demo.server import NewswireServer
from demo.wire import bundled_newswire
from pipelines.alerts.alerts import alert_id, bundle_id, takes_back
from pipelines.alerts.types import Bundle
from pipelines.alerts.wants import matters, meets
from pipelines.ingest import analyse, decide
from pipelines.memory import ScratchMemory
from pipelines.render import render, telling
from storage.articles import document_from_row
from tests.press import Letter, Mailbox
from tests.service import Service, running

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("chaos")]

STRIDE = timedelta(days=4)


@dataclass(frozen=True)
class Aftermath:
    """What a disturbed run left."""

    service: Service
    server: NewswireServer
    letters: tuple[Letter, ...]
    cut_in_mid_send: int


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Aftermath]:
    """One run: a disturbance in each of its first stretches, and rest at the end of each stretch."""
    with ExitStack() as stack:
        server = stack.enter_context(NewswireServer(bundled_newswire("chips")))
        mailbox = stack.enter_context(Mailbox())
        service = stack.enter_context(
            running(tmp_path_factory.mktemp("chaos") / "home", TASK_SECONDS="7", LEASE_SECONDS="8")
        )
        service.subscribe(mailbox.address())
        for source in server.sources():
            service.watch(source.name, source.url, kind=source.kind)
        disturbances = iter((kill_pollers, kill_readers, kill_deciders, kill_senders, wipe))
        cut = 0
        for moment in stops(server.newswire, stride=STRIDE):
            published = publish(service, server, moment)
            cut += next(disturbances, leave_alone)(service, mailbox)
            service.wait(partial(polled_since, service, published), "a poll of every source")
            settle(service)
        assert next(disturbances, None) is None, "the newswire was over before the disturbances were"
        yield Aftermath(service, server, mailbox.letters(), cut)


def publish(service: Service, server: NewswireServer, moment: datetime) -> datetime:
    server.publish_until(moment)
    return service.kit.now()


def polled_since(service: Service, published: datetime) -> bool:
    """Whether every source that the newswire does not let fail has been asked since."""
    with service.kit.store.unit() as unit:
        sources = unit.views.sources_overview()
    return all(source.polled_at and source.polled_at > published for source in sources if not source.failures)


def settle(service: Service) -> None:
    """Until every item, version and delivery is done; what waits for its second try need not wait long."""

    def done() -> bool:
        for stage in ("read", "ingest", "deliver"):
            service.now_is_later(stage)
        return not service.rows(
            "SELECT 1 FROM items WHERE stage = 'pending' UNION SELECT 1 FROM versions WHERE stage = 'pending'"
            " UNION SELECT 1 FROM deliveries WHERE stage NOT IN ('sent', 'dead')"
        )

    service.wait(done, "the end of all work", at_most=60)


# ---------------------------------------------------------------- disturbances; each tells how many sends it cut off
def kill_pollers(service: Service, mailbox: Mailbox) -> int:
    service.kill_while_leased("poll")
    return 0


def kill_readers(service: Service, mailbox: Mailbox) -> int:
    service.kill_while_leased("read")
    return 0


def kill_deciders(service: Service, mailbox: Mailbox) -> int:
    service.kill_while_leased("ingest")
    return 0


def kill_senders(service: Service, mailbox: Mailbox) -> int:
    with mailbox.held("/alerts"):
        return service.kill_while_leased("deliver")


def wipe(service: Service, mailbox: Mailbox) -> int:
    service.wait(lambda: service.leased("read"), "items being read")
    service.redis.flushall()
    return 0


def leave_alone(service: Service, mailbox: Mailbox) -> int:
    return 0


# ---------------------------------------------------------------- what must be so afterwards
def test_every_article_is_stored_once_and_nothing_is_set_aside(aftermath: Aftermath) -> None:
    stored = Counter(row.url for row in aftermath.service.rows("SELECT url FROM articles"))
    assert stored == Counter(aftermath.server.address_of(article.id) for article in aftermath.server.newswire.articles)
    with aftermath.service.kit.store.unit() as unit:
        assert unit.views.set_aside() == []


def test_every_version_was_decided_upon_once(aftermath: Aftermath) -> None:
    assert aftermath.service.one("SELECT count(*) FROM versions WHERE stage <> 'done'") == 0
    twice = "SELECT fact_id, url FROM changes GROUP BY fact_id, url, kind, claim HAVING count(*) > 1"
    assert aftermath.service.rows(twice) == []


def test_every_alert_of_an_undisturbed_walk_over_the_same_arrivals_came(aftermath: Aftermath) -> None:
    """The undisturbed walk: the pure middle of the way, on a scratch ledger, in the order of the decisions."""
    expected = dict(undisturbed(aftermath.service))
    assert len(expected) > 30, "this newswire should ring"
    assert {letter.id for letter in aftermath.letters} == set(expected)
    unlabelled = {letter.id: letter.title for letter in aftermath.letters if not says_repeat(letter)}
    assert unlabelled.items() <= expected.items()


def test_repeats_are_no_more_than_sends_cut_off_and_say_so(aftermath: Aftermath) -> None:
    assert aftermath.cut_in_mid_send > 0
    times = Counter(letter.id for letter in aftermath.letters)
    assert sum(times.values()) - len(times) <= aftermath.cut_in_mid_send
    met: set[str] = set()
    for letter in aftermath.letters:
        assert says_repeat(letter) or letter.id not in met
        met.add(letter.id)
    assert sum(map(says_repeat, aftermath.letters)) <= aftermath.cut_in_mid_send


def says_repeat(letter: Letter) -> bool:
    return letter.title.startswith("[possible repeat] ")


def undisturbed(service: Service) -> Iterator[tuple[str, str]]:
    """(id, title) of each message that the stored versions bring when nothing goes wrong."""
    desk, taxonomy = service.kit.desk, service.kit.desk.lexicons.taxonomy
    memory = ScratchMemory(desk.baseline)
    told: dict[str, str] = {}
    with service.kit.store.unit() as unit:
        (subscription,) = unit.subscriptions.enabled()
    stored = service.rows(
        "SELECT versions.*, url FROM versions JOIN articles ON articles.id = article_id ORDER BY done_at"
    )
    for row in stored:
        document = document_from_row(row, row.url)
        now = row.published or row.seen
        furniture = memory.furniture(document, now=now)
        ingested = decide(analyse(document, desk, furniture=furniture), memory, now=now)
        changes = [matter.change for matter in matters(ingested) if meets(subscription.wants, matter)]
        if not changes:
            continue
        message = bundle_id(subscription.id, [alert_id(subscription.id, change.id) for change in changes])
        words = [
            telling(change, document, ingested.story, taxonomy, corrects=told.get(takes_back(change) or ""))
            for change in changes
        ]
        bundle = Bundle(id=message, subscription=subscription.name, tellings=tuple(words), created=now)
        yield message, render(bundle, "plain", templates=service.kit.templates).title
        told |= {change.fact.id: message for change in changes}
