"""The JSON object in a body, or a reason that names what is there instead."""

from __future__ import annotations

import json
from typing import Any

from pipelines.errors import Unreadable
from pipelines.ports import Fetched


def json_object(fetched: Fetched, *, kind: str) -> dict[str, Any]:
    """The body as one JSON object. Raises Unreadable."""
    try:
        found = json.loads(fetched.body)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{fetched.url}: not JSON ({error}); is it a {kind}?") from None
    if not isinstance(found, dict):
        raise Unreadable(f"{fetched.url}: JSON, but no object; is it a {kind}?")
    return found


def objects(found: object) -> list[dict[str, Any]]:
    """The objects of a list; whatever else stands in it is passed over."""
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def words(found: object) -> str:
    """A string as it is, a number as its digits, anything else as nothing."""
    return found.strip() if isinstance(found, str) else str(found) if isinstance(found, int) else ""


def texts(found: object) -> tuple[str, ...]:
    """The strings of a list, each once; whatever else stands in it is passed over."""
    return tuple(dict.fromkeys(filter(None, map(words, found)))) if isinstance(found, list) else ()
