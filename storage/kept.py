"""The policy facts of a replay in a small file, an object a line, so that they can be looked at afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.controls import Heard
from pipelines.errors import Refused
from pipelines.ledger.rulings import Told
from storage.codec import (
    claim_from_json,
    claim_to_json,
    fact_from_json,
    fact_to_json,
    sighting_from_json,
    sighting_to_json,
)


def keep(path: Path, heard: Iterable[Heard]) -> None:
    """Write them, in place of what the file held; it is never half-written. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.new")
    lines = (json.dumps(_to_json(one), ensure_ascii=False) + "\n" for one in heard)
    fresh.write_text("".join(lines), encoding="utf-8", errors="backslashreplace")
    fresh.replace(path)


def kept(path: Path) -> list[Heard]:
    """What was kept there. Raises Refused, with the cure."""
    try:
        return [_from_json(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line]
    except OSError as error:
        raise Refused(f"{path}: {error.strerror}; `deltawire replay` keeps an outcome") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(
            f"{path} is not what `deltawire replay` keeps, or another version kept it: replay again"
        ) from error


def _to_json(heard: Heard) -> dict[str, Any]:
    return {
        "type": "fact",
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
