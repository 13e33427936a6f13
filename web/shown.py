"""What the pages show: changes with their evidence, and an article with every decision about it, in frozen rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from config.taxonomy import Taxonomy
from pipelines.alerts.types import Bundle
from pipelines.render import amount, claim_title, headline
from pipelines.render.kinds import kind_named
from pipelines.render.views import views
from pipelines.render.words import words_of
from pipelines.types import ChangeKind, Fact, Figure
from storage.views import Views
from storage.views.articles import ArticleWhole, ClaimShown
from storage.views.facts import ChangeShown, FactFilter

LATEST = 50


@dataclass(frozen=True, slots=True)
class Before:
    """What was known before a change."""

    said: str
    since: datetime
    baseline: bool
    url: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One change that rang, with the sentence that it rests on."""

    headline: str
    kind: str
    quote: str
    speaker: str | None
    confidence: float
    url: str
    title: str
    at: datetime
    outlets: tuple[str, ...]
    """Those that report it."""
    origins: int
    """How many of the reports are independent of each other."""
    before: Before | None


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """One claim of an article and what became of it."""

    headline: str
    quote: str
    outcome: str
    """"rings", "held", or "passed over" where it was not worth a note."""
    why: str
    reasons: tuple[str, ...]


def latest_changes(views: Views, taxonomy: Taxonomy, *, limit: int = LATEST) -> Sequence[ShownChange]:
    """The changes that rang last, newest first, whoever was told of them."""
    changes = views.changes_list(rings=True, limit=limit)
    facts = _facts(views, changes)
    return [_shown_change(change, facts.get(change.fact_id), taxonomy) for change in changes]


def message_shown(bundle: Bundle) -> Mapping[str, Any]:
    """What told.html needs: all that a message tells, also what had no room at its targets."""
    words = words_of(bundle.language)
    return {
        "id": bundle.id,
        "heading": words.message.format(id=bundle.id),
        "created": bundle.created,
        "told_to": words.told_to.format(name=bundle.subscription),
        "note": bundle.note,
        "views": views(bundle, kind_named("whole"), words, public_url=""),
        "words": words,
    }


def article_shown(whole: ArticleWhole, taxonomy: Taxonomy) -> Mapping[str, Any]:
    """What article.html needs."""
    return {
        "article": whole.article,
        "whole": whole,
        "claims": [_shown_claim(claim, taxonomy) for claim in whole.claims],
    }


def _facts(views: Views, changes: Sequence[ChangeShown]) -> Mapping[str, Fact]:
    """The facts behind the changes in one query: a fact was seen last when it changed, or later."""
    if not changes:
        return {}
    wanted = FactFilter(since=min(change.at for change in changes))
    return {fact.id: fact for fact in views.facts_list(wanted, limit=20 * len(changes))}


def _shown_change(change: ChangeShown, fact: Fact | None, taxonomy: Taxonomy) -> ShownChange:
    here = fact.first if fact is not None and fact.first.url == change.url else None
    return ShownChange(
        headline=headline(change.kind, change.claim, change.previous, taxonomy),
        kind=str(change.kind),
        quote=change.claim.quote,
        speaker=_name(change.claim.speaker, taxonomy),
        confidence=change.claim.confidence,
        url=change.url,
        title=here.title if here else "",
        at=change.at,
        outlets=tuple(sorted(filter(None, fact.outlets))) if fact else (),
        origins=len(fact.origins) if fact else 0,
        before=_before(change.previous, taxonomy) if change.previous else None,
    )


def _before(fact: Fact, taxonomy: Taxonomy) -> Before:
    claim = fact.claim
    said = amount(claim) if isinstance(claim, Figure) else headline(ChangeKind.NEW, claim, None, taxonomy)
    return Before(said=said, since=fact.first.seen, baseline=fact.baseline, url=fact.first.url)


def _shown_claim(claim: ClaimShown, taxonomy: Taxonomy) -> ShownClaim:
    outcome = "rings" if claim.rings else "held" if claim.change else "passed over"
    held = ": ".join(filter(None, (claim.held_reason, claim.held_detail)))
    says = amount(claim.claim) if isinstance(claim.claim, Figure) else f"{claim.claim.instrument}, {claim.claim.status}"
    return ShownClaim(
        headline=f"{claim_title(claim.claim, taxonomy)}: {says}",
        quote=claim.claim.quote,
        outcome=outcome,
        why=held or claim.change,
        reasons=claim.claim.reasons,
    )


def _name(id_or_name: str | None, taxonomy: Taxonomy) -> str | None:
    entity = taxonomy.entity(id_or_name) if id_or_name else None
    return entity.names[0] if entity else id_or_name
