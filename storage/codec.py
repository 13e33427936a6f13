"""Nouns to what PostgreSQL stores, and back, equal to what they were.

PostgreSQL's text takes neither NUL nor lone surrogates, which hostile feeds contain: each becomes one U+FFFD, so that
no offset moves.
"""

from __future__ import annotations

import json
import math
import re
from array import array
from functools import lru_cache
from typing import Any, TypeVar
from zlib import crc32

from pydantic import TypeAdapter
from sqlalchemy import Row

from pipelines.filing import Filing
from pipelines.twins import VERSION
from pipelines.types import Claim, Fact, Figure, PolicyMove, Read, Sighting, Signature, Sketch
from pipelines.work import Entry
from storage.tables import FactRow

Json = dict[str, Any]
Value = TypeVar("Value")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_FIGURE = TypeAdapter(Figure)
_MOVE = TypeAdapter(PolicyMove)
_SIGHTING = TypeAdapter(Sighting)
_ENTRY = TypeAdapter(Entry)
_FILING = TypeAdapter(Filing)


def storable(value: Value) -> Value:
    """The same value, with every character that PostgreSQL refuses replaced."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)  # type: ignore[return-value]  # a str for a str
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)  # type: ignore[return-value]  # JSON has no infinity; read back as the float it was
    if isinstance(value, dict):
        return {storable(name): storable(part) for name, part in value.items()}  # type: ignore[return-value]  # as above
    if isinstance(value, list | tuple):
        return [storable(part) for part in value]  # type: ignore[return-value]  # JSON knows lists only
    return value


def claim_to_json(claim: Claim) -> Json:
    """A figure or move as JSON, with its kind."""
    fields = (
        _FIGURE.dump_python(claim, mode="json") if isinstance(claim, Figure) else _MOVE.dump_python(claim, mode="json")
    )
    return {"kind": claim.kind, **storable(fields)}


def claim_from_json(stored: Json) -> Claim:
    """The claim that was stored."""
    fields = {name: value for name, value in stored.items() if name != "kind"}
    if stored["kind"] == Figure.kind:
        return _FIGURE.validate_python(fields)
    return _MOVE.validate_python(fields)


def sighting_to_json(sighting: Sighting) -> Json:
    """A sighting as JSON."""
    return storable(_SIGHTING.dump_python(sighting, mode="json"))


def sighting_from_json(stored: Json) -> Sighting:
    """The sighting that was stored."""
    return _SIGHTING.validate_python(stored)


def filing_to_json(filing: Filing | None) -> Json | None:
    """What an official document says of itself, as JSON."""
    return None if filing is None else storable(_FILING.dump_python(filing, mode="json"))


def filing_from_json(stored: Json | None) -> Filing | None:
    """The filing that was stored."""
    return None if stored is None else _FILING.validate_python(stored)


def entry_to_json(entry: Entry) -> Json:
    """A feed's entry as JSON."""
    return storable(_ENTRY.dump_python(entry, mode="json"))


def entry_from_json(stored: Json) -> Entry:
    """The entry that was stored."""
    return _ENTRY.validate_python(stored)


def canonical_json(value: object) -> bytes:
    """Equal bytes for equal values: what digests are taken of."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def fact_to_row(fact: Fact) -> Json:
    """A fact as the columns of its row."""
    claim = fact.claim
    return {
        "id": fact.id,
        "kind": claim.kind,
        "subject": storable(claim.subject if isinstance(claim, Figure) else claim.actor),
        "metric": storable(claim.metric if isinstance(claim, Figure) else claim.instrument),
        "claim": claim_to_json(claim),
        "others": [claim_to_json(other) for other in fact.others],
        "first": sighting_to_json(fact.first),
        "first_seen": fact.first.seen,
        "last_seen": fact.last_seen,
        "origins": sorted(fact.origins),
        "outlets": sorted(storable(outlet) for outlet in fact.outlets),
        "stories": sorted(fact.stories),
        "baseline": fact.baseline,
        "supersedes": fact.supersedes,
        "current": fact.current,
        "withdrawn": fact.withdrawn,
        "merged_into": fact.merged_into,
        "apart": sorted(storable(url) for url in fact.apart),
    }


def fact_from_row(row: FactRow | Row[Any]) -> Fact:
    """The fact that was stored."""
    return Fact(
        id=row.id,
        claim=claim_from_json(row.claim),
        others=tuple(claim_from_json(other) for other in row.others),
        first=sighting_from_json(row.first),
        last_seen=row.last_seen,
        origins=frozenset(row.origins),
        outlets=frozenset(row.outlets),
        stories=frozenset(row.stories),
        baseline=row.baseline,
        supersedes=row.supersedes,
        current=row.current,
        withdrawn=row.withdrawn,
        merged_into=row.merged_into,
        apart=frozenset(row.apart),
    )


def fact_to_json(fact: Fact) -> Json:
    """A whole fact as JSON: how it stood when a change replaced it."""
    columns = fact_to_row(fact)
    return {**columns, **{name: columns[name].isoformat() for name in ("first_seen", "last_seen")}}


def fact_from_json(stored: Json) -> Fact:
    """The fact that `fact_to_json` stored."""
    return fact_from_row(FactRow.model_validate(stored))


def folded(key: int) -> int:
    """A key of any size in the 32 bits, signed, that an index of PostgreSQL holds at half the cost of 64."""
    return (key & 0xFFFFFFFF) - ((key & 0x80000000) << 1)


def term_key(term: str) -> int:
    """The same for a term; two in a million share one."""
    return folded(crc32(term.encode("utf-8", "surrogatepass")))


def exact_key(exact: str) -> int:
    """The first eight bytes of an exact hash, signed."""
    return int.from_bytes(bytes.fromhex(exact)[:8], "big", signed=True)


def signature_to_row(signature: Signature, sketch: Sketch) -> Json:
    """What a read is compared by, as columns."""
    return {
        "version": VERSION,
        "exact": exact_key(signature.exact),
        "bands": array("q", signature.bands).tobytes(),
        "words": signature.words,
        "sketch": _sketch_to_bytes(sketch),
    }


def bands_from_bytes(stored: bytes) -> tuple[int, ...]:
    """Eight bytes each."""
    return tuple(array("q", stored))


def read_from_row(row: Row[Any]) -> Read:
    """The read that was stored; what another version of the hashes signed comes back without them."""
    bands, words = (bands_from_bytes(row.bands), row.words) if row.version == VERSION else ((), b"")
    return Read(
        url=row.url,
        outlet=row.outlet,
        tier=row.tier,
        seen=row.seen,
        story=row.story,
        origin=row.origin,
        signature=Signature(exact=row.exact, bands=bands, words=words),
        sketch=_sketch_from_bytes(row.sketch),
    )


def _sketch_to_bytes(sketch: Sketch) -> bytes:
    """How many terms (two bytes), their weights (four each), the terms, a line each: a tenth of what JSON costs."""
    weights = array("f", (weight for _, weight in sketch.weights))
    terms = "\n".join(term for term, _ in sketch.weights)
    return len(weights).to_bytes(2, "big") + weights.tobytes() + terms.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1024)  # successive articles have most of their neighbours in common
def _sketch_from_bytes(stored: bytes) -> Sketch:
    end = 2 + 4 * int.from_bytes(stored[:2], "big")
    weights = array("f", stored[2:end])
    return Sketch(weights=tuple(zip(stored[end:].decode("utf-8", "surrogatepass").split("\n"), weights, strict=False)))
