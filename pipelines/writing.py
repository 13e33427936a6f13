"""Folds traditional Chinese writing into simplified, sign by sign, so that one lexicon reads both and offsets stay."""

from __future__ import annotations

from functools import cache

from opencc import OpenCC

_HAN = (0x3400, 0xA000)


def folded(text: str) -> str:
    """`text` in simplified signs; as long as it was. Names that one region alone uses stay what they are."""
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> dict[int, str]:
    """Traditional sign -> simplified, by OpenCC's tables; those alone that differ."""
    signs = [chr(code) for code in range(*_HAN)]
    simplified = OpenCC("t2s").convert("\n".join(signs)).split("\n")
    return {ord(sign): other for sign, other in zip(signs, simplified, strict=True) if sign != other}
