"""Logs: one line a message, for people on a terminal and as JSON elsewhere; no secret gets in."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

_LOUD_LIBRARIES = ("celery", "httpcore", "httpx", "kombu", "redis", "requests", "trafilatura", "urllib3", "alembic")
"""At DEBUG some of them print tokens and whole addresses: they stay at WARNING or above, whatever the level.
Apprise's own logger is sealed by its adapter, which reads from it what became of a send."""
_ADDRESS = re.compile(r"\b([a-z][a-z0-9+.-]{1,20})://[^\s\"'<>]+", re.IGNORECASE)
_PUBLIC_SCHEMES = frozenset({"http", "https"})
_USERINFO = re.compile(r"(?<=://)[^/\s@]+@")
_QUERY_SECRET = re.compile(r"((?:token|key|secret|password|signature)=)[^&\s]+", re.IGNORECASE)


def configure_logging(level: str) -> None:
    """Set up structlog and the standard library's logging for this process."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _redacted_event,
    ]
    tty = sys.stderr.isatty()
    renderer = structlog.dev.ConsoleRenderer() if tty else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _LOUD_LIBRARIES:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))


def redacted(text: str) -> str:
    """The text without addresses of targets, passwords in addresses, and keys in queries."""
    text = _ADDRESS.sub(lambda m: m[0] if m[1].lower() in _PUBLIC_SCHEMES else f"{m[1]}://…", text)
    return _QUERY_SECRET.sub(r"\1…", _USERINFO.sub("…@", text))


def _redacted_event(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {key: redacted(value) if isinstance(value, str) else value for key, value in event.items()}
