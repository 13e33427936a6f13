"""The default sources: what ships can be read, and what cannot be polled says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.settings import ROOT, SettingsRefused
from config.sources import SourceConfig, load_sources
from pipelines.sources import READERS

DESKS = ("chips", "wheat")
SHIPPED = load_sources(ROOT / "config", "chips")
ONE = "- {name: one, url: 'https://one.example/feed', outlet: One}"


def written(folder: Path, *entries: str) -> Path:
    """A CONFIG_DIR with these sources."""
    (folder / "desks").mkdir(exist_ok=True)
    (folder / "desks" / "own.sources.yaml").write_text("\n".join(["sources:", *entries]), encoding="utf-8")
    return folder


def test_every_kind_that_a_source_may_have_has_a_reader_and_every_reader_can_be_named() -> None:
    kinds = SourceConfig.model_json_schema()["properties"]["kind"]["enum"]
    assert set(kinds) == set(READERS)


@pytest.mark.parametrize("desk", DESKS)
def test_what_ships_is_read_over_https_and_claims_no_more_than_was_seen(desk: str) -> None:
    shipped = load_sources(ROOT / "config", desk)
    assert shipped
    assert all(source.url.startswith("https://") for source in shipped)
    assert not any(source.verified for source in shipped)


def test_a_desk_without_a_list_starts_with_no_source(tmp_path: Path) -> None:
    assert load_sources(tmp_path, "own") == ()


def test_a_source_that_wants_a_contact_is_left_out_until_there_is_one() -> None:
    (wanting,) = [source for source in SHIPPED if source.needs_contact]
    assert "DELTAWIRE_USER_AGENT_CONTACT" in (wanting.left_out("") or "")
    assert wanting.left_out("desk@news.example") is None
    assert all(source.left_out("") is None for source in SHIPPED if source is not wanting)


def test_two_sources_of_one_name_or_address_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="more than one source has the name one"):
        load_sources(written(tmp_path, ONE, ONE.replace("/feed", "/other")), "own")
    with pytest.raises(SettingsRefused, match="more than one source has the url"):
        load_sources(written(tmp_path, ONE, ONE.replace("name: one", "name: two")), "own")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://one.example/feed", "https://me:secret@one.example/", "https://"]
)
def test_an_address_that_is_not_on_the_web_or_holds_a_password_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsRefused, match=r"sources\.0\.url"):
        load_sources(written(tmp_path, ONE.replace("https://one.example/feed", url)), "own")


def test_a_key_that_nobody_reads_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match=r"own\.sources\.yaml: sources\.0\.intervall"):
        load_sources(written(tmp_path, ONE.replace("}", ", intervall: 600}")), "own")
