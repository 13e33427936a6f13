"""Verbs that are quantities in themselves: "nearly halved", "more than doubled", "threefold"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipelines.figures.quantity import Quantity
from pipelines.figures.signals import approximation
from pipelines.figures.tokens import Token
from pipelines.figures.wordlists import listed, words

_HALVE: Final = words("halve halves halved halving")
_MULTIPLY: Final = {
    form: float(factor)
    for factor, stem in ((2, "doubl"), (3, "tripl"), (3, "trebl"), (4, "quadrupl"), (5, "quintupl"))
    for form in (stem + "ed", stem + "ing", stem + "es")
}
_BARE: Final = {"double": 2.0, "triple": 3.0, "treble": 3.0, "quadruple": 4.0}
_FOLD: Final = {
    word + "fold": float(value)
    for value, word in enumerate(listed("two three four five six seven eight nine ten"), start=2)
}


def find_multiples(tokens: Sequence[Token]) -> list[Quantity]:
    """What such verbs say, as hedged: "halved" is 50 percent down, "doubled" is 2 times up."""
    found: list[Quantity] = []
    for at, token in enumerate(tokens):
        if token.kind != "word":
            continue
        if token.lower in _HALVE or (token.lower == "half" and _cut_in_half(tokens, at)):
            found.append(_quantity(tokens, at, 50.0, "percent"))
        elif factor := _MULTIPLY.get(token.lower) or _FOLD.get(token.lower) or _verb(tokens, at):
            found.append(_quantity(tokens, at, factor, "times"))
    return found


def _cut_in_half(tokens: Sequence[Token], at: int) -> bool:
    return (
        at > 0
        and tokens[at - 1].lower == "in"
        and any(t.lower in ("cut", "cuts", "cutting") for t in tokens[max(0, at - 8) : at])
    )


def _verb(tokens: Sequence[Token], at: int) -> float | None:
    """The bare verb counts, the adjective does not: "to double", not "a double room"."""
    before = tokens[at - 1].lower if at else ""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    verbal = before in ("to", "will", "would", "could", "may", "might")
    return _BARE.get(tokens[at].lower) if verbal and after != "-" else None


def _quantity(tokens: Sequence[Token], at: int, value: float, unit: str) -> Quantity:
    approx, _ = approximation(tokens, at, at + 1)
    halved = unit == "percent"
    return Quantity(
        value=value,
        unit=unit,
        approx=approx,
        trend="down" if halved else "up",
        measure="change" if halved else "multiple",
        start=tokens[at].start,
        end=tokens[at].end,
    )
