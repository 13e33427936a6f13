"""Telling a worker where to look. Never says more than ids, and never stops the sender: rows outlive messages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import structlog
from celery import current_app
from kombu.exceptions import OperationalError

Stage = Literal["poll", "read", "ingest", "deliver"]
QUEUE = "deltawire"
QUEUES = (QUEUE, *(f"{QUEUE}.{stage}" for stage in get_args(Stage)))
"""One queue a stage, asked in turn, so that no stage waits behind another's flood; `QUEUE` takes tasks of no stage."""
BATCH: dict[Stage, int] = {"poll": 1, "read": 10, "ingest": 20, "deliver": 20}
"""Ids a message, sized so that a task takes about a second."""
_log = structlog.get_logger()


def send(stage: Stage, ids: Sequence[int], *, batch: int | None = None) -> bool:
    """Tell some worker to look at these rows; False where the broker could not be reached: the sweep will tell."""
    try:
        size = batch or BATCH[stage]
        for first in range(0, len(ids), size):
            current_app.send_task(
                f"deltawire.{stage}", args=[list(ids[first : first + size])], queue=f"{QUEUE}.{stage}"
            )
    except OperationalError as error:
        _log.warning("broker unreachable; the sweep will find the work", stage=stage, error=str(error))
        return False
    return True


def backlog() -> int:
    """Messages that wait in the broker; -1 where it cannot be reached."""
    try:
        with current_app.connection_for_read() as connection:
            broker = connection.default_channel.client
            return sum(int(broker.llen(queue)) for queue in QUEUES)
    except Exception as error:
        _log.warning("broker unreachable", error=str(error))
        return -1
