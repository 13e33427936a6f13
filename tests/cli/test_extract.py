"""`deltawire extract`: every figure and policy move of a text."""

from __future__ import annotations

import json

from tests.cli.conftest import Deltawire


def test_the_example_has_exactly_two_figures(unserved: Deltawire) -> None:
    said = unserved("extract", stdin='{"id":1,"text":"Sales fell 6% to $4.2bn."}\n')
    assert (said.code, said.err) == (0, "")
    (record,) = said.records
    assert record["id"] == 1
    change, level = record["claims"]
    assert (change["value"], change["unit"], change["measure"], change["trend"]) == (6, "percent", "change", "down")
    assert (level["value"], level["unit"], level["measure"]) == (4.2e9, "USD", "level")


def test_offsets_count_characters_not_bytes(unserved: Deltawire) -> None:
    text = "“Ölpreis” — 🚢 rose 7%."
    said = unserved("extract", stdin=json.dumps({"id": "x", "text": text}, ensure_ascii=False))
    (claim,) = said.records[0]["claims"]
    assert text[claim["start"] : claim["end"]] == claim["quote"]


def test_refused_lines_are_named_and_the_others_answered(unserved: Deltawire) -> None:
    given = '{"id":1}\n{"text":"no id"}\nnothing\n' + "[" * 100_000 + '\n{"id":5,"text":"Prices rose 3%."}\n'
    said = unserved("extract", stdin=given)
    assert said.code == 1
    assert [record["id"] for record in said.records] == [5]
    assert [line.split(":")[1].strip() for line in said.err.splitlines()] == [f"line {n}" for n in (1, 2, 3, 4)]


def test_half_a_surrogate_pair_comes_back_as_it_was_escaped(unserved: Deltawire) -> None:
    said = unserved("extract", stdin='{"id":"\\ud800","text":"Prices rose 3%."}\n')
    assert said.records[0]["id"] == "\ud800"
