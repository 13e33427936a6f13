"""`deltawire policy`: the board, one control with its states, the timeline, rulings and exports."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from adapters.kit import Kit, lay_baseline
from config.settings import ROOT
from pipelines.alerts.types import Subscription
from pipelines.controls.asked import NEWEST
from pipelines.ledger import reconcile
from pipelines.ports import Fetched
from pipelines.records import claim_record
from pipelines.sources.register import read_register
from pipelines.types import Fact, PolicyMove
from storage.subscriptions import NewSubscription
from tests.build import document, figure, known, move, sighting
from tests.cli.conftest import Deltawire
from tests.contracts.memory import ingested
from tests.telling import tell

DAY = timedelta(days=1)
ONE, TWO, THREE = (f"https://{name}.example/x" for name in ("one", "two", "three"))
GAZETTE = "https://gazette.example/x"
LICENCE = move(status="reported", quote="Ruritania is said to require licences for widgets.")
EASED = move(direction="ease", status="announced", quote="Ruritania drops the licences.\x1b[31m")
FORCED = move(status="in-force", quote="Licences are required for widgets, the gazette states.")
KEY = "ruritania/licence-requirement/widgets/borduria"
WHY = ("--why", "the gazette has it", "--by", "ada", "--yes")


def meets(kit: Kit, url: str, claim: PolicyMove, *, after: timedelta = timedelta(), tier: int = 2) -> Fact:
    """One article walks the way and rings; the fact that its claim belongs to."""
    seen = sighting(url, after=after)
    with kit.store.unit() as unit:
        answer = reconcile([claim], unit.memory.facts([claim]), sighting=seen, stated=unit.memory.stated(url))
        changes = answer.changes
        decided = replace(ingested(url), document=document(url, tier=tier), changes=changes, ringing=changes)
        unit.memory.remember(decided, answer.facts, now=seen.seen)
        to = unit.subscriptions.put(NewSubscription(name="desk", targets=()), now=seen.seen)
        told = Subscription(id=to, name="desk", targets=())
        tell(unit, told, changes, now=seen.seen, headline=f"Widgets {url[8]}")
    return changes[0].fact


@pytest.fixture
def course(kit: Kit) -> Sequence[Fact]:
    """Two outlets report a licence requirement, the gazette states it, and much later it is eased."""
    licence = meets(kit, ONE, LICENCE)
    meets(kit, TWO, LICENCE, after=DAY)
    meets(kit, GAZETTE, FORCED, after=4 * DAY, tier=1)
    return licence, meets(kit, THREE, EASED, after=90 * DAY)


@pytest.fixture
def dispute(kit: Kit) -> tuple[Fact, Fact]:
    """Two outlets contradict each other within hours."""
    return meets(kit, ONE, move()), meets(kit, THREE, EASED, after=DAY / 4)


def record(deltawire: Deltawire, *words: str) -> dict[str, Any]:
    (one,) = deltawire("policy", *words, "--format", "ndjson").records
    return one


def test_the_board_says_what_stands_since_when_and_on_whose_word(deltawire: Deltawire, course: Sequence[Fact]) -> None:
    told = " ".join(deltawire("policy", "list").out.split())
    assert "Widgets to Borduria Ruritania licence requirement announced, ease 2026-05-31 three.example 1" in told
    assert record(deltawire, "list")["key"] == KEY


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("--object", "widgets"), 1), (("--object", "cogs"), 0), (("--jurisdiction", "ruritania"), 1),
        (("--instrument", "probe"), 0), (("--target", "borduria"), 1), (("--status", "announced"), 1),
        (("--status", "in-force"), 0), (("--since", "2026-05-31"), 1), (("--since", "2026-06-01"), 0),
        (("--as-of", "2026-03-01"), 0),
    ],
)  # fmt: skip
def test_the_board_is_narrowed_as_asked(
    deltawire: Deltawire, course: Sequence[Fact], words: tuple[str, ...], count: int
) -> None:
    assert len(deltawire("policy", "list", *words, "--format", "ndjson").records) == count


def test_as_of_a_day_the_board_is_what_was_known_then(deltawire: Deltawire, course: Sequence[Fact]) -> None:
    assert record(deltawire, "list", "--as-of", "2026-03-04")["stands"]["step"] == "reported"
    assert record(deltawire, "list", "--as-of", "2026-03-07")["stands"]["step"] == "in-force"


def test_a_control_is_shown_with_every_state_and_what_each_rests_on(
    deltawire: Deltawire, course: Sequence[Fact]
) -> None:
    licence, eased = course
    shown = " ".join(deltawire("policy", "show", KEY).out.split())
    for told in (
        LICENCE.quote, FORCED.quote, "first reported 2026-03-02 09:00 by one.example", ONE,
        "3 independent outlets: one.example, two.example, gazette.example", "since 2026-05-31",
        f"official 2026-03-06 09:00 by gazette.example, {GAZETTE}: “{FORCED.quote}”",
        f"4 days after the press had it first: 2026-03-02 09:00 by one.example, {ONE}",
        "gazette.example, official", "Widgets o", f"facts {eased.id}; supersedes {licence.id}",
    ):  # fmt: skip
        assert told in shown, told
    assert "\x1b" not in shown
    whole = record(deltawire, "show", eased.id)
    assert [state["step"] for state in whole["states"]] == ["in-force", "announced"]
    assert whole["states"][0]["since"] == "2026-03-06"
    assert whole["states"][0]["lead_seconds"] == 4 * 86_400
    assert whole["states"][0]["press"]["url"] == ONE
    assert whole["states"][0]["told"][0]["quotes"] == [LICENCE.quote]


def test_the_timeline_draws_a_line_for_each_move_on_80_columns(deltawire: Deltawire, course: Sequence[Fact]) -> None:
    drawn = deltawire("policy", "timeline", "--object", "widgets").out.splitlines()
    assert [" ".join(line.split()[:1]) for line in drawn[2:]] == ["2026-03-02", "└", "2026-05-31"]
    assert "one.example" in drawn[2]
    assert drawn[2].endswith("+2")
    assert drawn[3].strip() == "└ official: gazette.example 2026-03-06, 4 days after the press"
    assert max(map(len, drawn)) <= 80
    records = deltawire("policy", "timeline", "--object", "widgets", "--format", "ndjson").records
    assert [one["step"] for one in records] == ["in-force", "announced"]


def test_the_operator_settles_a_dispute_takes_it_back_and_rings_nobody(
    deltawire: Deltawire, dispute: tuple[Fact, Fact]
) -> None:
    told, denied = dispute
    assert "disputed" in deltawire("policy", "list").out
    alerts = deltawire("alerts", "list", "--format", "ndjson").out
    asked = deltawire("policy", "settle", told.id, "--status", "in-force", "--why", "w", stdin="n\n")
    assert (asked.code, "Nothing was changed." in asked.out) == (1, True)
    call = ("settle", told.id, "--status", "in-force", "--effective", "2026-03-05", *WHY)
    done = deltawire("policy", *call)
    assert (done.code, "`deltawire policy undo 1`" in done.out) == (0, True)
    board = " ".join(deltawire("policy", "list").out.split())
    assert f"{told.id} Widgets to Borduria Ruritania licence requirement in-force, tighten 2026-03-05" in board
    assert "operator, ruling 1" in board
    assert "disputed" not in board
    assert "ruling 1:" in deltawire("policy", "show", told.id).out
    assert "the gazette has it" in deltawire("facts", "show", told.id).out
    assert deltawire("policy", "undo", "1", "--by", "bob", "--yes").code == 0
    assert "disputed" in deltawire("policy", "list").out
    assert "undone by bob" in deltawire("policy", "show", denied.id).out
    assert deltawire("alerts", "list", "--format", "ndjson").out == alerts


def test_merged_facts_speak_for_the_one_that_they_went_into(deltawire: Deltawire, kit: Kit) -> None:
    other = move(jurisdiction="Syldavia", actor="Syldavia", object="gears", quote="A ministry in Klow limits gears.")
    widgets, gears = meets(kit, ONE, move()), meets(kit, TWO, other, after=60 * DAY)
    deltawire("policy", "settle", gears.id, "--status", "in-force", *WHY)
    assert deltawire("facts", "merge", gears.id, widgets.id, *WHY).code == 0
    (state,) = record(deltawire, "show", KEY)["states"]
    assert (state["facts"], state["outlets"], state["step"]) == ([widgets.id], 2, "in-force")
    assert record(deltawire, "show", gears.id)["key"] == KEY


def test_the_seed_corpus_gives_the_starting_states(deltawire: Deltawire, kit: Kit) -> None:
    lay_baseline(kit)
    board = deltawire("policy", "list", "--format", "ndjson").records
    assert board
    assert all(one["stands"]["baseline"] and one["stands"]["reported"] is None for one in board)
    assert deltawire("policy", "list").out.count("seed corpus") == len(board)


def test_an_export_for_calendars_has_the_days_that_are_named(
    deltawire: Deltawire, kit: Kit, course: Sequence[Fact]
) -> None:
    deltawire("policy", "settle", course[1].id, "--status", "in-force", "--effective", "2026-06-15", *WHY)
    calendar = deltawire("policy", "export", "--format", "ics").out
    assert "DTSTART;VALUE=DATE:20260615" in calendar
    assert calendar.count("BEGIN:VEVENT") == 1
    assert record(deltawire, "export")["key"] == KEY


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "--status", "odd"), "rescinded"),
        (("show", "f_0"), "policy list"),
        (("timeline",), "--object"),
        (("settle", "f_0", "--status", "odd", *WHY), "rescinded"),
        (("settle", "f_0", "--status", "lifted", *WHY), "no fact 'f_0'"),
        (("settle", "f_0", "--status", "lifted", "--why", " "), "--why"),
        (("undo", "9", "--yes"), "no ruling 9"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_cure(deltawire: Deltawire, words: tuple[str, ...], told: str) -> None:
    said = deltawire("policy", *words)
    assert said.code == 2
    assert told in said.err


def test_a_figure_has_no_status_to_settle(deltawire: Deltawire, kit: Kit) -> None:
    with kit.store.unit() as unit:
        unit.memory.keep_facts([known(figure(), id="f_1")])
    said = deltawire("policy", "settle", "f_1", "--status", "lifted", *WHY)
    assert (said.code, "is a figure" in said.err) == (2, True)


def test_an_outlet_in_wide_letters_keeps_the_columns(deltawire: Deltawire, kit: Kit) -> None:
    claim = move(quote="Licences.")
    place = sighting(ONE, outlet="外贸\n观察" * 9)
    with kit.store.unit() as unit:
        answer = reconcile([claim], [], sighting=place)
        unit.memory.remember(replace(ingested(ONE), changes=answer.changes), answer.facts, now=place.seen)
    *_, drawn = deltawire("policy", "timeline", "--object", "widgets").out.splitlines()
    assert "外贸 观察" in drawn
    assert cell_len(drawn) <= 80


# ---------------------------------------------------------------- from a replay, without a database
def test_without_a_replay_or_with_another_file_the_cure_is_named(unserved: Deltawire, tmp_path: Path) -> None:
    missing = unserved("policy", "list", "--replay", "LAST")
    assert (missing.code, "deltawire replay" in missing.err) == (2, True)
    (tmp_path / "odd").write_text('{"type":"article"}\n', encoding="utf-8")
    odd = unserved("policy", "list", "--replay", str(tmp_path / "odd"))
    assert (odd.code, "replay again" in odd.err) == (2, True)


REGISTER = {
    "count": 1,
    "description": "Documents from the Industry and Security Bureau",
    "total_pages": 1,
    "results": [
        {
            "title": "Export Controls on Certain Accelerators",
            "type": "Rule",
            "abstract": "With this interim final rule, the Bureau of Industry and Security (BIS) imposes a licence "
            "requirement on exports of the Nvidia H20 to China.",
            "document_number": "2026-04999",
            "html_url": "https://www.federalregister.gov/documents/2026/03/09/2026-04999/accelerators",
            "pdf_url": "https://www.govinfo.gov/content/pkg/FR-2026-03-09/pdf/2026-04999.pdf",
            "public_inspection_pdf_url": "https://public-inspection.federalregister.gov/2026-04999.pdf",
            "publication_date": "2026-03-09",
            "agencies": [{"raw_name": "DEPARTMENT OF COMMERCE", "name": "Commerce Department", "slug": "commerce"}],
            "excerpts": None,
        }
    ],
}
"""One page of the Federal Register's documents API, in its shape and in words of our own."""
REPORTS = (
    ("https://harbour.example/1", "2026-03-02T09:00:00Z", "Harbour Ledger",
     "The US Commerce Department will require a licence for exports of the Nvidia H20 to China, two officials said."),
    ("https://quay.example/2", "2026-03-03T08:00:00Z", "Quay Post",
     "The United States imposes a licence requirement on exports of Nvidia's H20 to China, the Quay Post has learned."),
)  # fmt: skip


