"""Copies are found by what they carry over, and independent reports of one event are left alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.stories import Alike, alike, sketch
from pipelines.text import read_text
from pipelines.twins import BANDS, KEPT, NEAREST, compare, credit_of, find_twin, nearest, sign
from pipelines.types import Read, Signature, Text

NOON = datetime(2025, 4, 16, 12, tzinfo=UTC)
TITLE = "Harbour cranes maker loses licence"
BODY = (
    "Meridian Cranes said on Tuesday that it would book a charge of about $5.5 billion this quarter. "
    "The trade ministry in Alvania told the group last week that its T20 gantries need an export licence. "
    "Orders worth $18 billion had been placed for them since January, a filing with the exchange shows. "
    "Shares of the group dropped 6.3% in late dealing, their steepest fall since the autumn. "
    "Chief executive Ines Okafor told analysts that dockyards abroad would simply turn to rival suppliers. "
    "The T20 was drawn up two years ago to stay below the lifting limits that the ministry had then set. "
    "Rival Borealis Lifting, whose own model is built in Norland, has doubled its yard space in the meantime. "
    "Lawmakers from both parties welcomed the step and asked for the rule to cover spare parts as well."
)
INDEPENDENT = (
    "A new licence rule from Alvania will cost Meridian Cranes roughly $5.5 billion, the company warned investors. "
    "Officials informed it on April 9 that shipping the T20 abroad now requires their consent. "
    "Analysts at Portside Research called the hit heavy but digestible, and kept their target price. "
    '"We had hoped for a grace period", one manager who asked for anonymity remarked. '
    "Borealis Lifting stands to gain most, they wrote, since its yards in Norland face no such hurdle. "
    "Trading in the stock was halted twice before it closed lower."
)
CHINESE = (
    "子午线起重机公司周二表示，由于出口许可新规，本季度将计提约55亿美元的费用。"
    "贸易部上周通知该公司，其T20型龙门起重机出口必须获得许可证。公司自一月以来已获得价值180亿美元的订单。"
    "首席执行官在电话会议上对分析师表示，海外码头将转向竞争对手的产品。"
)


def read(
    text: Text, url: str = "https://first.example/a", *, minutes: int = 0, origin: str = "", tier: int = 2
) -> Read:
    return Read(
        url=url,
        outlet=None,
        tier=tier,
        seen=NOON + timedelta(minutes=minutes),
        story="s_1",
        origin=origin or url,
        signature=sign(text),
        sketch=sketch(text, ()),
    )


def kind_of(copy: Text, *originals: Text) -> str | None:
    twin = find_twin(sign(copy), [read(original) for original in originals])
    return twin.kind if twin else None


def test_the_same_text_under_another_title_is_an_exact_copy() -> None:
    assert kind_of(read_text(BODY, "Crane group warns"), read_text(BODY, TITLE)) == "exact"


def test_case_spacing_and_quotation_marks_do_not_hide_an_exact_copy() -> None:
    copy = BODY.replace(". ", ".\n\n").replace("Meridian Cranes", "MERIDIAN  CRANES")
    assert kind_of(read_text(copy, TITLE), read_text(BODY, TITLE)) == "exact"


@pytest.mark.parametrize(
    "copy",
    [
        BODY[: len(BODY) // 2],
        BODY[len(BODY) // 2 :],
        f"{INDEPENDENT.rsplit('. ', 4)[0]}. {BODY}",
        BODY.replace("dropped", "fell")
        .replace("told analysts", "said")
        .replace("simply ", "")
        .replace("group", "firm"),
    ],
    ids=["its first half", "its second half", "with paragraphs put before it", "with words changed"],
)
def test_a_copy_cut_extended_or_lightly_edited_is_a_near_copy(copy: str) -> None:
    assert kind_of(read_text(copy, TITLE), read_text(BODY, TITLE)) == "near"


def test_a_half_length_copy_shares_a_band_with_its_origin() -> None:
    half, whole = sign(read_text(BODY[: len(BODY) // 2], TITLE)), sign(read_text(BODY, TITLE))
    assert set(half.bands) & set(whole.bands)


def test_an_independent_report_of_the_same_event_is_no_copy() -> None:
    assert kind_of(read_text(INDEPENDENT, TITLE), read_text(BODY, TITLE)) is None


def test_an_independent_report_with_two_quoted_sentences_is_no_copy() -> None:
    quoted = " ".join(BODY.split(". ")[4:6])
    assert kind_of(read_text(f"{INDEPENDENT} {quoted}", TITLE), read_text(BODY, TITLE)) is None


def test_a_template_filled_with_other_figures_is_no_copy() -> None:
    other = BODY.replace("5.5", "2.1").replace("$18", "$44").replace("6.3%", "0.4%")
    assert kind_of(read_text(other, TITLE), read_text(BODY, TITLE)) is None


def test_a_text_spun_with_its_figures_kept_is_a_rewrite() -> None:
    spun = (
        "On Tuesday Meridian Cranes stated a charge of about $5.5 billion will be recorded in this quarter. "
        "Last week the trade ministry in Alvania informed the company that its T20 gantries require an export permit. "
        "They had drawn orders of $18 billion since January, the exchange filing reveals. "
        "The company's shares sank 6.3% in late dealing, the sharpest drop since the autumn. "
        "Boss Ines Okafor warned analysts that dockyards abroad would just move to rival suppliers. "
        "Two years back it designed the T20 to remain below whatever lifting limits were then fixed. "
        "Competitor Borealis Lifting, whose model is made in Norland, has since doubled its yard space. "
        "Politicians from both parties hailed the move and want the rule to include spare parts also."
    )
    figures = "A year ago it had 12,400 workers, 31.5% of them abroad. "
    assert kind_of(read_text(figures + spun, TITLE), read_text(figures + BODY, TITLE)) == "rewrite"


def test_a_chinese_copy_cut_short_is_found_and_another_text_is_not() -> None:
    whole = read_text(CHINESE, "起重机")
    assert kind_of(read_text(CHINESE[: len(CHINESE) * 2 // 3], "起重机"), whole) == "near"
    assert (
        kind_of(read_text("商务部发言人周四表示，中方坚决反对将经贸问题政治化，将采取必要措施。" * 2, "起重机"), whole)
        is None
    )


def test_page_junk_is_left_out_of_the_exact_hash() -> None:
    assert sign(read_text(f"Advertisement\n\n{BODY}", TITLE)).exact == sign(read_text(BODY, TITLE)).exact


def test_empty_texts_are_nobodys_copies() -> None:
    empty = read_text("", "")
    assert sign(empty).bands == ()
    assert sign(empty).words == b""
    assert kind_of(empty, empty) is None


def test_a_short_text_is_a_copy_only_where_its_title_agrees_too() -> None:
    assert kind_of(read_text("Watch the video.", "One"), read_text("Watch the video.", "Another")) is None
    assert kind_of(read_text("Watch the video.", "One"), read_text("Watch the video.", "One")) == "exact"


def test_the_origin_is_the_earliest_and_a_copy_hands_on_its_own() -> None:
    text = read_text(BODY, TITLE)
    later, earlier = (
        read(text, "https://b.example", minutes=5),
        read(text, "https://c.example", origin="https://a.example"),
    )
    twin = find_twin(sign(text), [later, earlier])
    assert twin is not None
    assert twin.origin == "https://a.example"


def test_of_two_at_the_same_moment_the_better_source_is_the_origin() -> None:
    text = read_text(BODY, TITLE)
    press, official = read(text, "https://a.example"), read(text, "https://b.example", tier=1)
    twin = find_twin(sign(text), [press, official])
    assert twin is not None
    assert twin.origin == "https://b.example"


@pytest.mark.parametrize(
    ("outlet", "line"),
    [
        ("Portside Wire", "(Reporting by Portside Wire; Lena Arp contributed.)"),
        ("Portside Wire", "This story first appeared in Portside Wire."),
        ("新华社", "来源：新华社客户端"),
    ],
)
def test_the_outlet_that_a_credit_names_is_the_origin_although_another_was_earlier(outlet: str, line: str) -> None:
    text = read_text(f"{BODY}\n\n{line}", TITLE)
    early = read(read_text(BODY, TITLE), "https://early.example")
    named = replace(read(read_text(BODY, TITLE), "https://named.example", minutes=9), outlet=outlet)
    for credit, origin in ((credit_of(text), named.url), ("", early.url)):
        twin = find_twin(sign(text), [early, named], credit=credit)
        assert twin is not None
        assert twin.origin == origin


def test_an_outlet_whose_name_is_part_of_a_word_is_not_credited() -> None:
    text = read_text(f"{BODY}\n\nSource: Postscript Daily", TITLE)
    early = read(read_text(BODY, TITLE), "https://early.example")
    other = replace(read(read_text(BODY, TITLE), "https://post.example", minutes=9), outlet="Post")
    twin = find_twin(sign(text), [early, other], credit=credit_of(text))
    assert twin is not None
    assert twin.origin == early.url


def test_an_exact_copy_counts_before_an_earlier_near_one() -> None:
    text, longer = read_text(BODY, TITLE), read_text(f"{BODY} {INDEPENDENT}", TITLE)
    twin = find_twin(sign(text), [read(longer, "https://a.example"), read(text, "https://b.example", minutes=9)])
    assert twin is not None
    assert (twin.origin, twin.kind, twin.overlap) == ("https://b.example", "exact", 1.0)


def test_bands_fit_a_signed_64_bit_column_and_words_stay_few() -> None:
    long = sign(read_text(" ".join(f"word{number} follows" for number in range(3000)), TITLE))
    assert len(long.bands) == BANDS
    assert all(-(2**63) <= band < 2**63 for band in long.bands)
    assert len(long.words) == 2 * KEPT


def test_the_overlap_is_that_of_the_shorter_text_however_long_the_other_is() -> None:
    words = [f"word{number}" for number in range(2000)]
    part, whole, strange = (
        sign(read_text(" ".join(part), "")) for part in (words[600:900], words, [f"term{n}" for n in range(300)])
    )
    assert compare(part, whole) == ("near", pytest.approx(1.0, abs=0.01))
    assert compare(strange, whole) == (None, pytest.approx(0.0, abs=0.01))


def test_a_rewrite_needs_more_in_common_where_the_texts_are_short() -> None:
    stem = [f"word{number}" for number in range(60)]
    spun = [word if number % 3 else f"other{number}" for number, word in enumerate(stem)]
    assert compare(words(stem), words(spun))[0] == "rewrite"
    assert compare(words(stem[:20]), words(spun[:20]))[0] is None


def test_the_same_few_figures_speak_for_a_rewrite_and_other_ones_against_it() -> None:
    plain = [f"word{number}" for number in range(200)]
    spun = [word if number % 10 < 3 else f"other{number}" for number, word in enumerate(plain)]
    figures, others = ["$3 million", "$5.5 billion", "41 percent"], ["$4 million", "$9 billion", "12 percent"]
    assert compare(words(plain + figures), words(spun + figures))[0] == "rewrite"
    assert compare(words(plain), words(spun))[0] is None
    half = [word if number % 10 < 6 else f"other{number}" for number, word in enumerate(plain)]
    assert compare(words(plain + figures), words(half + figures))[0] is not None
    assert compare(words(plain + figures), words(half + others))[0] is None


def test_what_both_quote_at_length_is_no_rewording() -> None:
    quoted = [f"quoted{number}" for number in range(60)]
    one, other = ([f"{side}{number}" for number in range(90)] for side in ("one", "other"))
    mixed = [word for at in range(0, 60, 20) for word in (*quoted[at : at + 20], *other[at : at + 30])]
    assert compare(words(quoted + one), words(mixed))[0] is None


def words(told: Sequence[str]) -> Signature:
    return sign(read_text(" ".join(told), ""))


def test_a_copy_nearer_by_far_counts_before_an_earlier_partial_one() -> None:
    text, part = read_text(f"{BODY} {INDEPENDENT}", TITLE), read_text(INDEPENDENT, TITLE)
    shortened = read_text(f"{BODY} {INDEPENDENT}".rsplit(". ", 2)[0], TITLE)
    mixed = read_text(f"{INDEPENDENT} Nothing else of note was heard from the yards or the ministry.", TITLE)
    twin = find_twin(sign(shortened), [read(mixed, "https://a.example"), read(text, "https://b.example", minutes=9)])
    assert part is not None
    assert twin is not None
    assert twin.origin == "https://b.example"


def test_only_the_likest_neighbours_are_compared_and_none_that_is_unlike() -> None:
    ours = read_text(BODY, TITLE)
    others = [read(read_text(CHINESE, "起重机"), f"https://{n}.example") for n in range(NEAREST + 5)]
    near = read(read_text(INDEPENDENT, TITLE), "https://z.example", minutes=9)
    known = alike(sketch(ours, ()), [*others, near])
    assert nearest(known) == [near]
    assert len(nearest([Alike(read, 0.5) for read in others])) == NEAREST


def test_a_signature_is_the_same_in_another_process() -> None:
    code = (
        "import sys; from pipelines.text import read_text; from pipelines.twins import sign;"
        "s = sign(read_text(sys.argv[1], sys.argv[2])); print(s.exact, s.bands[0], s.bands[-1], s.words.hex())"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code, BODY, TITLE],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "7"},
    )
    here = sign(read_text(BODY, TITLE))
    assert answer.stdout.split() == [here.exact, str(here.bands[0]), str(here.bands[-1]), here.words.hex()]
