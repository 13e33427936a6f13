"""Which moves speak of one control, and at which step each stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.policy import same_line, step
from pipelines.types import PolicyMove

BAN = PolicyMove(
    quote="",
    start=0,
    end=0,
    actor="BIS",
    jurisdiction="US",
    instrument="licence requirement",
    object="h20",
    target="China",
    direction="tighten",
    status="in-force",
)


def test_a_move_is_on_its_own_line() -> None:
    assert same_line(BAN, BAN) == 1.0


def test_the_actor_within_a_jurisdiction_and_the_direction_do_not_part_a_line() -> None:
    assert same_line(BAN, replace(BAN, actor="Commerce Department", direction="ease", status="lifted")) == 1.0


def test_another_jurisdiction_is_another_line() -> None:
    assert same_line(BAN, replace(BAN, jurisdiction="Netherlands")) == 0.0


def test_another_object_is_another_line() -> None:
    assert same_line(BAN, replace(BAN, object="lithography")) < 0.6


def test_another_family_of_instruments_is_another_line() -> None:
    assert same_line(BAN, replace(BAN, instrument="probe")) == 0.0


def test_news_calls_one_control_a_ban_or_a_licence_requirement() -> None:
    assert same_line(BAN, replace(BAN, instrument="ban")) > 0.85


def test_what_is_left_open_neither_parts_nor_joins_fully() -> None:
    open_ = same_line(BAN, replace(BAN, object=None))
    assert same_line(BAN, replace(BAN, object="lithography")) < open_ < same_line(BAN, BAN)


def test_the_order_of_two_moves_does_not_matter() -> None:
    other = replace(BAN, object="advanced computing chips", jurisdiction=None, instrument="rule")
    assert same_line(BAN, other) == same_line(other, BAN)


@pytest.mark.parametrize(
    ("direction", "status", "wanted"),
    [
        ("tighten", "in-force", "in-force"),
        ("tighten", "proposed", "proposed"),
        ("ease", "rescinded", "lifted"),
        ("ease", "in-force", "lifted"),
        ("ease", "announced", "announced"),
    ],
)
def test_the_step_is_the_status_with_easings_in_force_as_lifted(direction: str, status: str, wanted: str) -> None:
    assert step(replace(BAN, direction=direction, status=status)) == wanted  # type: ignore[arg-type]  # literals
