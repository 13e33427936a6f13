"""Silences: set by a person for a time, ended early or by themselves, and kept as history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, or_, select, update
from sqlalchemy.orm import Session

from pipelines.alerts.types import Mute, MuteKind
from pipelines.errors import Refused
from storage.codec import storable
from storage.tables import AlertRow, MuteRow, table_of
from storage.views.asking import shown

_MUTES, _ALERTS = table_of(MuteRow), table_of(AlertRow)


class Mutes:
    """Those in force, and those that were."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self, kind: MuteKind, key: str, *, until: datetime, who: str, why: str, now: datetime, subscription: str = ""
    ) -> Mute:
        """Silence something until then. Refused where that is past, or nobody says why."""
        if until <= now:
            raise Refused(f"until {until:%Y-%m-%d %H:%M} UTC is past: name a moment to come")
        if not who.strip() or not why.strip():
            raise Refused("a mute wants to know who asks for it, and why: give --by and --why")
        values = {
            "kind": kind, "key": storable(key), "subscription": storable(subscription), "until": until,
            "who": storable(who), "why": storable(why), "created_at": now, "ended_by": "",
        }  # fmt: skip
        return shown(Mute, self._session.execute(insert(_MUTES).values(**values).returning(_MUTES)).one())

    def has_alerts(self, kind: MuteKind, key: str) -> bool:
        """Whether any alert that is stored is of that story, fact, object, outlet or subscription."""
        return self._session.execute(select(_ALERTS.c.id).where(_of(kind, key)).limit(1)).first() is not None

    def in_force(self, *, now: datetime) -> Sequence[Mute]:
        """Those that silence something now, oldest first."""
        query = select(_MUTES).where(_MUTES.c.until > now).order_by(_MUTES.c.id)
        return [shown(Mute, row) for row in self._session.execute(query)]

    def list(self) -> Sequence[Mute]:
        """All of them, newest first."""
        return [shown(Mute, row) for row in self._session.execute(select(_MUTES).order_by(_MUTES.c.id.desc()))]

    def end(self, id: int, *, by: str, now: datetime) -> Mute:
        """Let it ring again from now on; what was held stays held. Refused where there is no such mute in force."""
        ended = (
            update(_MUTES)
            .where(_MUTES.c.id == id, _MUTES.c.until > now)
            .values(until=func.least(_MUTES.c.until, now), ended_by=storable(by))
            .returning(_MUTES)
        )
        row = self._session.execute(ended).one_or_none()
        if row is None:
            raise Refused(f"there is no mute {id} in force: `deltawire mutes list` names them")
        return shown(Mute, row)


def _of(kind: MuteKind, key: str) -> ColumnElement[bool]:
    """What `pipelines.alerts.mutes.silenced` compares, in SQL."""
    if kind == "fact":
        return or_(_ALERTS.c.fact_id == key, _ALERTS.c.replaces == key)
    if kind == "outlet":
        return func.lower(_ALERTS.c.telling["outlet"].astext) == key.lower()
    column: ColumnElement[str] = {"story": _ALERTS.c.story, "object": _ALERTS.c.object}.get(
        kind, _ALERTS.c.subscription
    )
    return column == key
