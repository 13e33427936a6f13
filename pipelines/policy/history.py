"""Tells news of a control from what is told as history, or taken for granted beside other news."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from pipelines.policy.dates import When, is_past
from pipelines.policy.frames import Hit
from pipelines.policy.words import Tag, Token

AHEAD = re.compile(
    r"\b(?:until|till|by|through|to|from|starting|beginning|as of)\s+(?:the\s+)?(?:end\s+of\s+)?$|[至到]$",
    re.IGNORECASE,
)
"""What stands right before a day without a year that is still to come."""
OLD_RULE = re.compile(
    r"\b(?:of|dated)\s+$|\b(?:announced|published|imposed|introduced|issued|unveiled|adopted)\s+(?:on\s+|in\s+)?$",
    re.IGNORECASE,
)
TELLS_WHICH = re.compile(r"[^，。,;；]{2,12}(?:公布|宣布|发布|出台|颁布|实施)的")
OWN = re.compile(r"(?:\b(?:its|their|the|an?)|['’]s)\s+$", re.IGNORECASE)
"""What stands before a date that tells a rule or a deal from others: "the rule of May 2", "its 2020 deal"."""
LAST = re.compile(r"\blast\s+$|去年$", re.IGNORECASE)
"""Before a month: the one that is over."""
ASIDE_MARK = re.compile(r"[,(:，（：]")
WORD = re.compile(r"\w+")
ASIDE = 3
"""So many words and more between a mark and a date: the date is that of something else."""
PARTS = frozenset({",", "，", "("})
"""Marks before a participle that only tells what something is: "the pump, barred since May"."""
ADVERBS = frozenset({"now", "already", "once", "long", "previously", "newly", "recently", "formerly", "both", "all"})
FOLLOWS = frozenset({"from", "by", "in", "out", "under", "since", "off", "to", "before", "last", "there", "for", "of"})
"""What follows a participle that opens an aside."""
IRREGULAR = frozenset({"kept", "cut", "shut", "held", "put", "forbidden", "withdrawn", "frozen"})
DONE = frozenset(
    {"forbid", "restrict", "hold-back", "add", "allow", "grant", "takeback", "listing", "refuse", "forbidden"}
)
"""Groups whose participles may open an aside."""
RELATIVES = frozenset({"which", "who", "whom", "whose", "that"})
THINGS = frozenset({"goods", "company", "party", "person", "place"})
"""What "which" may stand for in an aside; "the step, which bars ..." is the news itself."""
LAWS = frozenset({"control", "curb", "rule"})
ISSUES = frozenset(
    {"impose", "tighten", "propose", "consideration", "intention", "agree", "ease", "scrap", "take-effect", "new"}
)
"""Before "controls that ...": they are the news."""
KNOWN = frozenset({"the", "those", "these", "its", "their"})
DUE = 3
"""How many words before a law "because of" speaks of it."""
CHANGES = frozenset({"ease", "easing", "tighten", "tightening", "restrict", "forbid", "impose", "lower", "raise"})
TELLS = frozenset({"impose", "speaking", "propose", "consideration", "intention", "agree"})
CLOSE = 6
"""How many words may stand between a relative and the wording that it opens."""
THEN = frozenset({"then", "last", "early", "late", "mid", "about", "around"})
"""After "since", besides a date: it speaks of a time, not of a cause."""


def happened_before(
    dates: Iterable[When], quote: str, wording: tuple[int, int], hit: Hit, published: date | None
) -> bool:
    """Whether a day or year named says that the move itself lies back; `wording` is where it stands in the quote."""
    eased = hit.frame.direction == "ease"
    meant = [when for when in dates if not _of_something_else(when, quote, wording, eased)]
    return any(is_past(when, published) or LAST.search(quote[: when.start]) for when in meant)


def _of_something_else(when: When, quote: str, wording: tuple[int, int], eased: bool) -> bool:
    """Whether a date is that of an older rule or deal: "drops the rule of May 2", "over its 2020 deal"."""
    before = quote[: when.start]
    if when.start > wording[0] and ((eased and OLD_RULE.search(before)) or TELLS_WHICH.match(quote, when.start)):
        return True
    if when.start > wording[0] and (when.month is None or eased) and OWN.search(before):
        return True
    if eased and wording[0] < when.start < wording[1]:
        return True
    return when.start > wording[1] and _opens_an_aside(quote[wording[1] : when.start])


def _opens_an_aside(between: str) -> bool:
    """Whether words of their own lead to a date: three and more since the first mark, and one since the last."""
    words = [len(WORD.findall(part)) for part in ASIDE_MARK.split(between)[1:]]
    return bool(words) and words[-1] > 0 and sum(words) >= ASIDE


def in_an_aside(hit: Hit, tokens: Sequence[Token], tags: Sequence[Tag]) -> bool:
    """Whether the wording only tells which thing is meant: "the pump, barred since May," or "pumps that it bans"."""
    asides = any(_participle(tag, tokens) for tag in hit.tags)
    under_way = _going_on(hit.tags[0], tokens, tags)
    return asides or under_way or _known_law(hit, tokens, tags) or _relative(hit, tokens, tags)


def _going_on(verb: Tag, tokens: Sequence[Token], tags: Sequence[Tag]) -> bool:
    """Whether something is said to be under way rather than done: "has been tightening", "amid easing curbs",
    "the easing of curbs"; "it is easing curbs" and "announced the easing of curbs" are news."""
    word = tokens[verb.first].key
    if not word.endswith("ing") or word == "bring" or verb.group not in CHANGES:
        return False
    before = tokens[verb.first - 1].key if verb.first else ""
    if before == "been":
        return True
    if any(token.key == "of" for token in tokens[verb.last : verb.last + 2]):
        return not any(tag.group in TELLS and tag.last < verb.first for tag in tags)
    if verb.first == 0:
        return True
    named = {tag.group for tag in tags if tag.last == verb.first - 1}
    return "due" in named or (not named and before.isalpha() and before != "by")


def _known_law(hit: Hit, tokens: Sequence[Token], tags: Sequence[Tag]) -> bool:
    """Whether the wording is a known law, with what was once done to it or what it covers: "the curbs imposed
    under", "because of these policies, including"."""
    law, *rest = hit.tags
    if law.group not in LAWS or law.first == 0:
        return False
    if any(tag.group == "cover" for tag in rest):
        return any(tag.group == "due" and 0 < law.first - tag.last <= DUE for tag in tags)
    done = any(tag.first == law.last + 1 and tokens[tag.first].key.endswith("ed") for tag in rest)
    return done and tokens[law.first - 1].key in KNOWN


