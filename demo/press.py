"""The nouns of the demo newswire: outlets, articles with their edits, and the answer sheet; all frozen.

All moments are timezone-aware UTC and belong to the newswire's own (virtual) time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from pydantic import AwareDatetime, ConfigDict

from pipelines.types import ChangeKind, Direction, Status

FEED_LENGTH = 30
"""How many of its newest articles a source lists; the pages of older ones stay."""

Format = Literal["rss", "rdf", "atom", "json", "register"]
_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True)
class Outage:
    """A stretch of virtual time in which a source answers 500 ("error") or breaks off in mid-body ("cut")."""

    __pydantic_config__ = _STRICT
    since: AwareDatetime
    until: AwareDatetime
    how: Literal["error", "cut"] = "error"


@dataclass(frozen=True)
class WireSource:
    """One invented outlet, and how it publishes."""

    __pydantic_config__ = _STRICT
    id: str
    name: str
    format: Format
    about: str
    language: str = "en"
    tier: int = 2
    """As `Document.tier`: 1 official, 2 press, 3 aggregator."""
    encoding: str = "utf-8"
    gzip: bool = False
    full: bool = True
    """False: its items carry only a summary, and the article's page must be fetched."""
    outages: tuple[Outage, ...] = ()


@dataclass(frozen=True)
class Edit:
    """A later state of an article, in place; what is not given stays as it was."""

    __pydantic_config__ = _STRICT
    at: AwareDatetime
    title: str | None = None
    body: str | None = None


@dataclass(frozen=True)
class Filing:
    """What an official register prints beside the text of a document."""

    __pydantic_config__ = _STRICT
    number: str
    type: str
    agency: str
    effective: date | None = None


@dataclass(frozen=True)
class WireArticle:
    """One article as its source first published it."""

    __pydantic_config__ = _STRICT
    id: str
    source: str
    title: str
    published: AwareDatetime
    kind: Literal["news", "near-miss", "noise"] = "news"
    author: str = ""
    body: str = ""
    """Paragraphs separated by blank lines. A copy may leave it out: it then carries its origin's."""
    intro: str = ""
    """A paragraph that a copy puts before its origin's text."""
    extra: str = ""
    """A paragraph that a copy puts behind it."""
    foot: tuple[str, ...] = ()
    """Lines of page junk at the end of the content: other headlines, disclosures."""
    copy_of: str | None = None
    spun_of: str | None = None
    filing: Filing | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def path(self) -> str:
        """Where its page lies below its source: year/month/day/id."""
        return f"{self.published:%Y/%m/%d}/{self.id}"


@dataclass(frozen=True)
class Version:
    """An article as it reads after `number` edits."""

    article: WireArticle
    number: int
    title: str
    body: str
    since: datetime

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body's paragraphs, without page junk."""
        return tuple(part.strip() for part in self.body.split("\n\n") if part.strip())


@dataclass(frozen=True)
class Expected:
    """One line of the answer sheet: a change that ought to ring, at its first carrier."""

    __pydantic_config__ = _STRICT
    id: str
    kind: Literal["figure", "policy"]
    change: ChangeKind
    article: str
    statement: str
    edit: int = 0
    """Number of the edit that brings it; 0: the article as first published."""
    quote: str = ""
    """The figure in the words of its carrier; of a withdrawn one, in the words of the version before."""
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    subject: str | None = None
    metric: str | None = None
    object: str | None = None
    period: str | None = None
    previous: float | str | None = None
    """The value that a revised or disputed figure stands against; for a policy, the id of the state it replaces."""
    jurisdiction: str | None = None
    instrument: str | None = None
    direction: Direction | None = None
    status: Status | None = None
    also: tuple[str, ...] = ()
    """Articles that say the same again, and must not ring for it."""


@dataclass(frozen=True)
class Newswire:
    """All sources and articles, and the answer sheet."""

    title: str
    """What it is, in a few words, such as "Three weeks of news"."""
    sources: tuple[WireSource, ...]
    articles: tuple[WireArticle, ...]
    """In order of publication."""
    answers: tuple[Expected, ...]
    """In the order in which they ought to ring."""
    keywords: tuple[str, ...]
    """What a keyword monitor on the same subject would be set to."""

    @cached_property
    def by_id(self) -> Mapping[str, WireArticle]:
        """Every article by its id."""
        return {article.id: article for article in self.articles}

    @property
    def start(self) -> datetime:
        """When the first article appears."""
        return self.articles[0].published

    @property
    def end(self) -> datetime:
        """When the last article or edit appears."""
        return max(version.since for version in self.versions())

    def versions(self) -> Iterator[Version]:
        """Every version of every article."""
        for article in self.articles:
            for number in range(len(article.edits) + 1):
                yield version_of(article, number)

    def at(self, moment: datetime) -> Mapping[str, tuple[Version, ...]]:
        """Source id -> all that it has published by then, latest version of each article, newest article first.

        A feed lists the first FEED_LENGTH of them.
        """
        shown: dict[str, list[Version]] = {source.id: [] for source in self.sources}
        for article in reversed(self.articles):
            if article.published <= moment:
                done = sum(edit.at <= moment for edit in article.edits)
                shown[article.source].append(version_of(article, done))
        return {source: tuple(versions) for source, versions in shown.items()}

    def expected_changes(self, until: datetime | None = None) -> tuple[Expected, ...]:
        """The changes that ought to have rung by `until` (default: all), in that order."""
        return tuple(answer for answer in self.answers if until is None or self.moment(answer) <= until)

    def moment(self, answer: Expected) -> datetime:
        """When the carrier of an expected change appears."""
        return version_of(self.by_id[answer.article], answer.edit).since

    def keyword_messages(self, until: datetime | None = None) -> tuple[Version, ...]:
        """What a keyword monitor would send by `until`: every version with a keyword in its title or text."""
        pattern = re.compile("|".join(map(re.escape, self.keywords)), re.IGNORECASE)
        return tuple(
            version
            for version in sorted(self.versions(), key=lambda version: version.since)
            if (until is None or version.since <= until) and pattern.search(f"{version.title}\n{version.body}")
        )


def version_of(article: WireArticle, number: int) -> Version:
    """The article after its first `number` edits. Raises IndexError where it has fewer."""
    title, body, since = article.title, article.body, article.published
    for index in range(number):
        edit = article.edits[index]
        title, body, since = edit.title or title, edit.body or body, edit.at
    return Version(article, number, title, body, since)
