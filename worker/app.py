"""The Celery app: JSON only, late acknowledgement, no results, nothing in the broker that PostgreSQL does not know."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown

from adapters.kit import Kit, lay_baseline, open_kit, open_servers
from config.logging import configure_logging
from config.settings import Settings, load_settings
from worker.queue import QUEUE, QUEUES

_KEPT = ExitStack()
"""What this process holds open until it ends: the embedded servers (or the tie to them), and the kit."""


def make_app(settings: Settings, redis_url: str) -> Celery:
    """The app on one broker; see docs/decisions/003 for the reasons behind each value."""
    app = Celery("deltawire", broker=redis_url, include=["worker.tasks"], set_as_current=True)
    app.conf.update(
        accept_content=["json"],
        task_serializer="json",
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=False,
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=500,
        task_soft_time_limit=settings.task_seconds - max(1, min(5, settings.task_seconds // 4)),
        task_time_limit=settings.task_seconds,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": settings.task_seconds * 2,
            "unacked_restore_interval": 10,
            "socket_timeout": 10,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
        },
        task_publish_retry=False,
        task_default_queue=QUEUE,
        task_queues={name: {"exchange": name} for name in QUEUES},
    )
    return app


@cache
def current_app() -> Celery:
    """The app of this process, on the broker that the settings name."""
    settings = load_settings()
    servers = _KEPT.enter_context(open_servers(settings))
    return make_app(settings, servers.redis_url)


@cache
def _process_kit() -> Kit:
    settings = load_settings()
    servers = _KEPT.enter_context(open_servers(settings))
    opened = _KEPT.enter_context(open_kit(settings, servers.database_url))
    gc.freeze()  # else the collector walks all that was imported, a tenth of a second each time, in mid-decision
    return opened


@contextmanager
def kit() -> Iterator[Kit]:
    """The kit of this worker process: opened by its first task, used by one task at a time.

    Seeds and examples that were added in the meantime count from this task on.
    """
    tools = _process_kit()
    if tools.reread():
        lay_baseline(tools)
    yield tools


@worker_process_init.connect
def _after_fork(**_: object) -> None:
    """A child opens its own connections; those of its parent must not be used, nor closed, by it."""
    _KEPT.pop_all()
    _process_kit.cache_clear()
    configure_logging(load_settings().log_level)


@worker_process_shutdown.connect
def _before_exit(**_: object) -> None:
    _KEPT.close()
