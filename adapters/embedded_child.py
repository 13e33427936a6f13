"""One embedded server as a child process: started on a leash, awaited until it answers, stopped for good."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from adapters.leash import leashed
from pipelines.errors import Permanent

START_SECONDS = 60.0
STOP_SECONDS = 10.0


class Child:
    """A running server program, its log, and the signals that end it, the gentlest first."""

    def __init__(
        self,
        program: Path,
        *arguments: str,
        log: Path,
        stops: tuple[signal.Signals, ...],
        uid: int | None = None,
        stdin: bytes = b"",
    ) -> None:
        """Start `program` in a session of its own, so that a terminal's Ctrl-C reaches only its owner."""
        self.name = program.name
        self.log = log
        self._stops = stops
        with log.open("wb") as out:
            log.chmod(0o600)
            self._process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
                leashed(program, *arguments, signum=stops[0], uid=uid),
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if self._process.stdin is not None:
            with suppress(BrokenPipeError), self._process.stdin as pipe:  # broken: it died, and its log says why
                pipe.write(stdin)

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def await_answer(self, answers: Callable[[], bool]) -> None:
        """Return once `answers()`. Raises Permanent with the log's last lines if the child dies or is too slow."""
        deadline = time.monotonic() + START_SECONDS
        while self.running and time.monotonic() < deadline:
            if answers():
                return
            time.sleep(0.02)
        raise Permanent(f"{self.name} did not start: {tail(self.log)}")

    def stop(self) -> None:
        """End the program, with less patience at each signal, and reap it."""
        for signum in (*self._stops, signal.SIGKILL):
            if not self.running:
                break
            self._process.send_signal(signum)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)


def tail(log: Path, lines: int = 8) -> str:
    """The last lines of a server's log, for an error message."""
    with suppress(OSError):
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) or "it said nothing"
    return "it left no log"
