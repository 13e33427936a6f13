"""Numbered announcements (公告) of Chinese ministries: whose, which number, from which day, what they put an end to."""

from __future__ import annotations

import re
from datetime import date

from pipelines.filing import Filing
from pipelines.official.replaced import announcement_number
from pipelines.policy.dates import dates_in, day_of
from pipelines.types import Text

JURISDICTION = "China"
_ISSUER = r"[\u4e00-\u9fff]{1,20}?(?:部|总局|总署|委员会|委|办公室|局)"
_NUMBER = re.compile(
    rf"({_ISSUER}(?:[、\s]+{_ISSUER}){{0,4}}\s?公告)\s?[〔\[（(]?((?:19|20)\d\d)[〕\]）)]?\s?年?第?\s?(\d+)\s?号"
)
_HEAD = 300
"""Characters of a title, or of the page itself, within which it says its own number."""
_DATED = re.compile(r"【?(?:发文日期|发布日期|成文日期)】?[:：]?\s*")
_LABELLED = re.compile(r"【(?:发布单位|发布文号|发文日期|发布日期|成文日期)】[^\n]*")
_BEGINS = re.compile(
    r"自\s?(?P<when>公布之日|发布之日|即日|(?:20\d\d\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?日)\s?起[^。；]{0,20}?(?:施行|实施|执行|生效)"
)
_COMMENTS = re.compile(
    r"(?P<when>(?:20\d\d\s?年\s?)?\d{1,2}\s?月\s?\d{1,2}\s?日)\s?(?:之前|前|以前)[^。]{0,40}?(?:意见|反馈)"
)
_DRAFT = re.compile(r"征求意见|草案")


def read_announcement(title: str, text: Text, published: date | None) -> Filing | None:
    """The filing of an announcement that says its number in its title or at its head; None for any other text."""
    found = _NUMBER.search(title[:_HEAD]) or _numbered(text.body[:_HEAD])
    if found is None:
        return None
    issuers = tuple(re.split(r"[、\s]+", found[1].removesuffix("公告").strip()))
    dated = _dated(text.body, published)
    closes = _COMMENTS.search(text.body)
    return Filing(
        kind="proposed rule" if _DRAFT.search(title) else "announcement",
        number=announcement_number(*found.groups()),
        action="公告",
        agencies=issuers,
        jurisdiction=JURISDICTION,
        effective=_effective(text.body, dated),
        comments_close=_day(closes["when"], dated) if closes else None,
    )


def head_of(body: str) -> int:
    """Where the head of an announcement's page ends: its number, issuer and day, which state nothing."""
    labels = [found.end() for found in _LABELLED.finditer(body[:_HEAD])]
    return max(labels, default=0)


def _numbered(head: str) -> re.Match[str] | None:
    """A number that stands at the beginning of a line of the head, as a page's own does; behind its label, too."""
    lines = re.split(r"\n", head)
    found = (_NUMBER.match(re.sub(r"^\s*(?:【发布文号】|文号[:：])?\s*", "", line)) for line in lines)
    return next(filter(None, found), None)


def _dated(body: str, published: date | None) -> date | None:
    found = _DATED.search(body[:_HEAD])
    return (_day(body[found.end() : found.end() + 14], published) if found else None) or published


def _effective(body: str, dated: date | None) -> date | None:
    """The first of the days from which its parts apply: parts that begin later say so themselves."""
    told = (found["when"] for found in _BEGINS.finditer(body))
    days = (dated if when.endswith(("之日", "即日")) else _day(when, dated) for when in told)
    return min(filter(None, days), default=None)


def _day(passage: str, near: date | None) -> date | None:
    return next((day for when in dates_in(passage) if (day := day_of(when, near))), None)