def articles() -> str:
    """The press's reports, and a week later the document, as the register's reader hands it on."""
    fetched = Fetched("https://www.federalregister.gov/api/v1/documents.json", 200, {}, json.dumps(REGISTER).encode())
    (entry,) = read_register(fetched, NoParser())
    told = [
        {"url": url, "title": text[:40], "published": day, "outlet": outlet, "text": text}
        for url, day, outlet, text in REPORTS
    ]
    rule = {"url": entry.url, "title": entry.title, "published": str(entry.published), "html": entry.html}
    return "".join(json.dumps(one) + "\n" for one in (*told, {**rule, "outlet": "Federal Register", "tier": 1}))


class NoParser:
    """Registers are JSON: nobody parses a feed."""

    def parse(self, body: bytes, headers: Mapping[str, str]) -> Mapping[str, Any]:
        raise AssertionError("no feed")


def test_a_replay_is_kept_and_its_document_linked_with_the_press_that_had_it_first(
    unserved: Deltawire, tmp_path: Path
) -> None:
    assert unserved("replay", "--input", "-", "--baseline", "none", stdin=articles()).code == 0
    drawn = unserved("policy", "timeline", "--object", "H20", "--jurisdiction", "US", "--replay", "LAST").out
    assert "licence requirement" in drawn
    assert "official: Federal Register 2026-03-09, 7 days after the press" in drawn
    shown = " ".join(unserved("policy", "show", "us//h20/china", "--replay", "LAST").out.split())
    assert "7 days after the press had it first: 2026-03-02 09:00 by Harbour Ledger, https://harbour.example/1" in shown
    assert "Federal Register, official" in shown


