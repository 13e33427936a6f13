"""Words and letters that scale a number: "million", "bn", "crore", "dozen"."""

from __future__ import annotations

from typing import Final

SCALES: Final = {
    word: factor
    for factor, words in {
        1e2: "hundred",
        1e3: "thousand|k|tausend|duizend|mille|mil",
        1e6: "million|millions|mn|m|mln|mio|millionen|miljoen|millones|milioni|mil.",
        1e9: "billion|billions|bn|b|bln|milliard|milliards|milliarden|mrd|miljard|mld|miliardi|billón",
        1e12: "trillion|trillions|tn|trn|trln|t|billionen|biljoen",
        1e5: "lakh|lakhs",
        1e7: "crore|crores",
        12.0: "dozen|dozens",
    }.items()
    for word in words.split("|")
}
LETTER_SCALES: Final = frozenset({"k", "m", "b", "t"})
"""Count as scales only where they touch the number."""
