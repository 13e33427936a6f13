"""The feeds of subscriptions: their secret tokens, and what was told last."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from pipelines.alerts.types import Telling
from pipelines.errors import Refused
from storage.alert_codec import telling_from_json
from storage.tables import AlertRow, BundleRow, FeedRow, SubscriptionRow, table_of

_FEEDS, _SUBSCRIPTIONS = table_of(FeedRow), table_of(SubscriptionRow)
_ALERTS, _BUNDLES = table_of(AlertRow), table_of(BundleRow)


@dataclass(frozen=True, slots=True)
class Feed:
    """Whose feed a token leads to."""

    subscription_id: int
    subscription: str
    language: str
    created: datetime


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One alert that was told."""

    alert: str
    telling: Telling
    told: datetime


class Feeds:
    """Tokens and entries; a token is stored as its hash, by which it is found, and sealed, to be shown again."""

    def __init__(self, session: Session, *, seal: Callable[[str], bytes], unseal: Callable[[bytes], str]) -> None:
        self._session, self._seal, self._unseal = session, seal, unseal

    def token(self, subscription: str, *, now: datetime, new: bool = False) -> str:
        """The token of a subscription's feed, made where there is none; `new` makes another, and the old one ends.

        Raises Refused where there is no such subscription.
        """
        owner = self._session.execute(
            select(_SUBSCRIPTIONS.c.id).where(_SUBSCRIPTIONS.c.name == subscription).with_for_update()
        ).scalar_one_or_none()
        if owner is None:
            raise Refused(f"there is no subscription {subscription!r}: `deltawire subs list` names them")
        sealed = self._session.execute(
            select(_FEEDS.c.sealed).where(_FEEDS.c.subscription_id == owner)
        ).scalar_one_or_none()
        if sealed is not None and not new:
            return self._unseal(sealed)
        token = secrets.token_urlsafe(32)
        values = {"hashed": _hash(token), "sealed": self._seal(token), "created_at": now}
        stored = upsert(_FEEDS).values(subscription_id=owner, **values)
        self._session.execute(stored.on_conflict_do_update(index_elements=["subscription_id"], set_=values))
        return token

    def found(self, token: str) -> Feed | None:
        """The feed of a token, if it is one. What is compared is a hash: its time tells nothing of the token."""
        hashed = _hash(token)
        row = self._session.execute(
            select(_FEEDS.c.hashed, _FEEDS.c.created_at, _SUBSCRIPTIONS.c.id, _SUBSCRIPTIONS.c.name,
                   _SUBSCRIPTIONS.c.language)
            .join(_SUBSCRIPTIONS, _SUBSCRIPTIONS.c.id == _FEEDS.c.subscription_id)
            .where(_FEEDS.c.hashed == hashed)
        ).one_or_none()  # fmt: skip
        if row is None or not hmac.compare_digest(bytes(row.hashed), hashed):
            return None
        return Feed(row.id, row.name, row.language, row.created_at)

    def entries(self, feed: Feed, *, limit: int = 100) -> Sequence[FeedEntry]:
        """What was told last, newest first; what one article brought in the order of its text."""
        query = (
            select(_ALERTS.c.id, _ALERTS.c.telling, _BUNDLES.c.created_at)
            .join(_BUNDLES, _BUNDLES.c.id == _ALERTS.c.bundle_id)
            .where(_ALERTS.c.subscription_id == feed.subscription_id, _ALERTS.c.stage == "told")
            .order_by(_BUNDLES.c.created_at.desc(), _ALERTS.c.position, _ALERTS.c.id)
        )
        return [
            FeedEntry(row.id, telling_from_json(row.telling), row.created_at)
            for row in self._session.execute(query.limit(limit))
        ]


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
