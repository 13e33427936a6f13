"""Two processes that meet the same claims at the same moment leave a ledger as one process would."""

from __future__ import annotations

from bench.ledger_race import race

CLAIMS = 1_000


def test_the_same_claims_in_two_processes_make_one_fact_and_one_new_change_each(database_url: str) -> None:
    assert race(database_url, claims=CLAIMS).as_if_one(CLAIMS)