def _participle(tag: Tag, tokens: Sequence[Token]) -> bool:
    """Whether a participle opens a sentence or stands between marks; "is barred" does not."""
    word = tokens[tag.first].key
    if tag.group not in DONE or not (word.endswith("ed") or word in IRREGULAR):
        return False
    before = tag.first - 1
    while before >= 0 and tokens[before].key in ADVERBS:
        before -= 1
    opens = before < 0 or tokens[before].key in PARTS
    after = tokens[tag.first + 1].key if tag.first + 1 < len(tokens) else ","
    return opens and (after in FOLLOWS or after in PARTS)


def _relative(hit: Hit, tokens: Sequence[Token], tags: Sequence[Tag]) -> bool:
    """Whether the wording, or its verb, stands behind a relative pronoun that speaks of a thing or of a known law."""
    begin = max(hit.first - CLOSE, 1)
    return any(
        tokens[at].key in RELATIVES and _meant(at, tokens, tags)
        for at in range(begin, hit.last)
        if at >= hit.first or not any(tokens[mid].key in PARTS for mid in range(at, hit.first))
    )


def _meant(at: int, tokens: Sequence[Token], tags: Sequence[Tag]) -> bool:
    """Whether the pronoun speaks of a thing, or of controls that are not themselves what is news."""
    apart = tokens[at - 1].key in PARTS
    groups = {tag.group for tag in tags if tag.last == at - 1 - apart}
    if tokens[at].key != "that":
        return not groups.isdisjoint(THINGS) and groups.isdisjoint(LAWS)
    if not groups.isdisjoint(LAWS):
        return not any(tag.group in ISSUES and tag.last < at for tag in tags)
    return "goods" in groups and not apart


def speaks_of_a_time(cue: Tag, tokens: Sequence[Token], tags: Sequence[Tag]) -> bool:
    """Whether a cue of history is one where it stands: "since" may give a cause, "had" may be what was said."""
    word, after = tokens[cue.first].key, tokens[cue.last + 1 : cue.last + 2]
    if word == "since":
        return any(next_.key in THEN or next_.key[0].isdigit() or _is_month(cue.last + 1, tags) for next_ in after)
    if word == "had":
        return not any(tag.group == "speaking" and 0 < cue.first - tag.last <= 2 * CLOSE for tag in tags)
    return True


def _is_month(at: int, tags: Sequence[Tag]) -> bool:
    return any(tag.group == "month" and tag.first == at for tag in tags)
