"""What the grammar does with forms that trip extractors, and with input that nobody should have written."""

from __future__ import annotations

import sys
import unicodedata
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.figures import Quantity, find_quantities
from tests.work import calls_of


def only(sentence: str) -> Quantity:
    found = find_quantities(sentence)
    assert len(found) == 1, found
    return found[0]


def test_a_change_and_the_level_it_leads_to_are_two_figures() -> None:
    change, level = find_quantities("Turnover fell 6% to $4.2bn.")
    assert (change.value, change.unit, change.trend, change.measure) == (6, "percent", "down", "change")
    assert (level.value, level.unit, level.trend, level.measure) == (4.2e9, "USD", None, "level")


def test_the_side_that_is_left_behind_is_the_base() -> None:
    old, new = find_quantities("The yield rose from 20% to 40%.")
    assert (old.base, new.base) == (True, False)
    assert new.trend == "up"


def test_offsets_span_sign_number_scale_and_unit() -> None:
    sentence = "They ordered about US$1.5 billion of parts and 20,000 boards."
    assert [sentence[found.start : found.end] for found in find_quantities(sentence)] == [
        "US$1.5 billion",
        "20,000 boards",
    ]


def test_a_scale_on_the_right_of_a_range_holds_for_both_ends() -> None:
    found = only("It will cost between $2 and $3bn.")
    assert (found.value, found.value_high) == (2e9, 3e9)


def test_a_scale_is_not_lent_to_a_larger_number() -> None:
    found = only("Homes range from $370,000 to $5.5 million.")
    assert (found.value, found.value_high) == (370_000, 5.5e6)


def test_a_sum_in_brackets_inherits_what_was_said_of_the_first() -> None:
    first, second = find_quantities("It paid over 7.3bn yuan ($1.02bn).")
    assert first.approx == second.approx == "over"


def test_a_share_of_the_whole_is_a_share() -> None:
    assert only("The country gave 13% of its turnover.").measure == "share"


def test_a_decimal_comma_is_read_where_the_language_has_one() -> None:
    assert find_quantities("ein Plus von 4,5 Prozent", decimal_comma=True)[0].value == 4.5


_DIGITS = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Nd"]


@pytest.mark.parametrize("zero", [digit for digit in _DIGITS if unicodedata.decimal(digit) == 0])
def test_decimal_digits_of_every_script_are_numbers(zero: str) -> None:
    three, five = chr(ord(zero) + 3), chr(ord(zero) + 5)
    assert only(f"It fell {three}{five} percent.").value == 35


@pytest.mark.parametrize("number", ["1" + "0" * 400, "9" * 5000, "1" + "0" * 99 + " trillion trillion"])
def test_a_number_beyond_all_counting_is_no_figure_and_no_crash(number: str) -> None:
    assert all(found.value < 1e140 for found in find_quantities(f"It cost {number} dollars."))


