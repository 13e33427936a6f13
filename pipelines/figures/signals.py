"""Approximation and trend: what the words around a quantity say about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipelines.figures.tokens import Token
from pipelines.figures.wordlists import words
from pipelines.types import Approx, Trend

_PHRASES: Final[dict[Approx, str]] = {
    "about": "about|around|roughly|approximately|approx|circa|some|nearly|almost|close to|an estimated|estimated|~|≈"
    "|∼|in the region of|in the neighborhood of|or so|somewhere around|averaged|averaging|averages|barely"
    "|approximately|near|rund|etwa|ungefähr|circa|ongeveer|environ|près de|bijna|fast|approaching|well-nigh"
    "|something like|just about|virtually|practically|the best part of|the better part of|verging on|bordering on"
    "|close on|getting on for|nigh on|more or less"
    "|in the order of|on the order of|typically|as good as|an average of about",
    "over": "more than|over|above|at least|exceeding|exceeds|exceeded|in excess of|north of|upwards of|upward of"
    "|topping|tops|topped|surpassing|surpassed|well over|just over|greater than|no less than|no fewer than"
    "|not less than|higher than|a minimum of|minimum of|>|≥|mehr als|über|meer dan|plus de|ruim|beyond"
    "|more than doubled|passing|over than|slightly over|slightly more than|a little over|marginally higher at"
    "|as little as|as few as|as low as|a floor of|not under"
    "|longer than|larger than|bigger than",
    "under": "less than|under|below|fewer than|just under|lower than|smaller than|shy of|just shy of|<|sub-|sub"
    "|weniger als|unter|moins de|minder dan|slightly under|slightly less than|not quite|well under|short of"
    "|well below|just below|south of|no longer than",
    "up-to": "up to|as much as|as many as|at most|no more than|not more than|a maximum of|maximum of|bis zu"
    "|jusqu'à|tot|as high as|no greater than|≤|of up to|capped at|a ceiling of|as long as|as large as",
}
_BEFORE: Final = {
    tuple(phrase.split()): approx for approx, phrases in _PHRASES.items() for phrase in phrases.split("|")
}
_LONGEST: Final = max(map(len, _BEFORE))
_AFTER: Final[dict[tuple[str, ...], Approx]] = {
    ("or", "more"): "over",
    ("or", "higher"): "over",
    ("or", "less"): "up-to",
    ("or", "fewer"): "up-to",
    ("or", "lower"): "up-to",
    ("or", "under"): "up-to",
    ("or", "thereabouts"): "about",
    ("or", "greater"): "over",
    ("or", "better"): "over",
    ("or", "over"): "over",
    ("and", "over"): "over",
    ("and", "below"): "up-to",
    ("at", "the", "most"): "up-to",
    ("at", "the", "least"): "over",
    ("tops",): "up-to",
    ("maximum",): "up-to",
    ("minimum",): "over",
    ("and", "smaller"): "up-to",
    ("or", "smaller"): "up-to",
    ("and", "under"): "up-to",
    ("and", "up"): "over",
    ("or", "larger"): "over",
    ("or", "longer"): "over",
    ("and", "more"): "over",
    ("more", "or", "less"): "about",
    ("give", "or", "take"): "about",
    ("or", "so"): "about",
    ("+",): "over",
    ("plus",): "over",
    ("and", "above"): "over",
    ("or", "above"): "over",
    ("or", "below"): "up-to",
    ("at", "most"): "up-to",
    ("at", "least"): "over",
}
_UP: Final = words(
    """
    up rose rise widen widens widened widening lift lifts lifting hike hiked hikes balloon ballooned ballooning boost
    boosted boosts boosting skyrocketed escalated deepened mushroomed accelerated quickened appreciates upped bumped
    lengthened extended heightened broadened outpaced bigger larger stronger dearer pricier
    rise rises rising risen increase increases increased increasing grew grow grows growing
    grown growth gain gained gains gaining jump jumped jumps jumping climb climbed climbs climbing soar
    soared soars surge surged surges surging advance advanced advances advancing rally rallied leap
    leapt leaped spike spiked swell swelled expand expanded expanding higher rebound rebounded bounced
    bounce lifted improve improved improvement rocketed upward appreciated strengthened gesteigert stieg
    gestiegen mehr hausse stijging
    """
)
_DOWN: Final = words(
    """
    down fell fall falls falling fallen drop dropped drops dropping decline declined declines declining
    decrease decreased decreases decreasing lose lost loses losing plunge plunged plunges plunging
    plummet plummeted plummeting slid slide slides sliding slip slipped slips slipping sank sink sinks
    sunk tumble tumbled tumbles tumbling shed sheds dip dipped dips cut cuts reduce reduced reduces
    reducing reduction shrink shrank shrunk lower lowered crash crashed slump slumped slumps cratered
    eased eases easing retreated skidded lopped trimmed trim contracted contraction downward fewer
    cheaper less slashed slash narrowed weakened collapsed fiel gesunken gefallen daling baisse
    slower smaller poorer dwindle dwindled dwindles shortened depreciated dived tanked shaved softened cooled slowed
    slows slowing curtailed pared narrows narrowing narrow weakens contracts shorter weaker lighter nosedived receded
    ebbed diminished worsened deteriorated trims trimming slashes slashing lowers lowering retreat retreats wiped
    """
)
_MORE: Final = words("add added adds")
"""Up where they govern a ratio or money ("added 3%"), not where they count things ("added ten users")."""
_RAISE: Final = words("raise raised raises raising")
"""Up with "by" only: who raises $3 million has found investors."""
_MOVING: Final = _UP | _DOWN
_MOTION: Final = words(
    """
    crept creep creeping went edged edging inched inching ticked ticking moved came shot pushed drifted drifting
    ratcheted nudged nudging crawled
    """
)
_TRANSITIVE: Final = _RAISE | words(
    """
    cut cuts cutting lowered lowers slashed slashes trimmed trims reduced reduces reducing lifted lifts increased
    increases increasing boosted boosts hiked hikes shaved
    """
)
_NO_OBJECT: Final = words("to at of in from by for with on than as is was were be about that and or a an")
_COMPARATIVES: Final = words("bigger larger stronger dearer pricier smaller slower shorter weaker lighter cheaper")
"""With "than" they hold against a level."""
_RATE: Final = words("rate pace clip speed")
_THROUGH: Final = words(
    """
    by as much an a another further only just some marginally slightly of about sharply modestly roughly
    nearly almost around over more than under less total even well up down approximately additional
    again quickly steeply significantly dramatically barely its their the record whopping staggering
    yearly yoy compound average annualised annualized rate pace clip no fewer least most
    monthly quarterly very mere organic net each
    massive huge whole hefty annual combined estimated , ended closed still trading
    """
)
_PHRASAL: Final = words(
    """
    gave give gives set take took takes made make makes picked build built pay turn show sign start buy
    eat turned turns turning shut struck
    """
)
_POST: Final = words(
    """
    rise increase growth gain jump climb surge advance rally leap rebound boost improvement higher drop
    fall decline decrease plunge slide slump reduction cut lower slower fewer cheaper less dip crash
    tumble more poorer smaller weaker stronger bigger larger
    """
)
_POST_UP: Final = _POST & (_UP | {"boost", "more", "stronger", "bigger", "larger"})
_TAKERS: Final = words("take takes taking took taken get gets getting got pay pays paying paid demand demands demanded")
"""Who does so with "a 25% cut" has a share and moves nothing."""
_SHARED_OUT: Final = words("of for going")
_REACH: Final = 7
_HYPHENS: Final = "-‑–/'’"


def approximation(tokens: Sequence[Token], first: int, nxt: int) -> tuple[Approx, int]:
    """The approximation of the quantity in tokens[first:nxt], and the index where its words begin."""
    for i in range(min(_LONGEST, first), 0, -1):
        words = tuple(token.lower for token in tokens[first - i : first])
        found = _BEFORE.get(words)
        if found is None or (words == ("over",) and _period_of(tokens, nxt)):
            continue
        if words == ("up", "to") and _went(tokens, first - i):
            break
        return _doubly_hedged(tokens, first - i, found)
    for i in range(first + 1, nxt):
        if _plus(tokens, i):
            return "over", first
        if tokens[i].lower == "odd" and tokens[i - 1].text in "-‑–":
            return "about", first
    if first >= 2 and tokens[first - 1].text in "-‑" and tokens[first - 2].lower == "sub":
        return "under", first - 2
    if nxt + 1 < len(tokens) and tokens[nxt].text in "-‑–" and tokens[nxt].glued and _plus(tokens, nxt + 1):
        return "over", first
    for width in (3, 2, 1):
        after = _AFTER.get(tuple(token.lower for token in tokens[nxt : nxt + width]))
        if after:
            return after, first
    return "exact", first


def _went(tokens: Sequence[Token], at: int) -> bool:
    """The "up" at `at` says where it went, and bounds nothing: "crept up to"."""
    return at > 0 and tokens[at - 1].lower in _MOTION


def _plus(tokens: Sequence[Token], at: int) -> bool:
    """The plus of "3,000-plus cases" and "500+ firms"."""
    token = tokens[at]
    return (token.text == "+" and token.glued) or (token.lower == "plus" and tokens[at - 1].text in "-‑–")


def _doubly_hedged(tokens: Sequence[Token], at: int, found: Approx) -> tuple[Approx, int]:
    """Takes in words that only shade what was found: "just under", "well over"."""
    while at > 0 and tokens[at - 1].lower in ("just", "well", "slightly", "only", "to", "at"):
        if tokens[at - 1].lower in ("to", "at"):
            break
        at -= 1
    return found, at


def _period_of(tokens: Sequence[Token], nxt: int) -> bool:
    """How long it takes, and not a bound: "over two years"."""
    return nxt > 0 and tokens[nxt - 1].lower.removesuffix("s") in ("year", "month", "week", "day", "quarter", "decade")


def trend_of(tokens: Sequence[Token], first: int, nxt: int, *, counted: bool) -> Trend | None:
    """Up or down where the quantity itself is the change: "fell 6%", "up nearly 57%", "a 13% drop", "+0.2%"."""
    if (
        first
        and tokens[first - 1].text == "+"
        and not (first > 1 and tokens[first - 1].glued and tokens[first - 2].text not in "(|:")
    ):
        return "up"
    if first < len(tokens) and tokens[first].lower in ("below", "above"):
        return None
    by = _governed_by(tokens, first, 4 if counted else 7)
    if by:
        return by
    for i in range(first - 1, max(first - 1 - _REACH, -1), -1):
        word = tokens[i].lower
        if word in _MORE and not counted:
            return "up"
        if word in _COMPARATIVES and tokens[i + 1].lower == "than":
            break
        if word in _MOVING and not (word in ("up", "down") and _only_adverb(tokens, i)):
            return "up" if word in _UP else "down"
        between = word == "between" and i and tokens[i - 1].lower in ("of", "by")
        if (
            word not in _THROUGH
            and not between
            and not (word == "at" and any(t.lower in _RATE for t in tokens[i + 1 : i + 5]))
        ):
            break
    return _trend_after(tokens, nxt) or (None if counted else _object_moved(tokens, first, nxt))


def _object_moved(tokens: Sequence[Token], first: int, nxt: int) -> Trend | None:
    """What was moved stands between: "cut its forecast 3%", "raised prices 5%"."""
    after = tokens[nxt] if nxt < len(tokens) else None
    ends = (
        after is None or after.kind == "sign" or after.lower in ("in", "this", "last", "to", "and", "from", "on", "for")
    )
    if not ends:
        return None
    for i in range(first - 1, max(first - 5, -1), -1):
        token = tokens[i]
        if token.lower in _TRANSITIVE and i < first - 1:
            return "up" if token.lower in _UP | _RAISE else "down"
        if token.kind != "word" or token.lower in _NO_OBJECT or (i == first - 1 and token.lower in _THROUGH):
            return None
    return None


def _governed_by(tokens: Sequence[Token], first: int, reach: int) -> Trend | None:
    """The verb stands before its object: "grow sales by 35%"."""
    if not first or tokens[first - 1].lower != "by":
        return None
    for i in range(first - 2, max(first - 2 - reach, -1), -1):
        if tokens[i].kind == "sign" and tokens[i].text not in _HYPHENS:
            return None
        if tokens[i].lower in _RAISE:
            return "up"
        if tokens[i].lower in _MOVING and not _only_adverb(tokens, i):
            return "up" if tokens[i].lower in _UP else "down"
    return None


def _only_adverb(tokens: Sequence[Token], at: int) -> bool:
    """The "up" of "up to" and of "ramping up"."""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    before = tokens[at - 1].lower if at else ""
    carried = before.endswith("ing") and before not in ("trending", "trading", "going")
    return after == "to" or carried or before in _PHRASAL


def _trend_after(tokens: Sequence[Token], nxt: int) -> Trend | None:
    for i in range(nxt, min(nxt + 3, len(tokens))):
        word = tokens[i].lower
        if word == "cut" and _is_share(tokens, nxt, i):
            return None
        if word in _POST:
            return "up" if word in _POST_UP else "down"
        if tokens[i].kind != "word" or word in ("of", "to", "and", "in", "from", "for", "stake", "or", "the"):
            return None
    return None


def _is_share(tokens: Sequence[Token], nxt: int, cut: int) -> bool:
    """The "cut" at `cut` is a share of something: "a 25% cut for the state", "takes a 25% cut"."""
    after = tokens[cut + 1].lower if cut + 1 < len(tokens) else ""
    return after in _SHARED_OUT or any(token.lower in _TAKERS for token in tokens[max(0, nxt - 6) : nxt])
