"""What is refused, and the words that say why and what to write instead."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from config.desk import load_lexicons
from config.settings import ROOT
from pipelines.alerts.naming import known_names
from pipelines.alerts.refusals import TIMED, WANTED, refusals
from pipelines.alerts.types import Quiet, Timing, Wants
from pipelines.types import ChangeKind

LEXICONS = load_lexicons(ROOT / "config", "chips")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"topics": ("olives",)}, "topics: this desk knows no 'olives', so it would never ring; use nvidia, huawei or"),
        ({"entities": ("nvidai",)}, "entities: this desk knows no 'nvidai', so it would never ring; use nvidia"),
        ({"objects": ("H21",)}, "objects: this desk knows no 'H21', so it would never ring; use h20"),
        ({"metrics": ("revenu",)}, "metrics: this desk knows no 'revenu', so it would never ring; use revenue"),
        ({"jurisdictions": ("Chna",)}, "jurisdictions: this desk knows no 'Chna', so it would never ring; use China"),
        ({"kinds": ("rumour",)}, "kinds: 'rumour' is unknown; use figure or policy"),
        ({"statuses": ("in-forse",)}, "statuses: 'in-forse' is unknown; use in-force"),
        ({"directions": ("up",)}, "directions: 'up' is unknown; use tighten, ease or neutral"),
        ({"changes": (ChangeKind.CONFIRMED,)}, "changes: confirmed only keep the ledger up to date and ring nobody"),
        ({"tiers": (4,)}, "tiers: 4 is none; use 1 (official), 2 (press) or 3 (aggregators)"),
        ({"languages": ("english",)}, "languages: 'english' is no ISO 639-1 code; use two small letters"),
        ({"origins": 0}, "origins: 0 is too few; use 1"),
        ({"least_confidence": 60}, "least_confidence: 60 is no share; use 0 to 1, such as 0.6"),
        ({"least_value": 1e9}, "least_value: of what? Add unit, such as USD or percent"),
        ({"least_value": float("nan"), "unit": "USD"}, "least_value: nan is no size"),
        ({"least_move": 0.0}, "least_move: 0 is no share of the value before; use 0.1 for 10 %"),
        ({"least_move": 0.1, "changes": (ChangeKind.NEW,)}, "least_move: only revised figures are held against it"),
        ({"kinds": ("figure",), "statuses": ("in-force",)}, "statuses: figures have none, so it would never ring"),
        ({"kinds": ("figure",), "directions": ("ease",)}, "directions: figures have none, so it would never ring"),
        ({"kinds": ("policy",), "metrics": ("revenue",)}, "metrics: policy moves have none, so it would never ring"),
        ({"unit": "USD", "directions": ("ease",)}, "unit: only figures have that, and only policy moves"),
        ({"metrics": ("gross margin",), "unit": "USD"}, "unit: 'USD' is money, but gross margin is given as ratio"),
    ],
)  # fmt: skip
def test_a_wish_that_can_never_be_met_is_refused_with_the_reason_and_the_cure(asked, told):
    (reason,) = refusals(Wants(**asked), Timing(), LEXICONS)
    assert reason.startswith(told)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"zone": "Europe/Berln"}, "zone: 'Europe/Berln' is no time zone; use Europe/Berlin"),
        ({"digest": "every morning"}, "digest: 'every morning' cannot be read"),
        ({"digest": "0 0 30 2 *"}, "digest: '0 0 30 2 *' cannot be read (bad day-of-month); write minute hour day"),
        ({"heartbeat": "0 25 * * *"}, "heartbeat: '0 25 * * *' cannot be read"),
        ({"cap": 0}, "cap: 0 messages an hour would be silence; use 1 or more"),
        ({"quiet": Quiet(time(7), time(7))}, "quiet: from 07:00 to the same is no time at all"),
        ({"group_wait": timedelta(seconds=-1)}, "group_wait: less than nothing; use 0 or more, such as 5m"),
        ({"repeat_interval": timedelta(0)}, "repeat_interval: would repeat without end"),
        ({"digest": "0 8 * * *", "group_wait": timedelta(minutes=5)}, "digest: all is told at its moments"),
        ({"group_by": "colour"}, "group_by: 'colour' is unknown; use article, story, object or all"),
    ],
)
def test_a_timing_that_cannot_be_kept_is_refused_with_the_reason_and_the_cure(given, told):
    (reason,) = refusals(Wants(), Timing(**given), LEXICONS)
    assert reason.startswith(told)


@pytest.mark.parametrize(
    "wants",
    [
        Wants(),
        Wants(entities=("英伟达", "H20"), kinds=("figure",), origins=2),
        Wants(entities=("European Commission", "SEC"), jurisdictions=("美国", "EU")),
        Wants(metrics=("revenue",), unit="percent", least_value=10.0, least_move=0.1),
        Wants(objects=("chips",), statuses=("in-force",), directions=("tighten",)),
    ],
)
def test_what_can_ring_is_not_refused(wants):
    assert refusals(wants, Timing(digest="0 8 * * 1-5", zone="Asia/Shanghai"), LEXICONS) == []


def test_every_wrong_field_is_told_at_once():
    assert len(refusals(Wants(topics=("olives",), origins=0), Timing(cap=0, zone="Mars"), LEXICONS)) == 4


def test_names_are_found_by_any_alias_and_bodies_by_what_policy_moves_call_them():
    known = known_names(LEXICONS)
    named = known.named(Wants(entities=("Nvidia", "英伟达", "eu-commission"), jurisdictions=("美国",)))
    assert named.entities == ("nvidia", "eu-commission", "European Commission")
    assert named.jurisdictions == ("US",)
    assert known.named(named) == named


def test_every_check_is_on_one_of_the_two_tables():
    assert (len(WANTED), len(TIMED)) == (5, 4)