@pytest.mark.parametrize(
    "unit", ["9", "1,2,3,4,", "1-", "2 to ", "twenty-", "million ", "a.1.", "$", "亿", "一二三", "中1,", "(1) ", "1 / "]
)
def test_a_sentence_without_end_is_read_to_its_end(unit: str) -> None:
    """A blow-up would show as a suite that hangs; how fast it is read, bench/speed.py measures."""
    found = find_quantities(unit * (40_000 // len(unit)))
    assert all(one.end <= 40_000 for one in found)


_NUMERALS = "一二三四五六七八九十百千万亿" * 6000
_HOSTILE = {
    "a megabyte of digits": "7" * 1_000_000,
    "full-width digits": "７" * 1_000_000,
    "millions of millions": "million " * 200_000,
    "nested brackets": "(" * 60_000 + "5" + ")" * 60_000,
    "nested sums": "($" * 100_000,
    "right-to-left marks": "1\u200f2 " * 15_000,
    "zero-width signs inside numbers": "1\u200b2\u200d3" * 10_000,
    "half surrogates": "\ud800 5 \udfff% " * 20_000,
    "scales without end": "万" * 200_000,
    "scaled ones without end": "1万" * 100_000,
    "thirds of thirds": "三分之" * 60_000,
}


@pytest.mark.parametrize("sentence", _HOSTILE.values(), ids=_HOSTILE.keys())
def test_hostile_input_is_read_to_its_end_and_raises_nothing(sentence: str) -> None:
    """A blow-up of a single pattern would show as a suite that hangs."""
    found = find_quantities(sentence)
    assert all(0 <= one.start < one.end <= len(sentence) and one.value < 1e140 for one in found)


@pytest.mark.parametrize("sentence", [*_HOSTILE.values(), _NUMERALS], ids=[*_HOSTILE.keys(), "chinese numerals"])
def test_four_times_the_text_is_four_times_the_work(sentence: str) -> None:
    once, fourfold = (calls_of(partial(find_quantities, sentence[:size])) for size in (10_000, 40_000))
    assert fourfold <= 5 * once + 100


def test_signs_that_nobody_sees_cut_no_number_in_two() -> None:
    sentence = "It cost $1\u200b2\u20600,000 \u202eand 1\u200f5\u200b% more."
    found = find_quantities(sentence)
    assert [(one.value, one.unit) for one in found] == [(120_000, "USD"), (15, "percent")]
    assert sentence[found[0].start : found[0].end] == "$1\u200b2\u20600,000"
    assert only("共有3\u200b0家企业。").value == 30


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789.,-–/%$€約约亿万to andfrom()bnm'\n", max_size=60))
def test_whatever_is_read_lies_inside_the_sentence_and_in_order(sentence: str) -> None:
    found = find_quantities(sentence)
    assert all(0 <= one.start < one.end <= len(sentence) for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)


def read(sentence: str) -> list[tuple[float, str, str, str | None]]:
    return [(one.value, one.unit, one.approx, one.trend) for one in find_quantities(sentence)]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "Fees were cut by $3m in May and $9m in June.",
            [(3e6, "USD", "exact", "down"), (9e6, "USD", "exact", "down")],
        ),
        ("The toll rises from $1 to $1.50 a box.", [(1, "USD", "exact", None), (1.5, "USD per box", "exact", "up")]),
        ("The bank cut rates 25 basis points.", [(25, "basis points", "exact", "down")]),
        ("The plan lifts the fee for a permit by 80 cents.", [(80, "cent", "exact", "up")]),
        ("Some 30-odd ferries waited.", [(30, "ferry", "about", None)]),
        ("They gave a quarter of a million euros.", [(250_000, "EUR", "exact", None)]),
        ("The 88-day average held.", [(88, "day", "exact", None)]),
        ("The loss came to $(3.4) billion.", [(-3.4e9, "USD", "exact", None)]),
        ("Boats let: 412.", [(412, "boat", "exact", None)]),
        ("John Ames (62) turned to the Group of 20.", []),
        ("The vote was 52 to 47, the score 4:1.", []),
        ("It sold 45 ovens in the first nine months of 2025.", [(45, "oven", "exact", None)]),
    ],
)
def test_forms_of_english(sentence: str, wanted: list[tuple[float, str, str, str | None]]) -> None:
    assert read(sentence) == wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("租金為新臺幣三百五十億元。", [(3.5e10, "TWD", "exact", None)]),
        ("他们买了一万二千头羊。", [(12_000, "羊", "exact", None)]),
        ("三四十名渔民到场。", [(30, "渔民", "range", None)]),
        ("库存从90天缩短至65天。", [(90, "day", "exact", None), (65, "day", "exact", "down")]),
        ("列车时速350公里。", [(350, "kilometer per hour", "exact", None)]),
        ("工程拖了两个半月。", [(2.5, "month", "exact", None)]),
        ("收入翻两番。", [(4, "times", "exact", "up")]),
        ("九成五的住户赞成。", [(95, "percent", "exact", None)]),
        ("现金流：（3.2亿元）", [(-3.2e8, "CNY", "exact", None)]),
        ("下调收费25个基点。", [(25, "basis points", "exact", "down")]),
        ("宝马X5与奔驰300停在门口，热线400-820-1234。", []),
    ],
)
def test_forms_of_chinese(sentence: str, wanted: list[tuple[float, str, str, str | None]]) -> None:
    assert read(sentence) == wanted
