"""`deltawire replay`: the machine-readable face that others build on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Deltawire

TEXT = (
    "The US Commerce Department has lifted its licence requirement for the Nvidia H20, it said on Tuesday. "
    "Nvidia expects a charge of $3.1 billion for the chip in the third quarter."
)
FIRST = {"url": "https://one.example/a", "title": "H20 freed", "published": "2026-03-02T09:00:00Z", "text": TEXT}
COPY = FIRST | {"url": "https://two.example/b", "published": "2026-03-02T10:00:00Z", "unknown key": 1}
ASIDE = {
    "url": "https://one.example/c",
    "title": "A regatta",
    "published": "2026-03-03",
    "text": "Forty boats left the harbour on Sunday; the race was won by a baker.",
}
BOTH = {"type", "url", "fact", "kind", "quote", "start", "end", "modality", "speaker", "confidence"}
FIGURE = {"value", "value_high", "unit", "approx", "trend", "measure", "subject", "metric", "object", "period", "prior"}
POLICY = {"actor", "jurisdiction", "instrument", "object", "target", "direction", "status", "effective"}
POLICY |= {"filing", "bill", "stage"}


def lines(*articles: dict[str, Any] | str) -> str:
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in articles) + "\n"


def of_type(kind: str, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [record for record in records if record["type"] == kind]


def test_articles_claims_and_changes_have_the_fields_that_others_rely_on(unserved: Deltawire) -> None:
    said = unserved("replay", "--input", "-", "--format", "ndjson", stdin=lines(FIRST))
    assert (said.code, said.err) == (0, "")
    (article,) = of_type("article", said.records)
    fields = {"type", "url", "relevant", "score", "topics", "story", "copy_of", "copy_kind", "language", "why"}
    assert set(article) == fields
    assert article["relevant"] is True
    assert 0 <= article["score"] <= 1
    assert "export-controls" in article["topics"]
    claims = of_type("claim", said.records)
    assert {claim["kind"] for claim in claims} == {"figure", "policy"}
    for claim in claims:
        assert set(claim) == BOTH | (FIGURE if claim["kind"] == "figure" else POLICY)
    changes = of_type("change", said.records)
    assert changes
    for change in changes:
        assert {"change", "previous", "fact", "quote", "url"} <= set(change)


def test_offsets_slice_the_given_text_to_the_quote_verbatim(unserved: Deltawire) -> None:
    said = unserved("replay", "--input", "-", "--format", "ndjson", stdin=lines(FIRST))
    told = [record for record in said.records if record["type"] != "article"]
    assert len(told) >= 4
    for record in told:
        assert TEXT[record["start"] : record["end"]] == record["quote"]


def test_offsets_of_an_html_article_slice_the_text_that_its_line_carries(unserved: Deltawire) -> None:
    page = {key: value for key, value in FIRST.items() if key != "text"}
    page["html"] = "<html><body><article>" + "".join(f"<p>{part}.</p>" for part in TEXT.rstrip(".").split(". "))
    said = unserved("replay", "--input", "-", "--format", "ndjson", stdin=lines(page))
    (article,) = of_type("article", said.records)
    claims = of_type("claim", said.records)
    assert claims
    for claim in claims:
        assert article["text"][claim["start"] : claim["end"]] == claim["quote"]


def test_a_copy_names_its_original_and_rings_nothing_again(unserved: Deltawire) -> None:
    said = unserved("replay", "--input", "-", "--format", "ndjson", stdin=lines(FIRST, COPY, ASIDE))
    first, copy, aside = of_type("article", said.records)
    assert (copy["copy_of"], copy["copy_kind"]) == (FIRST["url"], "exact")
    assert copy["story"] == first["story"]
    assert {change["url"] for change in of_type("change", said.records)} == {FIRST["url"]}
    assert aside["relevant"] is False
    assert not [record for record in said.records if record["type"] == "claim" and record["url"] == ASIDE["url"]]


def test_a_line_that_cannot_be_used_is_named_by_its_number_and_the_rest_is_processed(unserved: Deltawire) -> None:
    undated = ASIDE | {"published": "some day"}
    dumb = {key: value for key, value in ASIDE.items() if key != "text"}
    nameless = {key: value for key, value in ASIDE.items() if key != "url"}
    given = lines("{not json", nameless, "", undated, dumb, "[1]", FIRST).encode() + b"\xff\n"
    said = unserved("replay", "--input", "-", "--format", "ndjson", stdin=given)
    assert said.code == 1
    assert [record["url"] for record in of_type("article", said.records)] == [FIRST["url"]]
    complaints = said.err.splitlines()
    assert [line.split(":")[1].strip() for line in complaints] == [f"line {n}" for n in (1, 2, 4, 5, 6, 8)]
    for complaint, words in zip(complaints, ("JSON", "`url`", "`published`", "`text`", "object", "UTF-8"), strict=True):
        assert words in complaint


def test_without_a_baseline_the_ledger_starts_empty(unserved: Deltawire, tmp_path: Path) -> None:
    (tmp_path / "seed.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "input").write_text(lines(FIRST), encoding="utf-8")
    call = ("replay", "--input", str(tmp_path / "input"), "--format", "ndjson")
    known = unserved(*call, SEEDS_DIR=str(tmp_path))
    empty = unserved(*call, "--baseline", "none", SEEDS_DIR=str(tmp_path))
    assert not of_type("change", known.records)
    assert of_type("change", empty.records)


def test_all_topics_decides_claims_of_articles_that_are_off_topic(unserved: Deltawire) -> None:
    text = "Nvidia's gaming revenue fell 6% to $2.1 billion in 2025. The race in the harbour was won by a baker."
    regatta = ASIDE | {"text": text}
    some = unserved("replay", "--input", "-", "--format", "ndjson", stdin=lines(regatta))
    all_of_them = unserved("replay", "--input", "-", "--format", "ndjson", "--topics", "all", stdin=lines(regatta))
    assert not of_type("claim", some.records)
    assert of_type("claim", all_of_them.records)


def test_people_read_the_changes_and_the_counts(unserved: Deltawire) -> None:
    said = unserved("replay", "--input", "-", stdin=lines(FIRST, COPY))
    assert said.code == 0
    assert "$3.1 billion" in said.out
    assert said.out.splitlines()[-1].startswith("2 articles, 2 relevant, 1 copies")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "--input"),
        (("--input", "-", "--since", "2026-01-01"), "--input"),
        (("--input", "/nonexistent/file"), "/nonexistent/file"),
        (("--input", "-", "--baseline", "some"), "'some'"),
        (("--input", "-", "--topics", "some"), "'some'"),
        (("--input", "-", "--format", "csv"), "csv"),
    ],
)
def test_an_unusable_call_is_refused_by_name(unserved: Deltawire, words: tuple[str, ...], told: str) -> None:
    said = unserved("replay", *words)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
