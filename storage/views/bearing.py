"""Which policy facts bear on a question about controls: found over indexes, so that a large ledger answers at once.

A fact stands under the keys of its first wording, and its changes under the object and the target that each report
names: the two together find what most of its reporters mean.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, String, any_, literal, or_, select, text
from sqlalchemy.orm import Session

from pipelines.controls import Heard
from pipelines.controls.asked import NEWEST, Asked
from pipelines.ledger.keys import candidate_keys
from pipelines.types import PolicyMove
from storage.tables import ChangeRow, FactRow, table_of
from storage.tables.ledger import FILED, OF_POLICY, spelled

WIDEST = 1_000
"""Facts read for one answer, the latest first: the oldest states of the most crowded lines are left out beyond."""
PER_NAME = 200
"""Facts, and reports, read of one object or target."""

_FACTS, _CHANGES = table_of(FactRow), table_of(ChangeRow)
_UNDER_KEYS = text("""
    SELECT DISTINCT found.fact_id FROM unnest(CAST(:keys AS varchar[])) AS wanted(key)
    CROSS JOIN LATERAL (
        SELECT fact_id FROM fact_keys WHERE fact_keys.key = wanted.key ORDER BY last_seen DESC LIMIT :most
    ) AS found
""")
_REPORTED = """
    SELECT DISTINCT found.fact_id FROM unnest(CAST(:names AS varchar[])) AS wanted(name)
    CROSS JOIN LATERAL (
        SELECT fact_id FROM changes WHERE {policy} AND {field} = wanted.name ORDER BY at DESC LIMIT :most
    ) AS found
