"""However the service ends, soon nothing of it runs; and Ctrl-C at any moment prints no traceback."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from adapters.embedded import forget
from config.settings import ROOT

pytestmark = pytest.mark.service

SOON = 5.0
CTRL_C_SECONDS = 20.0


@dataclass
class Started:
    """A command as a person starts it on a terminal: the foreground process group of a session of its own."""

    process: subprocess.Popen[bytes]
    home: Path
    output: Path
    met: set[psutil.Process] = field(default_factory=set)
    """Every process seen below it."""

    def until(self, done: Callable[[], bool], what: str, *, at_most: float = 60.0) -> None:
        """Wait, noting whatever it starts."""
        deadline = time.monotonic() + at_most
        while not done():
            assert time.monotonic() < deadline, f"no sign of {what}; it says:\n{self.said()[-3000:]}"
            with suppress(psutil.NoSuchProcess):
                self.met.update(psutil.Process(self.process.pid).children(recursive=True))
            time.sleep(0.01)

    def said(self) -> str:
        """What it has printed."""
        return self.output.read_text(errors="replace")

    def ended(self) -> bool:
        """Whether the command itself is gone."""
        return self.process.poll() is not None

    def left(self) -> list[psutil.Process]:
        """What still runs of all that it started."""
        running = []
        for process in self.met:
            with suppress(psutil.NoSuchProcess):
                if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                    running.append(process)
        return running


@contextmanager
def started(command: str, folder: Path) -> Iterator[Started]:
    """`deltawire <command>` in a home of its own, watching a source that never answers."""
    config = shutil.copytree(ROOT / "config", folder / "config", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    nowhere = "sources:\n  - {name: nowhere, url: 'http://127.0.0.1:9/feed', outlet: Nowhere, tier: 2, language: en}\n"
    (config / "desks" / "chips.sources.yaml").write_text(nowhere)
    home, output = folder / "home", folder / "output"
    with output.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "--home", str(home), command],
            env={**os.environ, "DELTAWIRE_CONFIG_DIR": str(config)},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        running = Started(process, home / "demo" if command == "demo" else home, output)
        try:
            yield running
        finally:
            process.kill()
            process.wait()
            for one in running.left():
                one.kill()
            forget(running.home)


Moment = Callable[[Started], bool]
MOMENTS: dict[str, tuple[str, Moment]] = {
    "demo, while its modules load": ("demo", lambda demo: bool(demo.process.pid)),
    "demo, while PostgreSQL starts": ("demo", lambda demo: (demo.home / "servers.lock").exists()),
    "demo, while the tables are made": ("demo", lambda demo: (demo.home / "servers.json").exists()),
    "demo, while the news plays": ("demo", lambda demo: "polls" in demo.said()),
    "up, while its processes start": ("up", lambda up: "Deltawire is up" in up.said()),
    "up, while it works": ("up", lambda up: "the page is up" in up.said()),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_ends_it_quickly_and_in_silence(moment: str, tmp_path: Path) -> None:
    command, reached = MOMENTS[moment]
    with started(command, tmp_path) as running:
        running.until(lambda: reached(running), moment)
        if "modules" in moment:
            time.sleep(0.4)
        os.killpg(running.process.pid, signal.SIGINT)
        running.until(running.ended, "its end", at_most=CTRL_C_SECONDS)
        running.until(lambda: not running.left(), "everything's end", at_most=SOON)
        assert "Traceback" not in running.said()
        assert not (running.home / "servers.json").exists()


def test_nothing_outlives_an_owner_that_is_killed(tmp_path: Path) -> None:
    with started("up", tmp_path) as up:
        up.until(lambda: "the page is up" in up.said(), "the page")
        up.until(lambda: len(up.met) > 10, "servers, worker, scheduler and page")
        os.kill(up.process.pid, signal.SIGKILL)
        up.until(up.ended, "its end")
        up.until(lambda: not up.left(), "everything's end", at_most=SOON)
