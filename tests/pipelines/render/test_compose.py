"""One bundle in every form: within its limit, with nothing lost, and with no word of an outlet read as markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import apprise
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.alerts.types import Bundle
from pipelines.render import KINDS, kind_of, render
from pipelines.render.escapes import one_line
from pipelines.render.kinds import kind_named, schemes
from pipelines.render.webhook import WebhookBody
from tests.build import bundle, telling, templates

HOSTILE = (
    "<!channel> <@U024BE7LH> @everyone @here <script>alert(1)</script> *b* _i_ **x** ~s~ `c` [l](javascript:a) "
    "](http://evil.example) &lt;b&gt; </b></a> {{ 7 * 7 }} {% raw %} \\ \\_ # > | ||spoiler|| \ud800 \x00 \u202e"
)
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#c"
words = st.text(max_size=400) | st.sampled_from([HOSTILE, "测试。" * 200, "😀" * 300, "x" * 5000, ""])
urls = st.sampled_from(["https://one.example/a", "javascript:alert(1)", "https://one.example/" + "a" * 900])
kinds = st.sampled_from([kind.name for kind in KINDS])


def told(number: int, text: str) -> str:
    """A headline that can be found again."""
    return f"№{number}№ {text}"


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    """Messages of up to 500 tellings, with any text wherever an outlet could have put it."""
    count = draw(st.sampled_from([0, 1, 2, 7, 30, 500]))
    texts = [draw(words) for _ in range(3)]
    tellings = (
        telling(
            told(number, texts[number % 3]),
            quote=texts[(number + 1) % 3],
            speaker=texts[2],
            before=texts[0],
            title=texts[1],
            outlet=texts[2],
            outlets=(texts[0],) if texts[0] else (),
            url=f"{draw(urls)}{number}",
            corrects=draw(st.sampled_from([None, "b_0"])),
        )
        for number in range(count)
    )  # fmt: skip
    return bundle(
        *tellings, note=draw(words), language=draw(st.sampled_from(["en", "zh"])), reminder=draw(st.booleans())
    )


@given(bundles(), kinds, st.booleans())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_is_told_fits_its_target_and_what_is_not_told_is_counted(
    given_bundle: Bundle, name: str, repeat: bool
) -> None:
    kind = kind_named(name)
    made = render(given_bundle, name, templates=templates(), public_url="https://desk.example", repeat=repeat)
    assert made.trouble == ""
    assert made.body.strip()
    assert kind.measure(made.title) + kind.measure(made.body) <= kind.limit
    assert "\n" not in made.title
    assert len(made.title) <= max(kind.title, 1) + 60
    if made.form == "json":
        body = WebhookBody.model_validate_json(made.body)
        assert len(body.changes) + body.more == len(given_bundle.tellings)
        return
    shown = set(re.findall(r"№(\d+)№", made.body))
    more = re.findall(r"(?:and|另有) (\d+) (?:more|条)", made.body)
    assert len(shown) + (int(more[-1]) if more else 0) == len(given_bundle.tellings)


@pytest.mark.parametrize("name", ["slack", "teams", "discord", "telegram", "markdown"])
def test_nobody_is_called_by_what_an_outlet_wrote(name: str) -> None:
    made = render(hostile(), name, templates=templates())
    assert not re.search(r"@(everyone|here|channel)", made.body)
    assert not re.search(r"(?<!\\)<[!@]", made.body)
    unknown = render(hostile(), "plain", templates=templates())
    assert not re.search(r"@(everyone|here|channel)", unknown.title + unknown.body)


def test_slack_shows_what_an_outlet_wrote_and_takes_nothing_of_it_for_markup() -> None:
    target = apprise.Apprise.instantiate(SLACK)
    made = render(hostile(), "slack", templates=templates())
    arrives = target.dialect_convert(made.body, apprise.NotifyFormat.MARKDOWN)
    assert set(re.findall(r"<[^>]*>", arrives)) == {"<https://one.example/a|A title>"}
    (line,) = [line for line in arrives.splitlines() if "№1№" in line]
    assert (line[0], line[-1]) == ("*", "*")
    assert not re.search(r"[*`~]|\\", line[1:-1])
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in line


class _Reader(HTMLParser):
    """The text of an HTML message, and its tags in order."""

    def __init__(self) -> None:
        super().__init__()
        self.said, self.tags, self.open = "", set[str](), list[str]()
        self.links: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.open.append(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said += data


def test_telegram_gets_only_tags_that_it_takes_each_closed_and_the_words_as_they_were() -> None:
    reader = _Reader()
    reader.feed(render(hostile(), "telegram", templates=templates()).body)
    assert reader.open == []
    assert reader.tags == {"a", "b", "i"}
    assert "<script>alert(1)</script>" in reader.said
    assert reader.links == ["https://one.example/a"]


def test_a_mail_shows_the_words_loads_nothing_and_links_only_to_the_web() -> None:
    body = render(
        hostile(url="javascript:alert(1)"), "html", templates=templates(), public_url="https://d.example"
    ).body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "<script" not in body
    assert not re.search(r"<(img|link|iframe|object)|@import|url\(|src=", body)
    assert "javascript:" not in re.sub(r"\[l\]\(javascript:a\)", "", body)


def test_markdown_means_what_was_written() -> None:
    made = render(hostile(), "markdown", templates=templates()).body
    target = apprise.Apprise.instantiate("matrix://user:pass@localhost/#c")
    (call,) = target._build_send_calls(body=made, title="", body_format=apprise.NotifyFormat.MARKDOWN)
    reader = _Reader()
    reader.feed(call["body"].replace("<br />", "\n"))
    assert reader.links == ["https://one.example/a"]
    assert "<script>alert(1)</script> *b* _i_ **x** ~s~ `c` [l](javascript:a)" in reader.said.replace("\u2060", "")
    assert reader.tags <= {"p", "strong", "em", "a"}


def hostile(**fields: object) -> Bundle:
    """One telling with every trick in each of its texts but title and outlet."""
    return bundle(telling(told(1, HOSTILE), quote=HOSTILE, speaker=HOSTILE, before=HOSTILE, corrects="b_0", **fields))


def test_many_are_told_in_full_others_in_a_line_and_the_rest_counted_with_where_to_see_them() -> None:
    many = bundle(*(telling(told(number, "Acme charge")) for number in range(300)))
    made = render(many, "plain", templates=templates())
    assert made.body.count("Before:") == 20
    assert made.body.count("\n- ") == 180
    assert made.body.endswith("and 100 more: deltawire alerts show b_1\n\nMessage b_1")
    assert made.title == "№0№ Acme charge (+299 more)"


def test_with_a_page_that_is_where_the_rest_is_seen() -> None:
    many = bundle(*(telling(told(number, "Acme charge")) for number in range(300)))
    made = render(many, "slack", templates=templates(), public_url="https://desk.example/")
    assert re.search(r"and \d+ more: https://desk\.example/messages\?id=b_1\n", made.body)


def test_a_target_that_takes_less_than_its_kind_is_told_less() -> None:
    many = bundle(*(telling(told(number, "Acme charge")) for number in range(30)))
    made = render(many, "plain", templates=templates(), room=1_000)
    assert len(made.title) + len(made.body) <= 1_000
    assert re.search(r"and \d+ more: deltawire alerts show b_1\n", made.body)


def test_a_text_message_has_headline_outlet_and_address_and_drops_the_address_first() -> None:
    assert render(bundle(telling()), "sms", templates=templates()).body == (
        "Acme charge: $5.5 billion, new (One) https://one.example/a"
    )
    long = telling("Acme charge: $5.5 billion → $4.5 billion, revised", url="https://one.example/" + "a" * 100)
    assert (
        render(bundle(long), "sms", templates=templates()).body == "Acme charge: $5.5 billion -> $4.5 billion, revised"
    )


@pytest.mark.parametrize("name", [kind.name for kind in KINDS])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_repeat_a_reminder_and_a_correction_say_so_in_every_form(name: str, language: str) -> None:
    one = bundle(telling(corrects="b_0"), language=language, id="b_9")
    plain = render(one, name, templates=templates())
    repeated = render(one, name, templates=templates(), repeat=True)
    reminded = render(replace(one, reminder=True), name, templates=templates())
    assert re.search(
        "possible.repeat.*true|possible repeat|可能重复", f"{repeated.title} {repeated.body}", re.IGNORECASE
    )
    assert re.search("reminder.*true|reminder|再次提醒", f"{reminded.title} {reminded.body}", re.IGNORECASE)
    assert re.search("b_0|correction|更正", f"{plain.title} {plain.body}")
    if name != "webhook":
        assert not re.search("repeat|可能重复|reminder|再次提醒", f"{plain.title} {plain.body}", re.IGNORECASE)
    if name not in ("sms", "plain", "html"):
        assert "b_9" in repeated.body


def test_changes_of_one_article_share_its_address() -> None:
    shared = bundle(telling("One thing"), telling("Another thing"), telling("A third", url="https://two.example/b"))
    body = render(shared, "plain", templates=templates()).body
    assert [line for line in body.splitlines() if line.startswith("https://")] == [
        "https://one.example/a",
        "https://two.example/b",
    ]


def test_a_message_without_changes_says_its_note() -> None:
    for kind in KINDS:
        assert "All is well." in render(bundle(note="All is well."), kind.name, templates=templates()).body


def test_links_lead_to_the_page_where_there_is_one() -> None:
    link = "https://desk.example/articles?url=https%3A%2F%2Fone.example%2Fa"
    for name in ("plain", "html", "markdown", "slack", "teams", "telegram", "discord"):
        with_page = render(bundle(telling()), name, templates=templates(), public_url="https://desk.example/").body
        assert link in with_page
        assert "desk.example" not in render(bundle(telling()), name, templates=templates()).body


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (SLACK, "slack"),
        ("mailtos://desk:x@example.org", "html"),
        ("TGRAM://1:x/2", "telegram"),
        ("discord://1/x", "discord"),
        ("workflows://host/a/b", "teams"),
        ("webhook+https://x@example.org/", "webhook"),
        ("twilio://a:b@1/2", "sms"),
        ("json://example.org", "plain"),
        ("nonsense", "plain"),
    ],
)
def test_the_scheme_tells_the_kind(address: str, name: str) -> None:
    assert kind_of(address) == name


def test_the_schemes_are_those_that_apprise_knows_and_our_own() -> None:
    known = {*apprise.plugins.N_MGR.schemas(), "webhook+http", "webhook+https"}
    named = [scheme for kind in KINDS for scheme in schemes(kind.name)]
    assert set(named) - known == set()
    assert len(named) == len(set(named))


def test_one_line_keeps_no_sign_that_moves_the_cursor_or_turns_the_text_round() -> None:
    assert one_line("a\x1b[2J\r\nb\u202ec\ud800") == "a [2J b c\ufffd"


def test_where_a_cut_message_sends_its_reader_everything_is_told() -> None:
    storm = bundle(*(telling(told(number, "Acme charge " * 10)) for number in range(9_000)))
    whole = render(storm, "whole", templates=templates())
    assert whole.trouble == ""
    assert len(set(re.findall(r"№(\d+)№", whole.body))) == 9_000