def test_the_next_replay_overwrites_the_last_and_one_kept_elsewhere_stays(unserved: Deltawire, tmp_path: Path) -> None:
    elsewhere = tmp_path / "kept" / "one.ndjson"
    call = ("replay", "--input", "-", "--baseline", "none", "--format", "ndjson")
    assert unserved(*call, "--keep", str(elsewhere), stdin=articles()).code == 0
    assert unserved(*call, stdin="").code == 0
    assert unserved("policy", "list", "--replay", "LAST", "--format", "ndjson").records == []
    assert unserved("policy", "list", "--replay", str(elsewhere), "--format", "ndjson").records


def test_the_other_desks_seeds_are_starting_states_of_a_replay_too(unserved: Deltawire) -> None:
    assert unserved("replay", "--input", "-", stdin="", DESK="wheat").code == 0
    board = unserved("policy", "list", "--object", "Wheat", "--replay", "LAST", DESK="wheat").out
    assert "Wheat" in board
    assert "seed corpus" in board


def test_a_replay_that_cannot_be_kept_still_prints(unserved: Deltawire, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    said = unserved("replay", "--input", "-", "--keep", str(tmp_path / "file" / "x"), stdin=articles())
    assert (said.code, "not kept" in said.err) == (0, True)


def test_a_calendar_has_no_day_of_what_was_replaced(deltawire: Deltawire, kit: Kit) -> None:
    meets(kit, ONE, replace(LICENCE, status="announced", effective=date(2026, 6, 1)))
    meets(kit, THREE, EASED, after=40 * DAY)
    assert len(record(deltawire, "show", KEY)["states"]) == 2
    assert "BEGIN:VEVENT" not in deltawire("policy", "export", "--format", "ics").out


@pytest.mark.parametrize("words", [("list",), ("timeline", "--jurisdiction", "Ruritania"), ("show", "ruritania///")])
def test_who_sees_the_latest_of_a_large_ledger_only_is_told(
    deltawire: Deltawire, kit: Kit, words: tuple[str, ...]
) -> None:
    crowd = [
        known(move(object=f"thing {number}", quote=f"Thing {number}."), sighting(f"{ONE}/{number}"), id=f"f_{number}")
        for number in range(NEWEST)
    ]
    with kit.store.unit() as unit:
        unit.memory.keep_facts(crowd)
    assert "moved last" in deltawire("policy", *words).out
    records = deltawire("policy", *words, "--format", "ndjson")
    assert (len(records.records), "moved last" in records.err) == (NEWEST, True)
    assert "moved last" not in deltawire("policy", "show", "f_7").out


def test_what_is_said_again_after_its_withdrawal_stands_again(kit: Kit, deltawire: Deltawire) -> None:
    fact = meets(kit, ONE, LICENCE)
    with kit.store.unit() as unit:
        dropped = reconcile([], [], sighting=sighting(ONE, after=DAY), stated=unit.memory.stated(ONE))
        unit.memory.remember(
            replace(ingested(ONE), changes=dropped.changes), dropped.facts, now=sighting(after=DAY).seen
        )
    assert record(deltawire, "list")["stands"] is None
    gone = ("facts", "list", "--state", "withdrawn", "--format", "ndjson")
    assert len(deltawire(*gone).records) == 1
    assert meets(kit, TWO, LICENCE, after=2 * DAY).id == fact.id
    stands = record(deltawire, "list")["stands"]
    assert (stands["facts"], stands["withdrawn"]) == ([fact.id], False)
    assert deltawire(*gone).records == []


def test_every_field_that_is_printed_is_explained(deltawire: Deltawire, course: Sequence[Fact]) -> None:
    page = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    claims = claim_record(move())
    whole = record(deltawire, "show", KEY)
    state = whole["states"][0]
    printed = {*whole, *state, *state["reported"], *state["told"][0]} - claims.keys()
    assert {name for name in printed if f"`{name}`" not in page} == set()
