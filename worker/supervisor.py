"""Keeps the processes of the service alive: starts them, restarts those that fall, and stops them all with itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import structlog

from adapters.leash import leashed

PATIENCE_SECONDS = 15.0
"""How long a process may take to finish its task after SIGTERM."""
_SLOWEST_RESTART = 30.0
_SETTLED_SECONDS = 60.0
"""Who has run for so long fell for a reason of its own, and is started again at once."""
_log = structlog.get_logger()


@dataclass
class Child:
    """One supervised process."""

    name: str
    arguments: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    restarts: int = 0
    """In a row, each soon after the last."""
    not_before: float = 0.0


@dataclass
class Supervisor:
    """`deltawire worker`, `scheduler` and `web` as children that cannot outlive this process."""

    commands: Sequence[tuple[str, ...]]
    environment: dict[str, str] = field(default_factory=dict)
    log: IO[bytes] | None = None
    children: list[Child] = field(init=False)

    def __post_init__(self) -> None:
        self.children = [Child(name=command[0], arguments=command) for command in self.commands]

    def tend(self) -> None:
        """Start what does not run; call it again and again."""
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                _log.warning("process ended; starting it again", name=child.name, status=child.process.returncode)
                child.process = None
                child.restarts = 1 if time.monotonic() - child.started > _SETTLED_SECONDS else child.restarts + 1
                child.not_before = time.monotonic() + min(_SLOWEST_RESTART, 0.5 * 2 ** min(child.restarts, 6))
            if child.process is None and time.monotonic() >= child.not_before:
                child.process = self._start(child)
                child.started = time.monotonic()

    def stop(self) -> None:
        """SIGTERM to all, time to finish, then SIGKILL to what is left."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def _start(self, child: Child) -> subprocess.Popen[bytes]:
        command = leashed(Path(sys.executable), "-m", "cli.main", *child.arguments, signum=signal.SIGTERM)
        return subprocess.Popen(  # noqa: S603 - our own program with arguments of our own
            command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )


@contextmanager
def supervised(
    commands: Sequence[tuple[str, ...]], *, environment: dict[str, str] | None = None, log: IO[bytes] | None = None
) -> Iterator[Supervisor]:
    """The processes, running while the block does; nothing of them is left afterwards."""
    supervisor = Supervisor(commands, environment or {}, log)
    supervisor.tend()
    try:
        yield supervisor
    finally:
        supervisor.stop()


def keep_up(supervisor: Supervisor, *, stop: Callable[[], bool]) -> None:
    """Tend the processes until `stop()`."""
    while not stop():
        supervisor.tend()
        time.sleep(0.5)
