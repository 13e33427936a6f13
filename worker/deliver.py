"""Sending what waits: lane by lane in order, the lanes side by side, with one short transaction for all that is ready.

Threads only send. A turn of the loop notes what was answered, marks what is sent next, and commits; so a worker that
is killed leaves one uncertain delivery a lane at most. Who sends takes on other targets as they come, so that the
other processes are free for the news, however long a target makes us wait.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

import structlog

from pipelines.announce import announce
from pipelines.ports import Sent
from pipelines.work import Delivery
from storage.unit import Unit
from worker.tools import SendingTools

SECONDS = 20.0
"""After which a task waits for what it has begun, and leaves the rest to the next one."""
SECONDS_ALONE = 2.0
"""The same where one process does everything."""
LOOK_SECONDS = 0.2
"""How often it looks for targets that something waits for by now."""
PATIENCE = 1.0
"""Seconds that a lane is held for its target's next token; for a longer wait, the scheduler tells of it again."""
SIDE_BY_SIDE = 32
"""Lanes of one task."""
_log = structlog.get_logger()


def deliver(ids: Sequence[int], tools: SendingTools) -> Sequence[int]:
    """Send what is due, to the targets of these deliveries first; ids of what is left for want of time."""
    with tools.store.unit() as unit:
        lanes = dict(unit.outbox.take(ids[:SIDE_BY_SIDE], now=tools.now()))
    if lanes:
        with _Lanes(tools, lanes) as sending:
            sending.run()
    with tools.store.unit() as unit:
        return unit.outbox.left(now=tools.now(), limit=SIDE_BY_SIDE)


@dataclass
class _Lanes:
    """The lanes of one task, each sending, resting until it may, or left."""

    tools: SendingTools
    held: dict[int, datetime]
    """Target -> until when the right to send to it is ours."""
    resting: dict[int, float] = field(default_factory=dict)
    """Target -> when to look for its next delivery."""
    sending: dict[Future[Sent], tuple[int, Delivery]] = field(default_factory=dict)
    looked: float = field(default_factory=time.monotonic)
    """When it looked for other targets last."""
    until: float = field(init=False)
    """After which it waits for the slow ones only, the others going on meanwhile."""
    latest: float = field(init=False)
    """After which nothing is begun."""
    slow: frozenset[Future[Sent]] | None = None
    """Those that it waits for in the end."""
    pool: ThreadPoolExecutor = field(init=False)

    def __enter__(self) -> Self:
        settings, clock = self.tools.settings, time.monotonic()
        most = SECONDS if settings.workers > 1 else SECONDS_ALONE
        self.until = clock + min(most, settings.task_seconds * 0.2)
        self.latest = min(self.until + settings.send_seconds, clock + settings.task_seconds * 0.45)
        self.pool = ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="lane")
        self.resting = dict.fromkeys(self.held, 0.0)
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)

    def run(self) -> None:
        """Until all lanes are left."""
        answers: list[tuple[Delivery, Sent]] = []
        while self.resting or self.sending or answers:
            clock = time.monotonic()
            over = self._over(clock)
            now = self.tools.now()
            with self.tools.store.unit() as unit:
                aside = unit.outbox.settled(answers, now=now)
                if not over and clock - self.looked >= LOOK_SECONDS:
                    self._look(unit, now)
                ready = {target: self.held[target] for target, at in self.resting.items() if over or at <= clock}
                begun = unit.outbox.begin({} if over else ready, now=now)
                rest = {target: seconds for target, seconds in begun.waits.items() if seconds <= PATIENCE}
                kept = begun.deliveries.keys() | rest.keys()
                unit.outbox.leave({target: self.held[target] for target in ready.keys() - kept})
            for number in aside:
                _log.warning("a message did not arrive; see `deltawire deliveries dead list`", delivery=number)
            self.held |= begun.lanes
            for target in ready:
                del self.resting[target]
            self.resting |= {target: clock + seconds for target, seconds in rest.items()}
            for target, delivery in begun.deliveries.items():
                self._send(target, delivery)
            answers = self._answers()

    def _over(self, clock: float) -> bool:
        """Whether nothing more is to be begun: the time is up, and those that were slow then have answered."""
        if clock < self.until:
            return False
        if self.slow is None:
            self.slow = frozenset(self.sending)
        return clock >= self.latest or self.slow.isdisjoint(self.sending)

    def _look(self, unit: Unit, now: datetime) -> None:
        """Take the lanes of other targets that something waits for, as far as there is room."""
        self.looked = time.monotonic()
        room = SIDE_BY_SIDE - len(self.resting) - len(self.sending)
        if room > 0:
            taken = unit.outbox.take(unit.outbox.left(now=now, limit=room), now=now)
            self.held |= taken
            self.resting |= dict.fromkeys(taken, 0.0)

    def _send(self, target: int, delivery: Delivery) -> None:
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
        rested = min(self.resting.values(), default=math.inf)
        pause = max(0.0, min(rested - time.monotonic(), LOOK_SECONDS))
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
