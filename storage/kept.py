"""What came of a replay in a small file, an object a line, to be looked at afterwards: policy facts and changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from pipelines.alerts.past import Past
from pipelines.controls import Heard
from pipelines.errors import Refused
from pipelines.ledger.rulings import Told
from pipelines.types import Change, ChangeKind, Document
from storage.codec import (
    claim_from_json,
    claim_to_json,
    fact_from_json,
    fact_to_json,
    sighting_from_json,
    sighting_to_json,
)

Kept = TypeVar("Kept")
_FACT, _CHANGE = "fact", "change"


def keep(path: Path, heard: Iterable[Heard], past: Iterable[Past] = ()) -> None:
    """Write them, in place of what the file held; it is never half-written. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    records = chain(map(_to_json, heard), map(_past_to_json, past))
    with fresh.open("w", encoding="utf-8", errors="backslashreplace") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    fresh.replace(path)


def kept(path: Path) -> list[Heard]:
    """The policy facts that were kept there. Raises Refused, with the cure."""
    return _read(path, _FACT, _from_json)


def kept_past(path: Path) -> list[Past]:
    """The changes that were kept there, in the order in which they came. Raises Refused, with the cure."""
    return _read(path, _CHANGE, _past_from_json)


def _read(path: Path, wanted: str, made: Callable[[dict[str, Any]], Kept]) -> list[Kept]:
    mark = json.dumps({"type": wanted})[:-1]
    try:
        with path.open(encoding="utf-8") as lines:
            found = [line for line in lines if line.startswith(mark) or not line.startswith('{"type": ')]
            return [made(json.loads(line)) for line in found if line.strip()]
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}; `deltawire replay` keeps an outcome") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(
            f"{path} is not what `deltawire replay` keeps, or another version kept it: replay again"
        ) from error


def _to_json(heard: Heard) -> dict[str, Any]:
    return {
        "type": _FACT,
        "fact": fact_to_json(heard.fact),
        "told": [
            {"sighting": sighting_to_json(told.sighting), "claims": [claim_to_json(claim) for claim in told.claims]}
            for told in heard.told
        ],
        "official": sorted(heard.official),
        "withdrawn": heard.withdrawn.isoformat() if heard.withdrawn else None,
    }


def _from_json(stored: dict[str, Any]) -> Heard:
    return Heard(
        fact=fact_from_json(stored["fact"]),
        told=tuple(
            Told(sighting_from_json(told["sighting"]), tuple(claim_from_json(claim) for claim in told["claims"]))
            for told in stored["told"]
        ),
        official=frozenset(stored["official"]),
        withdrawn=datetime.fromisoformat(stored["withdrawn"]) if stored["withdrawn"] else None,
    )


def _past_to_json(past: Past) -> dict[str, Any]:
    change, document = past.change, past.document
    return {
        "type": _CHANGE,
        "id": change.id,
        "change": str(change.kind),
        "claim": claim_to_json(change.claim),
        "fact": fact_to_json(change.fact),
        "sighting": sighting_to_json(change.sighting),
        "previous": fact_to_json(change.previous) if change.previous else None,
        "reasons": list(change.reasons),
        "document": {
            "url": document.url,
            "title": document.title,
            "published": document.published.isoformat() if document.published else None,
            "outlet": document.outlet,
            "tier": document.tier,
        },
        "topics": list(past.topics),
        "language": past.language,
        "rings": past.rings,
    }


def _past_from_json(stored: dict[str, Any]) -> Past:
    document = stored["document"]
    published = datetime.fromisoformat(document["published"]) if document["published"] else None
    return Past(
        change=Change(
            id=stored["id"],
            kind=ChangeKind(stored["change"]),
            claim=claim_from_json(stored["claim"]),
            fact=fact_from_json(stored["fact"]),
            sighting=sighting_from_json(stored["sighting"]),
            previous=fact_from_json(stored["previous"]) if stored["previous"] else None,
            reasons=tuple(stored["reasons"]),
        ),
        document=Document(**{**document, "published": published}),
        topics=tuple(stored["topics"]),
        language=stored["language"],
        rings=stored["rings"],
    )
