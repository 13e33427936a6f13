"""Fields of a subscription in words, and from the file."""

from __future__ import annotations

from dataclasses import fields
from datetime import time, timedelta

import pytest

from config.subscriptions import QuietConfig, TimingConfig, WantsConfig
from pipelines.alerts.fields import span_told, timing_of, told_fields, wants_of
from pipelines.alerts.types import Quiet, Timing, Wants
from pipelines.types import ChangeKind


def test_the_file_has_the_fields_and_the_usual_values_of_what_is_stored():
    assert list(WantsConfig.model_fields) == [field.name for field in fields(Wants)]
    assert list(TimingConfig.model_fields) == [field.name for field in fields(Timing)]
    assert wants_of(WantsConfig()) == Wants()
    assert timing_of(TimingConfig()) == Timing()


def test_what_the_file_says_is_what_is_wanted():
    assert wants_of(WantsConfig(changes=("revised",), tiers=(1,))) == Wants(changes=(ChangeKind.REVISED,), tiers=(1,))
    quiet = QuietConfig(start=time(22), end=time(7), urgent=("withdrawn",))
    assert timing_of(TimingConfig(quiet=quiet)).quiet == Quiet(time(22), time(7), frozenset({ChangeKind.WITHDRAWN}))


def test_only_what_is_not_as_usual_is_told():
    timing = Timing(group_wait=timedelta(minutes=5), quiet=Quiet(time(22), time(7), frozenset({ChangeKind.REVISED})))
    assert told_fields(Wants(entities=("acme", "orion"), least_value=1e9), timing) == {
        "entities": "acme, orion",
        "least_value": "1,000,000,000",
        "group_wait": "5m",
        "quiet": "22:00–07:00, but for revised",
    }


@pytest.mark.parametrize(("seconds", "told"), [(0, "0s"), (90, "1m30s"), (5_400, "1h30m"), (172_800, "2d")])
def test_times_are_told_as_they_are_written(seconds: int, told: str):
    assert span_told(timedelta(seconds=seconds)) == told
