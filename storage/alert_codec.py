"""Alerts and what they tell, to columns and JSON, and back."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row

from pipelines.alerts.types import Alert, AlertStage, Bundle, Telling
from storage.codec import Json, storable

_TELLING = TypeAdapter(Telling)


def telling_to_json(telling: Telling) -> Json:
    """A telling as JSON."""
    return storable(_TELLING.dump_python(telling, mode="json"))


def telling_from_json(stored: Json) -> Telling:
    """The telling that was stored."""
    return _TELLING.validate_python(stored)


def alert_to_row(alert: Alert) -> Json:
    """What an alert is, as columns; whose it is and when it came are the caller's."""
    return {
        "id": alert.id,
        "subscription_id": alert.subscription,
        "change_id": alert.telling.change,
        "fact_id": alert.telling.fact,
        "replaces": alert.replaces,
        "story": alert.telling.story,
        "object": storable(alert.object),
        "grp": storable(alert.group),
        "stage": str(alert.stage),
        "reason": storable(alert.reason),
        "urgent": alert.urgent,
        "wanted_origins": alert.wanted_origins,
        "telling": telling_to_json(alert.telling),
    }


def alert_from_row(row: Row[Any]) -> Alert:
    """The alert that was stored."""
    return Alert(
        id=row.id,
        subscription=row.subscription_id,
        group=row.grp,
        stage=AlertStage(row.stage),
        telling=telling_from_json(row.telling),
        urgent=row.urgent,
        wanted_origins=row.wanted_origins,
        object=row.object,
        replaces=row.replaces,
        reason=row.reason,
    )


def bundle_from_row(row: Row[Any]) -> Bundle:
    """The bundle that was stored."""
    return Bundle(
        id=row.id,
        subscription=row.subscription,
        tellings=tuple(map(telling_from_json, row.tellings)),
        created=row.created_at,
        language=row.language,
        note=row.note,
        reminder=row.reminder,
    )
