"""Sending what waits: lane by lane in order, the lanes side by side, with one short transaction for all that is ready.

Threads only send. A turn of the loop notes what was answered, marks what is sent next, and commits; so a worker that
is killed leaves one uncertain delivery a lane at most.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, Self

import structlog

from config.settings import Settings
from pipelines.announce import announce
from pipelines.ports import Sender, Sent
from pipelines.render import Templates
from pipelines.work import Delivery
from storage.unit import Store

SECONDS = 20.0
"""After which a task begins no more sends, and leaves the rest to the next one."""
PATIENCE = 1.0
"""Seconds that a lane is held for its target's next token; for a longer wait, the scheduler tells of it again."""
_log = structlog.get_logger()


class Tools(Protocol):
    """What sending needs of a kit."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def sender(self) -> Sender: ...
    @property
    def templates(self) -> Templates: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


def deliver(ids: Sequence[int], tools: Tools) -> Sequence[int]:
    """Send what is due to the targets of these deliveries; ids by which to find what is left for want of time."""
    seconds = min(SECONDS, tools.settings.task_seconds * 0.4)
    with tools.store.unit() as unit:
        lanes = dict(unit.outbox.take(ids, now=tools.now()))
    if not lanes:
        return []
    with _Lanes(tools, lanes, until=time.monotonic() + seconds) as sending:
        return sending.run()


@dataclass
class _Lanes:
    """The lanes of one task, each sending, resting until it may, or left."""

    tools: Tools
    held: dict[int, datetime]
    """Target -> until when the right to send to it is ours."""
    until: float
    resting: dict[int, float] = field(default_factory=dict)
    """Target -> when to look for its next delivery."""
    sending: dict[Future[Sent], tuple[int, Delivery]] = field(default_factory=dict)
    last: dict[int, int] = field(default_factory=dict)
    """Target -> the delivery that was begun last."""
    pool: ThreadPoolExecutor = field(init=False)

    def __enter__(self) -> Self:
        self.pool = ThreadPoolExecutor(len(self.held), thread_name_prefix="lane")
        self.resting = dict.fromkeys(self.held, 0.0)
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)

    def run(self) -> Sequence[int]:
        """Until all lanes are left; a delivery of each that was left for want of time."""
        answers: list[tuple[Delivery, Sent]] = []
        cut_short: list[int] = []
        while self.resting or self.sending or answers:
            clock = time.monotonic()
            over = clock >= self.until
            ready = {target: self.held[target] for target, at in self.resting.items() if over or at <= clock}
            now = self.tools.now()
            with self.tools.store.unit() as unit:
                aside = unit.outbox.settled(answers, now=now)
                begun = unit.outbox.begin({} if over else ready, now=now)
                rest = {target: seconds for target, seconds in begun.waits.items() if seconds <= PATIENCE}
                kept = begun.deliveries.keys() | rest.keys()
                unit.outbox.leave({target: self.held[target] for target in ready.keys() - kept})
            for number in aside:
                _log.warning("a message did not arrive; see `deltawire deliveries dead list`", delivery=number)
            self.held |= begun.lanes
            for target in ready:
                del self.resting[target]
            if over:
                cut_short += [self.last[target] for target in ready if target in self.last]
            self.resting |= {target: clock + seconds for target, seconds in rest.items()}
            for target, delivery in begun.deliveries.items():
                self._send(target, delivery)
            answers = self._answers()
        return cut_short

    def _send(self, target: int, delivery: Delivery) -> None:
        self.last[target] = delivery.id
        tools = self.tools
        future = self.pool.submit(
            announce, delivery, tools.sender, templates=tools.templates, public_url=tools.settings.public_url
        )
        self.sending[future] = target, delivery

    def _answers(self) -> list[tuple[Delivery, Sent]]:
        """Wait for an answer, or until a lane has rested; the lanes that have answered may go on at once."""
        if not self.sending:
            time.sleep(max(0.0, min(self.resting.values(), default=0.0) - time.monotonic()))
            return []
        pause = max(0.0, min(self.resting.values()) - time.monotonic()) if self.resting else None
        done, _ = wait(self.sending, timeout=pause, return_when=FIRST_COMPLETED)
        answers = []
        for future in done:
            target, delivery = self.sending.pop(future)
            sent = _answer(future)
            if sent.trouble:
                _log.warning("the bundled template was used instead", trouble=sent.trouble)
            answers.append((delivery, sent))
            self.resting[target] = 0.0
        return answers


def _answer(future: Future[Sent]) -> Sent:
    """What the target said; an error that nobody foresaw came before or after the message went out, who knows."""
    error = future.exception()
    if error is None:
        return future.result()
    _log.error("unforeseen error while sending", exc_info=error)
    return Sent("ambiguous", f"{type(error).__name__} while sending; the message may have arrived")