"""
_REPORTED_AS = {
    field: text(_REPORTED.format(policy=OF_POLICY, field=spelled(field))) for field in ("object", "bill", "target")
}
_OF = ("object", "bill")
"""A bill is the object of its own line."""
_LISTS = ("dockets", "rins", "parts", "replaces")


def asked_facts(session: Session, asked: Asked) -> set[str]:
    """Ids of the facts that a question names; some of them may be merged."""
    if asked.word:
        known = session.execute(select(_FACTS.c.id).where(_FACTS.c.id == asked.word)).scalars().all()
        return set(known) or of_documents(session, {asked.word, asked.word.upper()})
    most = None if asked.whole else WIDEST
    found = [
        _under(session, [_key(jurisdiction=asked.jurisdiction)], most) if asked.jurisdiction else None,
        _about(session, asked.objects, most) if asked.objects else None,
        _towards(session, asked.targets, most) if asked.targets else None,
    ]
    named = [one for one in found if one is not None]
    if not named:
        return _newest(session, asked)
    return latest(session, min(named, key=len), None if asked.whole else WIDEST if asked.objects else NEWEST)


def of_their_lines(session: Session, heard: Iterable[Heard], asked: Asked) -> set[str]:
    """Ids of all that may stand on a line with one of these facts, or is tied to one by the documents that state it."""
    known = [one for one in heard if meant(one, asked)]
    most = None if asked.whole else PER_NAME
    controls = {(one.control.jurisdiction, one.control.object) for one in known if one.control.object}
    keys = [_key(jurisdiction=by, object=what) for by, what in sorted(controls, key=str)]
    names = {what.lower() for _, what in controls if what}
    filings = [filing for one in known for filing in one.filings]
    cited = {name for filing in filings for name in (filing.number, filing.citation, *filing.replaces) if name}
    found = _under(session, keys, most) | _reported(session, names, _OF, most)
    return latest(session, found, None if asked.whole else WIDEST) | of_documents(session, cited)


def meant(heard: Heard, asked: Asked) -> bool:
    """Whether a fact is what a question names, as most of its reporters mean it."""
    control, (objects, targets) = heard.control, (_spellings(asked.objects), _spellings(asked.targets))
    if asked.word:
        called = {"".join(name.split()).casefold() for filing in heard.filings for name in filing.names}
        return asked.word in (heard.fact.id, *heard.merged) or "".join(asked.word.split()).casefold() in called
    return bool(
        (not objects or {(control.object or "").lower(), (heard.move.object or "").lower()} & set(objects))
        and (not targets or control.target is None or control.target.lower() in targets)
        and (not asked.jurisdiction or (control.jurisdiction or "").casefold() == asked.jurisdiction.casefold())
    )


def latest(session: Session, ids: Collection[str], most: int | None) -> set[str]:
    """At most so many of these."""
    query = select(_FACTS.c.id).where(among(_FACTS.c.id, ids)).order_by(_FACTS.c.first_seen.desc(), _FACTS.c.id)
    return _ids(session.execute(query.limit(most)))


def with_their_kin(session: Session, ids: Collection[str]) -> set[str]:
    """These facts, those that replaced one of them or that they replaced, and all that was merged into any of them."""
    before = select(_FACTS.c.supersedes).where(among(_FACTS.c.id, ids), _FACTS.c.supersedes.is_not(None))
    after = select(_FACTS.c.id).where(among(_FACTS.c.supersedes, ids))
    met = ahead = {*ids, *_ids(session.execute(before)), *_ids(session.execute(after))}
    while ahead:
        merged = _FACTS.c.merged_into.is_not(None)
        linked = or_(among(_FACTS.c.merged_into, ahead), among(_FACTS.c.id, ahead) & merged)
        rows = session.execute(select(_FACTS.c.id, _FACTS.c.merged_into).where(linked))
        ahead = {end for row in rows for end in row if end} - met
        met = met | ahead
    return met


def of_documents(session: Session, names: Collection[str]) -> set[str]:
    """Facts stated by documents that are called so, or that say they replace one that is."""
    if not names:
        return set()
    filing = _CHANGES.c.claim["filing"]
    called = [filing.contains({field: name}) for field in ("number", "citation") for name in sorted(names)]
    listed = [filing.contains({field: [name]}) for field in _LISTS for name in sorted(names)]
    return _ids(session.execute(select(_CHANGES.c.fact_id).where(text(FILED), or_(*called, *listed)).distinct()))


def _newest(session: Session, asked: Asked) -> set[str]:
    query = select(_FACTS.c.id).where(text("kind = 'policy'")).order_by(_FACTS.c.first_seen.desc())
    before = query if asked.until is None else query.where(_FACTS.c.first_seen < asked.until)
    return _ids(session.execute(before.limit(None if asked.whole else NEWEST)))


def _about(session: Session, names: Collection[str], most: int | None) -> set[str]:
    told = _reported(session, _spellings(names), _OF, most)
    return told | _under(session, [_key(object=name) for name in names], most)


def _towards(session: Session, names: Collection[str], most: int | None) -> set[str]:
    told = _reported(session, _spellings(names), ("target",), most)
    return told | _under(session, [_key(target=name) for name in names], most)


def _reported(session: Session, names: Collection[str], fields: Sequence[str], most: int | None) -> set[str]:
    asked = {"names": sorted(names), "most": most}
    return {fact for field in fields for fact in _ids(session.execute(_REPORTED_AS[field], asked))}


def _key(*, jurisdiction: str | None = None, object: str | None = None, target: str | None = None) -> str:
    """The one key of a move that names these, and all of them."""
    named = PolicyMove(
        quote="",
        start=0,
        end=0,
        actor=None,
        jurisdiction=jurisdiction,
        instrument="",
        object=object,
        target=target,
        direction="neutral",
        status="announced",
    )
    return max(candidate_keys(named), key=len)


def _spellings(names: Collection[str]) -> list[str]:
    """As stored, and as a line's key has them, without spaces."""
    return sorted({form for name in names for form in (name.lower(), name.lower().replace("-", " "))})


def _under(session: Session, keys: Iterable[str], most: int | None) -> set[str]:
    return _ids(session.execute(_UNDER_KEYS, {"keys": sorted(set(keys)), "most": most}))


def _ids(rows: Iterable[Any]) -> set[str]:
    return {row[0] for row in rows}


def among(column: ColumnElement[Any], ids: Collection[str]) -> ColumnElement[bool]:
    """One parameter, however many ids."""
    return column == any_(literal(list(ids), ARRAY(String)))
