"""The feeds: what a subscription was told, as Atom and as JSON Feed, for whoever has its secret address."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from fastapi import FastAPI, Request, Response
from jinja2 import Environment

from adapters.kit import Kit
from pipelines.alerts.types import Bundle
from pipelines.render.escapes import one_line
from pipelines.render.kinds import kind_named
from pipelines.render.views import View, views
from pipelines.render.words import words_of
from storage.feeds import Feed, FeedEntry

NEWEST = 100
_TYPES = {"atom": "application/atom+xml; charset=utf-8", "json": "application/feed+json; charset=utf-8"}
_NOT_FOUND = "There is no such feed; `deltawire subs feed NAME` prints the addresses of one.\n"
Form = Literal["atom", "json"]


def add_feeds(app: FastAPI, kit: Kit, environment: Environment) -> None:
    """Let the page answer /feeds/TOKEN.atom and /feeds/TOKEN.json."""

    @app.get("/feeds/{token}.atom")
    def atom(request: Request, token: str) -> Response:
        return answer(request, token, "atom")

    @app.get("/feeds/{token}.json")
    def json_feed(request: Request, token: str) -> Response:
        return answer(request, token, "json")

    def answer(request: Request, token: str, form: Form) -> Response:
        with kit.store.unit() as unit:
            feed = unit.feeds.found(token)
            entries = unit.feeds.entries(feed, limit=NEWEST) if feed else ()
        if feed is None:
            return Response(_NOT_FOUND, 404, media_type="text/plain")
        items = [_item(entry, feed, environment, kit.settings.public_url) for entry in entries]
        address = f"{kit.settings.public_url.rstrip('/')}/feeds/{token}.{form}" if kit.settings.public_url else ""
        body = (_atom if form == "atom" else _json)(feed, items, address, environment)
        return _conditional(request, body.encode("utf-8", "replace"), _TYPES[form])


def _conditional(request: Request, body: bytes, media_type: str) -> Response:
    """304 where the reader has it already."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "X-Robots-Tag": "noindex"}
    asked = request.headers.get("if-none-match", "")
    if asked.strip() == "*" or etag in (one.strip().removeprefix("W/") for one in asked.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def _item(entry: FeedEntry, feed: Feed, environment: Environment, public_url: str) -> Mapping[str, Any]:
    """One alert, as both forms need it."""
    words = words_of(feed.language)
    alone = Bundle(
        id=entry.alert, subscription=feed.subscription, tellings=(entry.telling,), created=entry.told,
        language=feed.language,
    )  # fmt: skip
    told: View = views(alone, kind_named("html"), words, public_url=public_url)[0]
    mark = f"{words.corrected} " if told.corrects else ""
    return {
        "id": f"urn:deltawire:{entry.alert}",
        "title": f"{mark}{told.headline}",
        "url": told.url,
        "html": environment.get_template("feed_entry.html").render(told=told, words=words),
        "told": entry.told.astimezone(UTC),
        "published": entry.telling.published,
        "outlet": told.outlet,
        "kind": told.kind,
    }


def _atom(feed: Feed, items: Sequence[Mapping[str, Any]], address: str, environment: Environment) -> str:
    return environment.get_template("feed.xml").render(
        id=f"urn:deltawire:feed:{feed.subscription_id}",
        title=_title(feed),
        language=feed.language,
        updated=_rfc3339(items[0]["told"] if items else feed.created),
        address=address,
        items=items,
        rfc3339=_rfc3339,
    )


def _json(feed: Feed, items: Sequence[Mapping[str, Any]], address: str, environment: Environment) -> str:
    shown = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _title(feed),
        "language": feed.language,
        **({"feed_url": address} if address else {}),
        "items": [
            {
                "id": item["id"],
                **({"url": item["url"]} if item["url"] else {}),
                "title": item["title"],
                "content_html": item["html"],
                "date_published": _rfc3339(item["told"]),
                "authors": [{"name": item["outlet"]}],
                "tags": [item["kind"]],
            }
            for item in items
        ],
    }
    return json.dumps(shown, ensure_ascii=False)


def _title(feed: Feed) -> str:
    return f"Deltawire: {one_line(feed.subscription)}"


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
