"""Whether the page can do its work: the database answers, and has the tables that this code expects."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError

from pipelines.errors import DeltawireError
from storage.unit import Store

_log = structlog.get_logger()


def ailment(store: Store, pending: Callable[[], Sequence[str]]) -> str | None:
    """What is wrong, in words for an operator and without names of machines; None where all is well."""
    try:
        due = pending()
        if due:
            return f"migrations to be applied: {', '.join(due)}; run `deltawire db migrate`"
        with store.unit() as unit:
            unit.views.alerts_list(limit=1)
    except (SQLAlchemyError, DeltawireError) as error:
        _log.error("health check failed", error=str(error))
        return "the database does not answer; see the log"
    return None
