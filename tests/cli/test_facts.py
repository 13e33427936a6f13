"""`deltawire facts`: the ledger listed, shown, walked along time, exported, and mended by an operator."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.kit import Kit
from cli.facts import CSV
from config.settings import ROOT
from pipelines.alerts.types import Subscription
from pipelines.ledger import reconcile
from pipelines.types import Claim, Fact
from storage.subscriptions import NewSubscription
from storage.views.facts import STATES
from tests.build import figure, move, sighting
from tests.cli.conftest import Deltawire
from tests.contracts.memory import ingested
from tests.telling import tell

DAY = timedelta(days=1)
ONE, TWO, THREE, FOUR = (f"https://{name}.example/x" for name in ("one", "two", "three", "four"))
CHARGE = figure(5.5e9, quote="Acme books a charge of $5.5 billion on widgets.", reasons=("unit: USD",))
LATER = replace(CHARGE, value=4.4e9, quote="Acme now puts the charge at $4.4 billion.")
COST = figure(6.9e9, quote="=The ban costs Acme $6.9 billion, its chief says.", metric="cost")
WHY = ("--why", "one charge, told twice", "--by", "ada", "--yes")


def meets(kit: Kit, url: str, claim: Claim, *, after: timedelta = timedelta(), rings: bool = False) -> Fact:
    """One article walks the way; the fact that its claim belongs to. `rings`: somebody is told."""
    seen = sighting(url, after=after)
    with kit.store.unit() as unit:
        answer = reconcile([claim], unit.memory.facts([claim]), sighting=seen, stated=unit.memory.stated(url))
        changes = answer.changes
        decided = replace(ingested(url), changes=changes, ringing=changes if rings else ())
        unit.memory.remember(decided, answer.facts, now=seen.seen)
        if rings:
            to = unit.subscriptions.put(NewSubscription(name="desk", targets=()), now=seen.seen)
            told = Subscription(id=to, name="desk", targets=())
            tell(unit, told, changes, now=seen.seen, headline="A charge")
    return changes[0].fact


@pytest.fixture
def line(kit: Kit) -> tuple[Fact, Fact]:
    """A charge that two outlets carried, and the lower one that replaced it a week later."""
    charge = meets(kit, ONE, CHARGE, rings=True)
    meets(kit, TWO, CHARGE, after=DAY)
    return charge, meets(kit, THREE, LATER, after=7 * DAY)


@pytest.fixture
def cost(kit: Kit, line: tuple[Fact, Fact]) -> Fact:
    """What the ledger takes for another fact."""
    return meets(kit, FOUR, COST, after=8 * DAY)


def states(deltawire: Deltawire, *words: str) -> dict[str, str]:
    return {one["fact"]: one["state"] for one in deltawire("facts", "list", "--format", "ndjson", *words).records}


def test_facts_are_listed_newest_first_with_how_they_stand(
    deltawire: Deltawire, line: tuple[Fact, Fact], cost: Fact
) -> None:
    old, new = line
    assert [*states(deltawire).items()] == [(cost.id, "new"), (new.id, "new"), (old.id, "revised")]
    table = deltawire("facts", "list").out
    head = " ".join(table.splitlines()[1].split())
    assert head == "id subject metric object period value state first seen outlets origins"
    assert f"{old.id} acme charge $5.5 billion revised 2026-03-02 2 2" in " ".join(table.split())


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--metric", "charge"), 2), (("--subject", "nobody"), 0), (("--state", "revised"), 1),
        (("--kind", "policy"), 0),
        (("--since", "2026-03-09"), 2), (("--until", "2026-03-09"), 1), (("--object", "widgets"), 0),
        (("--limit", "1"), 1),
        (("--state", "merged"), 0),
    ],
)  # fmt: skip
def test_a_list_is_narrowed_as_asked(deltawire: Deltawire, cost: Fact, words: tuple[str, ...], count: int) -> None:
    assert len(states(deltawire, *words)) == count


def test_a_subject_can_be_called_by_its_name(deltawire: Deltawire, kit: Kit) -> None:
    known = kit.desk.lexicons.taxonomy.entities[0]
    fact = meets(kit, ONE, replace(CHARGE, subject=known.id))
    assert [*states(deltawire, "--subject", known.names[0].upper())] == [fact.id]


def test_a_disputed_and_a_policy_fact_say_so(deltawire: Deltawire, kit: Kit) -> None:
    first = meets(kit, ONE, CHARGE)
    second = meets(kit, TWO, LATER, after=timedelta(hours=2))
    licence = meets(kit, THREE, move())
    assert states(deltawire) == {first.id: "disputed", second.id: "disputed", licence.id: "new"}
    assert "licence requirement widgets tighten, announced" in " ".join(deltawire("facts", "list").out.split())


def test_a_fact_is_shown_with_all_that_it_rests_on(deltawire: Deltawire, line: tuple[Fact, Fact]) -> None:
    old, new = line
    shown = " ".join(deltawire("facts", "show", old.id).out.split())
    for told in (
        "Acme charge: $5.5 billion", "5,500,000,000 USD", "confidence: 90%: unit: USD", "2 independent origins",
        ONE, TWO, CHARGE.quote, f"after {new.id}", "new, rang", "A charge", "state: revised",
    ):  # fmt: skip
        assert told in shown, told
    (record,) = deltawire("facts", "show", old.id, "--format", "ndjson").records
    assert [one["quotes"] for one in record["sightings"]] == [[CHARGE.quote], [CHARGE.quote]]
    assert (record["later"], [one["title"] for one in record["alerts"]]) == ([new.id], ["A charge"])


def test_the_history_shows_values_over_time_and_draws_them(deltawire: Deltawire, line: tuple[Fact, Fact]) -> None:
    old, new = line
    out = deltawire("facts", "history", old.id).out
    assert out == deltawire("facts", "history", "--subject", "acme", "--metric", "charge").out
    rows = " ".join(out.split())
    assert f"2026-03-02 $5.5 billion revised one.example {old.id}" in rows
    assert f"2026-03-09 $4.4 billion -$1.1 billion -20.0% new three.example {new.id}" in rows
    assert "$5.5 billion ┤●──" in out
    assert "$4.4 billion ┤" in out
    assert max(len(row) for row in out.splitlines() if "┤" in row) <= 80


def on_a_terminal(deltawire: Deltawire, *words: str) -> list[str]:
    """The lines of a call on a terminal of 80 columns, without colour."""
    ours, theirs = pty.openpty()
    surroundings = {"COLUMNS": "80", "TERM": "xterm", "NO_COLOR": "1"}
    program = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "facts", *words],
        cwd=ROOT, env=os.environ | deltawire.environment | surroundings, stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    said = b""
    with contextlib.suppress(OSError):  # how a terminal says that nobody writes to it any more
        while portion := os.read(ours, 65_536):
            said += portion
    os.close(ours)
    assert program.wait(30) == 0
    return re.sub(r"\x1b\[[\d;]*m", "", said.decode()).splitlines()


def test_on_a_terminal_of_80_columns_every_line_has_room(deltawire: Deltawire, line: tuple[Fact, Fact]) -> None:
    name = line[0].id
    lines = [*on_a_terminal(deltawire, "list"), *on_a_terminal(deltawire, "history", name)]
    assert sum(name in row for row in lines) == 2
    assert [row for row in lines if len(row) > 80] == []


def test_a_merge_is_shown_asked_for_and_kept(
    deltawire: Deltawire, kit: Kit, line: tuple[Fact, Fact], cost: Fact
) -> None:
    _, new = line
    asked = deltawire("facts", "merge", cost.id, new.id, "--why", "told twice", stdin="n\n")
    assert (asked.code, "Nothing was changed." in asked.out) == (1, True)
    assert deltawire("facts", "list", "--state", "merged", "--format", "ndjson").out == ""
    done = deltawire("facts", "merge", cost.id, new.id, *WHY)
    assert done.code == 0
    assert f"goes {cost.id} Acme cost: $6.9 billion, 1 independent origin" in " ".join(done.out.split())
    assert "2 independent origins" in done.out
    shown = deltawire("facts", "show", cost.id).out
    assert f"{cost.id} was merged: it is {new.id} now." in shown
    assert FOUR in shown
    assert meets(kit, FOUR, COST, after=9 * DAY).id == new.id
    history = " ".join(deltawire("facts", "history", cost.id).out.split())
    assert f"ruling 1: {cost.id} is {new.id}, by ada: one charge, told twice" in history
    assert f"ruling 1 merged in ada {cost.id}" in history


def test_a_split_and_its_undoing_are_in_the_history(deltawire: Deltawire, line: tuple[Fact, Fact]) -> None:
    old, _ = line
    done = deltawire("facts", "split", old.id, "--sighting", TWO, *WHY)
    assert done.code == 0
    (record,) = deltawire("facts", "rulings", "--format", "ndjson").records
    assert (record["kind"], record["ruled_by"], record["urls"]) == ("split", "ada", [TWO])
    assert record["into_id"] in states(deltawire)
    assert deltawire("facts", "undo", "1", "--by", "bob", "--yes").code == 0
    assert "by bob" in deltawire("facts", "rulings").out
    assert deltawire("facts", "rulings", "--standing", "--format", "ndjson").out == ""
    assert record["into_id"] not in states(deltawire)
    assert "undone" in deltawire("facts", "history", old.id).out


def test_who_rules_is_the_user_of_the_machine_unless_said(deltawire: Deltawire, line: tuple[Fact, Fact]) -> None:
    deltawire("facts", "split", line[0].id, "--sighting", TWO, "--why", "w", "--yes", stdin="")
    (record,) = deltawire("facts", "rulings", "--format", "ndjson").records
    assert record["ruled_by"]


def test_an_export_has_all_that_match_and_runs_no_formula(deltawire: Deltawire, cost: Fact) -> None:
    rows = list(csv.DictReader(io.StringIO(deltawire("facts", "export", "--since", "2026-03-01").out)))
    assert [row["metric"] for row in rows] == ["cost", "charge", "charge"]
    assert rows[0]["quote"] == f"'{COST.quote}"
    assert (rows[2]["value"], rows[2]["outlet_names"]) == ("5500000000.0", "one.example; two.example")
    assert (rows[2]["state"], rows[2]["current"]) == ("revised", "false")
    exported = deltawire("facts", "export", "--format", "ndjson").records
    assert exported == deltawire("facts", "list", "--format", "ndjson").records
    assert set(rows[0]) - {"actor", "jurisdiction", "instrument", "target", "direction", "status", "effective"} <= set(
        exported[0]
    )


def test_every_column_of_an_export_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "ledger.md").read_text(encoding="utf-8")))
    assert set(CSV) - explained == set()
    assert set(STATES) - explained == set()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "--kind", "rumour"), "'rumour'"),
        (("list", "--state", "odd"), "withdrawn"),
        (("list", "--since", "2026-03-02", "--until", "2026-03-01"), "--until"),
        (("show", "f_0"), "facts list"),
        (("history",), "--subject"),
        (("history", "f_0", "--subject", "x"), "--subject"),
        (("undo", "9", "--yes"), "no ruling 9"),
        (("merge", "f_0", "f_1", "--why", " "), "--why"),
        (("merge", "f_0", "f_0", *WHY), "itself"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_cure(deltawire: Deltawire, words: tuple[str, ...], told: str) -> None:
    said = deltawire("facts", *words)
    assert said.code == 2
    assert told in said.err


def test_a_mistyped_id_is_answered_with_its_neighbour(deltawire: Deltawire, line: tuple[Fact, Fact]) -> None:
    typed = line[0].id[:-1] + "_"
    assert f"close: {line[0].id}" in deltawire("facts", "show", typed).err
