"""Reads one numeral, in digits or words: "1.5 million", "twenty-five", "half a billion", "tens of thousands"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pipelines.figures.scales import LETTER_SCALES, SCALES
from pipelines.figures.tokens import Token
from pipelines.figures.wordlists import listed, words

ONES: Final = {
    word: float(value)
    for value, word in enumerate(
        listed(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
            " seventeen eighteen nineteen"
        )
    )
}
TENS: Final = {
    word: 10.0 * value
    for value, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
_PARTS: Final = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twelfth": 12, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_VAGUE: Final = {
    "tens": (10.0, 100.0),
    "dozens": (12.0, 120.0),
    "hundreds": (100.0, 1000.0),
    "thousands": (1e3, 1e4),
    "millions": (1e6, 1e7),
    "billions": (1e9, 1e10),
    "trillions": (1e12, 1e13),
}
_SEVERAL: Final = frozenset({"several", "few"})
_BEFORE_HALF: Final = words("nearly almost about around roughly by than over under least to only just some")
_AFTER_HALF: Final = frozenset({"of", "the", "its", "their", "that", "his", "her", "our"})
_WHICH_HALF: Final = words("first second 1st 2nd last latter former back front other better worst best")
COMPARED: Final = words(
    """
    higher lower smaller bigger larger fewer less more cheaper dearer slower faster shorter longer weaker stronger
    poorer richer lighter heavier
    """
)
"""Behind a share they make it a change: "a quarter smaller"."""
_MOVES: Final = words(
    """
    fell fall falls falling dropped drop drops dropping rose rise rises rising grew grow grows growing shrank shrink
    shrinks shrunk cut cuts cutting reduced reduce reduces lost lose loses shed sheds sank sink slid slide slumped
    plunged tumbled declined decline decreased increase increased increases jumped climbed gained soared surged
    expanded swelled raised lowered trimmed slashed down up
    """
)
_BETWEEN_MOVE: Final = words("by more than less nearly almost about around roughly over under some at least only just")
_MOVE_REACH: Final = 5
_DIGIT_SHARES: Final = {"low": 2.0, "mid": 5.0, "high": 8.0}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A value and the index of the token after it."""

    low: float
    next: int
    high: float | None = None
    unit: str = ""
    """"percent" where the numeral itself is a ratio."""
    bare: bool = False
    """A whole number in digits without grouping or scale: may be part of a name or a year."""
    worded: bool = False
    scaled: bool = False
    vague: bool = False


def read_numeral(tokens: Sequence[Token], at: int) -> Numeral | None:
    """The longest numeral that starts at token `at`, or None."""
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at)
    if token.kind != "word":
        return None
    return _vague(tokens, at) or _share(tokens, at) or _words(tokens, at)


def _digits(tokens: Sequence[Token], at: int) -> Numeral:
    value, nxt = tokens[at].value, at + 1
    if tokens[at].whole and nxt < len(tokens) and _is_fraction(tokens[nxt]):
        value, nxt = value + tokens[nxt].value, nxt + 1
    elif _is_fraction(tokens[at]) and _words_at(tokens, nxt, ("of",)) and not _words_at(tokens, nxt + 1, ("a",)):
        return Numeral(100 * value, nxt, unit="percent")
    elif at and tokens[at - 1].text == "(" and _words_at(tokens, nxt, (")",)):
        scale, end = _scale(tokens, nxt + 1)
        if scale != 1.0:
            return Numeral(value * scale, end, scaled=True)
    elif value == 1 and _words_at(tokens, nxt, ("in",)):
        ratio = _one_in_five(tokens, nxt, value)
        if ratio is not None:
            return ratio
    scale, nxt = _scale(tokens, nxt)
    if scale == 1.0 and _words_at(tokens, nxt, ("and", "a", "half")):
        return Numeral(value + 0.5, nxt + 3)
    return Numeral(value * scale, nxt, bare=tokens[at].whole and scale == 1.0, scaled=scale != 1.0)


def _is_fraction(token: Token) -> bool:
    return token.kind == "number" and ("/" in token.text or "⁄" in token.text)


