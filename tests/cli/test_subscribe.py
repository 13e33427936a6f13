"""`deltawire subs add` and what looks after a subscription: flags, questions, show, on and off."""

from __future__ import annotations

import pytest

from adapters.kit import Kit, read_desk
from cli.questions import asked_for
from config.settings import load_settings
from pipelines.alerts.types import Timing, Wants
from tests.cli.conftest import Deltawire

SECRET = "canary-token-4714"
ADDRESS = f"jsons://desk:{SECRET}@hooks.example/{SECRET}"


def test_every_flag_is_stored_in_the_words_of_the_claims(deltawire: Deltawire) -> None:
    said = deltawire(
        *(
            "subs",
            "add",
            "desk",
            "-",
            "--about",
            "英伟达",
            "--metric",
            "revenue",
            "--unit",
            "USD",
            "--least-value",
            "1e9",
        ),
        *("--least-move", "0.1", "--least-confidence", "0.6", "--tier", "1", "--tier", "2", "--written-in", "en"),
        *(
            "--change",
            "revised",
            "--origins",
            "2",
            "--language",
            "zh",
            "--zone",
            "Europe/Berlin",
            "--group-by",
            "story",
        ),
        *("--group-wait", "30s", "--group-interval", "5m", "--repeat-interval", "4h", "--quiet", "22:00-07:00"),
        *("--urgent", "withdrawn", "--cap", "12", "--heartbeat", "0 9 * * 1"),
        stdin=ADDRESS,
    )
    assert (said.code, said.err) == (0, "")
    (one,) = deltawire("subs", "list", "--format", "ndjson").records
    assert one["entities"] == ["nvidia"]
    assert (one["least_value"], one["unit"], one["tiers"], one["languages"]) == (1e9, "USD", [1, 2], ["en"])
    assert (one["language"], one["origins"], one["changes"]) == ("zh", 2, ["revised"])
    timing = one["timing"]
    assert (timing["group_wait"], timing["repeat_interval"]) == ("PT30S", "PT4H")
    assert timing["quiet"] == {"start": "22:00:00", "end": "07:00:00", "urgent": ["withdrawn"]}


def test_a_subscription_is_shown_field_by_field_without_its_secret(deltawire: Deltawire) -> None:
    deltawire("subs", "add", "desk", "-", "--about", "H20", "--quiet", "22:00-07:00", stdin=ADDRESS)
    said = deltawire("subs", "show", "desk")
    for told in ("entities  h20", "quiet     22:00–07:00", "targets   jsons://hooks.example", "rings     yes"):
        assert told in said.out
    assert SECRET not in said.out


def test_a_name_that_is_taken_is_changed_and_that_is_said(deltawire: Deltawire) -> None:
    assert deltawire("subs", "add", "desk", "--feed-only").out.startswith("Added desk: every change")
    assert deltawire("subs", "add", "desk", "--feed-only", "--about", "H20").out.startswith(
        "Changed desk: entities h20"
    )


def test_one_that_is_switched_off_is_kept_and_does_not_ring(deltawire: Deltawire, kit: Kit) -> None:
    deltawire("subs", "add", "desk", "--feed-only")
    assert deltawire("subs", "disable", "desk").code == 0
    with kit.store.unit() as unit:
        assert unit.subscriptions.enabled() == []
    assert "off" in deltawire("subs", "list").out
    assert deltawire("subs", "enable", "desk").code == 0
    with kit.store.unit() as unit:
        assert [one.name for one in unit.subscriptions.enabled()] == ["desk"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "where to? Give addresses, - to read them from standard input, or --feed-only"),
        (("-", "--status", "in-force", "--kind", "figure"), "--status: figures have none, so it would never ring"),
        (("-", "--least-value", "5"), "--least-value: of what? Add unit"),
        (("-", "--group-wait", "soon"), "--group-wait: 'soon' is no time; write 90s, 5m, 4h or 2d"),
        (("-", "--quiet", "late"), "--quiet: 'late' is no time of day; write 22:00-07:00"),
        (("-", "--urgent", "revised"), "--urgent: there are no quiet hours to pass"),
        (("-", "--language", "de"), "--language 'de' is unknown: use en or zh"),
    ],
)
def test_what_could_never_ring_is_refused_by_its_flag(deltawire: Deltawire, words: tuple[str, ...], told: str) -> None:
    said = deltawire("subs", "add", "desk", *words, stdin=ADDRESS)
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert deltawire("subs", "list", "--format", "ndjson").out == ""


@pytest.mark.parametrize("command", ["show", "enable", "disable", "remove"])
def test_a_name_that_nobody_has_is_refused(deltawire: Deltawire, command: str) -> None:
    said = deltawire("subs", command, "nobody")
    assert (said.code, "'nobody'" in said.err) == (2, True)


def test_questions_are_asked_again_until_they_are_understood() -> None:
    answers = iter(
        ["H21", "", "figures", "2", "H20, 英伟达", "", "f", "2", "Europe/Berln", "at once", "UTC", "0 8 * * *"]
    )
    said: list[str] = []
    wish = asked_for(lambda question, usual: next(answers), said.append, read_desk(load_settings()).lexicons)
    assert wish.wants == Wants(entities=("H20", "英伟达"), kinds=("figure",), origins=2)
    assert wish.timing == Timing(digest="0 8 * * *")
    assert [line.partition(":")[0] for line in said] == ["entities", "zone"]
