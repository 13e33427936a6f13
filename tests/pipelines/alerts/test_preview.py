"""What a subscription would have rung of a past that is told article by article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from config.desk import load_lexicons
from config.settings import ROOT
from pipelines.alerts.past import Past
from pipelines.alerts.preview import Preview, preview
from pipelines.alerts.types import Subscription, Timing, Wants
from pipelines.ledger import reconcile
from pipelines.rules import why_it_rings
from pipelines.types import ChangeKind, Claim, Fact
from tests.build import MONDAY, document, figure, sighting

LEXICONS = load_lexicons(ROOT / "config", "wheat")
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
CHARGE = figure(5.5e9, quote="Acme books a charge of $5.5 billion on widgets.", object="widgets")
LESS = replace(CHARGE, value=4.4e9, quote="Acme now puts the charge on widgets at $4.4 billion.")
FINE = figure(3e7, quote="A court fined Acme $30 million.", metric="fine")
Article = tuple[str, Claim, timedelta, str]


def told(outlet: str, claim: Claim, after: timedelta, copies: str = "") -> Article:
    """An article; `copies`: the outlet whose article it is word for word."""
    return outlet, claim, after, copies or outlet


def past(*articles: Article) -> Iterator[Past]:
    facts: dict[str, Fact] = {}
    for outlet, claim, after, origin in articles:
        seen = sighting(_url(outlet, after), after=after, outlet=outlet, origin=_url(origin, timedelta()))
        answer = reconcile([claim], list(facts.values()), sighting=seen, stated=[])
        facts |= {fact.id: fact for fact in answer.facts}
        for change in answer.changes:
            where = document(seen.url, outlet=outlet, published=seen.seen)
            yield Past(change, where, ("prices",), "en", why_it_rings(change) is not None)


def _url(outlet: str, after: timedelta) -> str:
    return f"https://{outlet.lower()}.example/{after.days}"


def seen(*articles: Article, wants: Wants | None = None, timing: Timing | None = None) -> Preview:
    wanted = Subscription(1, "desk", (), wants or Wants(), timing or Timing())
    return preview(wanted, past(*articles), LEXICONS, since=MONDAY, until=MONDAY + 4 * WEEK)


def moments(preview: Preview) -> list[timedelta]:
    return [one.bundle.created - MONDAY for one in preview.messages]


TWICE = Wants(origins=2)


def test_a_change_that_is_asked_for_rings_when_it_came_and_others_do_not():
    both = (told("One", CHARGE, DAY), told("Two", FINE, 2 * DAY))
    assert moments(seen(*both)) == [DAY, 2 * DAY]
    (only,) = seen(*both, wants=Wants(metrics=("fine",))).messages
    assert "fine" in only.bundle.tellings[0].headline


def test_with_two_origins_asked_for_it_rings_once_at_the_article_that_brings_the_second():
    rung = seen(
        told("One", CHARGE, DAY),
        told("Two", CHARGE, 2 * DAY, copies="One"),
        told("Three", CHARGE, 3 * DAY),
        told("Four", CHARGE, 4 * DAY),
        wants=TWICE,
    )
    assert moments(rung) == [3 * DAY]
    (message,) = rung.messages
    (telling,) = message.bundle.tellings
    assert telling.origins == 2
    assert telling.outlets == ("One", "Three", "Two")
    assert message.brought_by[telling.change].outlet == "Three"


def test_copies_of_one_text_never_make_a_second_origin():
    rung = seen(told("One", CHARGE, DAY), told("Two", CHARGE, 2 * DAY, copies="One"), wants=TWICE)
    assert (rung.messages, rung.unconfirmed) == ((), 1)


def test_what_an_article_takes_back_before_a_second_one_said_it_does_not_ring():
    rung = seen(
        told("One", CHARGE, DAY),
        told("One", LESS, DAY),
        told("Two", CHARGE, 5 * DAY),
        told("Three", LESS, 6 * DAY),
        wants=TWICE,
    )
    assert all("$4.4 billion" in one.bundle.tellings[0].headline for one in rung.messages)


def test_what_an_article_corrects_before_it_was_told_is_told_as_corrected_even_to_who_asked_for_news_alone():
    rung = seen(
        told("One", CHARGE, HOUR),
        told("One", LESS, 2 * HOUR),
        wants=Wants(changes=(ChangeKind.NEW,)),
        timing=Timing(digest="0 18 * * *"),
    )
    (message,) = rung.messages
    assert [one.kind for one in message.bundle.tellings] == [ChangeKind.REVISED]


def test_a_digest_tells_all_at_its_moment():
    rung = seen(told("One", CHARGE, HOUR), told("Two", FINE, 2 * HOUR), timing=Timing(digest="0 18 * * *"))
    (message,) = rung.messages
    assert message.bundle.created.hour == 18
    assert len(message.bundle.tellings) == 2


def test_a_group_waits_for_others_and_a_cap_puts_off():
    timing = Timing(group_by="all", group_wait=2 * HOUR)
    assert moments(seen(told("One", CHARGE, HOUR), told("Two", FINE, 2 * HOUR), timing=timing)) == [3 * HOUR]
    capped = seen(told("One", CHARGE, HOUR), told("Two", FINE, HOUR), timing=Timing(cap=1))
    assert moments(capped) == [HOUR, 2 * HOUR]


def test_articles_of_one_moment_come_one_after_another_and_what_a_cap_puts_off_of_them_is_one_message():
    names = ("charge", "fine", "revenue", "cost", "profit")
    claims = [
        figure((n + 2) * 1e7, quote=f"The {name} is ${n + 2}0 million.", metric=name) for n, name in enumerate(names)
    ]
    five = [told(f"Outlet{n}", claim, HOUR) for n, claim in enumerate(claims)]
    rung = seen(*five, timing=Timing(cap=1))
    assert moments(rung) == [HOUR, 2 * HOUR]
    assert [len(one.bundle.tellings) for one in rung.messages] == [1, 4]
    assert moments(seen(*five)) == [HOUR] * 5, "without a cap each rings alone"


def test_messages_are_counted_by_the_week_and_those_from_before_are_left_out():
    articles = [told("One", CHARGE, -DAY), told("Two", FINE, DAY)]
    rung = seen(*articles)
    assert len(rung.messages) == 1
    assert (rung.weeks, rung.a_week) == (4.0, 0.25)
