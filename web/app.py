"""The page: what changed lately, what was decided about an article and why, the sources' health, and the metrics.

Read-only, works without JavaScript, and loads nothing from elsewhere.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException

from adapters.kit import Kit
from config.logging import redacted
from pipelines.errors import DeltawireError
from pipelines.poll import canonical
from web.feeds import add_feeds
from web.health import ailment
from web.metrics import exposition
from web.shown import article_shown, latest_changes, message_shown

HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""On every answer: no script runs, whatever an outlet managed to write into a title."""
_log = structlog.get_logger()


def create_app(kit: Kit, *, pending: Callable[[], Sequence[str]]) -> FastAPI:
    """The page over one kit; `pending` names the migrations that the database still lacks."""
    app = FastAPI(title="Deltawire", docs_url=None, redoc_url=None, openapi_url=None)
    app.middleware("http")(_with_headers)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    templates = Jinja2Templates(env=environment())
    add_feeds(app, kit, templates.env)

    def page(request: Request, name: str, *, status: int = 200, **context: Any) -> Response:
        return templates.TemplateResponse(request, name, {"desk": kit.settings.desk, **context}, status_code=status)

    @app.get("/")
    def changes(request: Request) -> Response:
        with kit.store.unit() as unit:
            shown = latest_changes(unit.views, kit.desk.lexicons.taxonomy)
        return page(request, "changes.html", changes=shown)

    @app.get("/articles")
    def articles(request: Request, url: str = "") -> Response:
        with kit.store.unit() as unit:
            if not url.strip():
                return page(request, "articles.html", articles=unit.views.articles_list())
            whole = unit.views.article_show(url.strip()) or unit.views.article_show(canonical(url.strip()))
        if whole is None:
            raise HTTPException(404, f"No article with the address {url} is stored.")
        return page(request, "article.html", **article_shown(whole, kit.desk.lexicons.taxonomy))

    @app.get("/messages")
    def messages(request: Request, id: str = "") -> Response:
        with kit.store.unit() as unit:
            bundle = unit.views.bundle(id)
        if bundle is None:
            raise HTTPException(404, f"No message {id} is stored.")
        return page(request, "told.html", **message_shown(bundle))

    @app.get("/sources")
    def sources(request: Request) -> Response:
        with kit.store.unit() as unit:
            return page(request, "sources.html", sources=unit.views.sources_overview())

    @app.get("/healthz")
    def healthz() -> Response:
        reason = ailment(kit.store, pending)
        return JSONResponse(
            {"status": "unwell", "reason": reason} if reason else {"status": "ok"}, 503 if reason else 200
        )

    @app.get("/metrics")
    def metrics() -> Response:
        body, content_type = exposition(kit.store, now=kit.now())
        return Response(body, media_type=content_type)

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        return page(request, "message.html", status=error.status_code, message=error.detail)

    @app.exception_handler(DeltawireError)
    def failed(request: Request, error: DeltawireError) -> Response:
        _log.error("page not served", path=_loggable(request.url.path), error=str(error))
        return page(request, "message.html", status=503, message="The database does not answer; try again shortly.")

    return app


def environment() -> Environment:
    """The templates: everything that is put into them is escaped, and a name that is missing is an error."""
    found = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)
    found.filters |= {"moment": _moment, "host": _host, "redacted": redacted}
    found.tests["web_address"] = _is_web_address
    return found


def _loggable(path: str) -> str:
    """A path as logs may have it: those of feeds are secrets."""
    return "/feeds/…" if path.startswith("/feeds/") else path


async def _with_headers(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call(request)
    response.headers.update(HEADERS)
    return response


def _moment(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "–"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")


def _is_web_address(url: str) -> bool:
    """Whether a link may be made of it: `javascript:` and its kind are shown, never linked."""
    return urlsplit(url).scheme in ("http", "https")