def _scale(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """The product of the scale words from `at` on, and the index after them."""
    product = 1.0
    while at < len(tokens):
        step = at + 1 if tokens[at].text in "-‑–" and at + 1 < len(tokens) else at
        word = tokens[step].lower.removesuffix(".")
        if tokens[step].kind != "word" or word not in SCALES or (word in LETTER_SCALES and not tokens[step].glued):
            break
        if word in LETTER_SCALES and (step != at or not _letter_scale(tokens, step)):
            break
        product, at = product * SCALES[word], step + 1
    return product, at


def _letter_scale(tokens: Sequence[Token], at: int) -> bool:
    """Whether the letter scales: "$1.5M", "€20m", "70B parameters", but not "Orion 730B" or the length "30 m"."""
    letter, number = tokens[at], at - 1
    before = tokens[number - 1] if number else None
    if before is not None and (before.text in "$€£¥₩₹￥~" or before.text.endswith("$")):
        return True
    if before is not None and before.lower in ("rmb", "cny", "usd", "rm", "ps", "eur", "gbp", "twd", "hkd", "krw", "="):
        return True
    if letter.text == "M" and tokens[number].whole and not _noun_follows(tokens, at):
        return False
    if letter.text == "t" or (letter.text == "m" and not _noun_follows(tokens, at)):
        return False
    long_number = tokens[number].whole and tokens[number].value >= 100
    if before is not None and long_number and _names_a_model(before):
        return False
    return letter.lower == "k" or letter.text == "M" or _noun_follows(tokens, at)


def _names_a_model(before: Token) -> bool:
    """What stands before a model number: "Orion 730B", "300,000 730B boards", "the 730B"."""
    return before.kind in ("number", "name") or before.capital or before.lower in ("the", "a", "its", "this")


def _noun_follows(tokens: Sequence[Token], at: int) -> bool:
    rest = tokens[at + 1 : at + 3]
    word = rest[1] if len(rest) == 2 and rest[0].text == "-" else rest[0] if rest else None
    return word is not None and word.kind == "word" and len(word.text) > 3 and word.text.islower()


def _words(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Numbers in words: "twenty-five", "one hundred and fifty thousand", "half a billion", "two and a half"."""
    first = tokens[at].lower
    if first in ("a", "an") and not (at + 1 < len(tokens) and _is_scale_word(tokens[at + 1].lower)):
        return None
    if first == "half":
        return _half_of_scale(tokens, at)
    total, group, nxt, known = 0.0, 0.0, at, False
    while nxt < len(tokens):
        step = _joined(tokens, nxt) if known else nxt
        word = tokens[step].lower if step < len(tokens) else ""
        if not known and word in ("a", "an"):
            group = 1.0
        elif word in ONES and not (known and (group % 10 or (group and ONES[word] > 9))):
            group += ONES[word]
        elif word in TENS and group % 100 == 0:
            group += TENS[word]
        elif known and _is_scale_word(word):
            group = max(group, 1.0) * SCALES[word]
            if SCALES[word] >= 1000:
                total, group = total + group, 0.0
        else:
            break
        known, nxt = True, step + 1
    if not known:
        return None
    if _words_at(tokens, nxt, ("and", "a", "half")):
        return Numeral(total + group + 0.5, nxt + 3, worded=True)
    return Numeral(total + group, nxt, worded=True, scaled=total > 0 or first in ("a", "an"))


def _is_scale_word(word: str) -> bool:
    return word in SCALES and len(word) > 3


def _joined(tokens: Sequence[Token], at: int) -> int:
    """Steps over the hyphen of "twenty-five" and the "and" of "one hundred and fifty"."""
    if tokens[at].text in "-‑" and at + 1 < len(tokens):
        return at + 1
    if tokens[at].lower == "and" and tokens[at - 1].lower in ("hundred", "thousand") and at + 1 < len(tokens):
        return at + 1
    return at


def _half_of_scale(tokens: Sequence[Token], at: int) -> Numeral | None:
    nxt = at + 1
    while nxt < len(tokens) and tokens[nxt].lower in ("a", "-", "an"):
        nxt += 1
    if nxt > at + 1 and nxt < len(tokens) and tokens[nxt].lower in ("percentage", "percent", "per", "basis", "dozen"):
        return Numeral(6.0, nxt + 1, worded=True) if tokens[nxt].lower == "dozen" else Numeral(0.5, nxt, worded=True)
    scale, end = _scale(tokens, nxt)
    return Numeral(0.5 * scale, end, worded=True, scaled=True) if end > nxt and nxt > at + 1 else None


def _vague(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Orders of magnitude: "tens of thousands", "hundreds of millions", "several hundred thousand", "millions"."""
    word = tokens[at].lower
    if word in _SEVERAL:
        scale, nxt = _scale(tokens, at + 1)
        several = nxt > at + 1 and scale >= 100
        return Numeral(scale, nxt, scale * 10, vague=True, worded=True, scaled=True) if several else None
    if word not in _VAGUE:
        return None
    low, high = _VAGUE[word]
    nxt = at + 1
    if nxt + 1 < len(tokens) and tokens[nxt].lower == "of" and tokens[nxt + 1].lower in _VAGUE:
        factor = SCALES.get(tokens[nxt + 1].lower.removesuffix("s"), 0.0)
        if factor >= 1000:
            return Numeral(low * factor, nxt + 2, high * factor, vague=True, worded=True, scaled=True)
    if word == "tens" or nxt >= len(tokens) or tokens[nxt].lower != "of":
        return None
    return Numeral(low, nxt, high, vague=True, worded=True, scaled=True)


def _share(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Shares in words: "a third of", "two-thirds", "nearly half", "one in five", "a mid-single-digit percentage"."""
    word = tokens[at].lower
    if word in _DIGIT_SHARES and _words_at(tokens, at + 1, ("-", "single", "-", "digit")):
        return Numeral(_DIGIT_SHARES[word], at + 5, unit="percent", vague=True)
    if word == "half":
        before = tokens[at - 1].lower if at else ""
        after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
        wanted = (before in _BEFORE_HALF or after in _AFTER_HALF) and before not in _WHICH_HALF
        return Numeral(50.0, at + 1, unit="percent", worded=True) if wanted and after not in "a-an" else None
    above = 1.0 if word in ("a", "an") else ONES.get(word, 0.0)
    if not 0 < above < 10:
        return None
    nxt = at + 2 if at + 1 < len(tokens) and tokens[at + 1].text in "-‑" else at + 1
    if nxt >= len(tokens):
        return None
    if word not in ("a", "an") and (_words_at(tokens, nxt, ("in",)) or _words_at(tokens, nxt, ("out", "of"))):
        return _one_in_five(tokens, nxt, above)
    below = _PARTS.get(tokens[nxt].lower) or _PARTS.get(tokens[nxt].lower.removesuffix("s"))
    plural = tokens[nxt].lower.endswith("s")
    if below is None or above >= below or (above > 1) != plural:
        return None
    following = tokens[nxt + 1].lower if nxt + 1 < len(tokens) else ""
    of_follows = following in _AFTER_HALF or following in COMPARED or _moved_by(tokens, at)
    if above > 1 and below == 4 and not of_follows:
        return None
    before = tokens[at - 1].lower if at else ""
    ordinal = before == "to" and nxt + 1 < len(tokens) and tokens[nxt + 1].text.isalpha()  # "ship to a third country"
    if (large := _of_a_million(tokens, nxt + 1)) is not None:
        return Numeral(large[0] * above / below, large[1], worded=True, scaled=True)
    loose = of_follows or (before in _BEFORE_HALF and below != 4 and not ordinal)
    return Numeral(100 * above / below, nxt + 1, unit="percent", worded=True) if above > 1 or loose else None


def _of_a_million(tokens: Sequence[Token], at: int) -> tuple[float, int] | None:
    """(factor, index after it) of the "of a million" in "a quarter of a million"."""
    if not (_words_at(tokens, at, ("of", "a")) or _words_at(tokens, at, ("of", "one"))):
        return None
    scale, nxt = _scale(tokens, at + 2)
    return (scale, nxt) if scale >= 1e3 else None


def _moved_by(tokens: Sequence[Token], at: int) -> bool:
    """A move by this share: "shrank by a quarter", "fell more than a third"."""
    i = at - 1
    while i >= 0 and at - i <= _MOVE_REACH and tokens[i].lower in _BETWEEN_MOVE:
        i -= 1
    return i >= 0 and tokens[i].lower in _MOVES and i >= at - _MOVE_REACH


def _one_in_five(tokens: Sequence[Token], at: int, above: float) -> Numeral | None:
    nxt = at + (2 if tokens[at].lower == "out" else 1)
    nxt += nxt < len(tokens) and tokens[nxt].lower == "every"
    if nxt >= len(tokens):
        return None
    below = ONES.get(tokens[nxt].lower, TENS.get(tokens[nxt].lower, tokens[nxt].value))
    if not above < below <= 100 or (nxt + 1 < len(tokens) and tokens[nxt + 1].lower in SCALES):
        return None
    return (
        Numeral(100 * above / below, nxt + 1, unit="percent", worded=True)
        if tokens[at].lower == "out" or below >= 3
        else None
    )


def _words_at(tokens: Sequence[Token], at: int, words: tuple[str, ...]) -> bool:
    return at + len(words) <= len(tokens) and all(tokens[at + i].lower == word for i, word in enumerate(words))
