"""PostgreSQL and Valkey for a machine with nothing installed: the first command of a checkout starts and owns them.

Further commands of the same checkout find them through `HOME/servers.json` and share them; they live as long as
the owner does, and not longer, even if it is killed.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from adapters.embedded_child import START_SECONDS
from adapters.embedded_postgres import forget_postgres, start_postgres
from adapters.embedded_valkey import start_valkey, stop_orphan
from pipelines.errors import Permanent

_SOCKETS_PREFIX = "dw-"


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the embedded servers are reached; the Redis URL holds a password."""

    database_url: str
    redis_url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Note:
    """What the owner leaves in `servers.json` for its colleagues, and for the next owner should it crash."""

    owner: int
    scratch: str
    database_url: str
    redis_url: str


@contextmanager
def embedded_servers(home: Path, *, durable: bool = True) -> Iterator[Servers]:
    """Start the servers of `home`, or attach to those that another process of this home runs.

    The owner stops them on leaving, however it leaves; start it from the main thread, as Linux ends the servers
    with the thread that started them. `durable=False` trades safety against power loss for speed: tests, demo.
    Raises Permanent with the server's last words and a cure.
    """
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (home / "servers.lock").open("a")
    except OSError as error:
        raise Permanent(
            f"{home} cannot be written ({error.strerror}): set DELTAWIRE_HOME to a folder of yours"
        ) from error
    with lock:
        note = _attach_or_lock(home, lock)
        if note is not None:
            yield Servers(note.database_url, note.redis_url)
            return
        with _own(home, lock, durable=durable) as servers:
            yield servers


def forget(home: Path) -> None:
    """Remove everything the servers keep for `home`, also what lies outside of it. Refused while they run."""
    if not home.exists():
        forget_postgres(home)
        return
    with (home / "servers.lock").open("a") as lock:
        if not _locked(lock):
            raise Permanent(f"the servers of {home} are running: end the command that runs them first")
        _clear_up_after_crash(home)
        forget_postgres(home)
        for name in ("postgres.log", "valkey.log", "servers.lock"):
            (home / name).unlink(missing_ok=True)


# ---------------------------------------------------------------- sharing
def _attach_or_lock(home: Path, lock: IO[str]) -> _Note | None:
    """What a living owner noted, once it has; or None with the lock held: then we are the owner."""
    deadline = time.monotonic() + 2 * START_SECONDS
    while not _locked(lock):
        note = _read_note(home)
        if note is not None and _alive(note.owner):
            return note
        if time.monotonic() > deadline:
            raise Permanent(f"another process holds {home / 'servers.lock'} but starts no servers: end it")
        time.sleep(0.05)
    return None


def _locked(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read_note(home: Path) -> _Note | None:
    with suppress(OSError, ValueError, TypeError):
        return _Note(**json.loads((home / "servers.json").read_text()))
    return None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except ProcessLookupError:
        return False
    return True


# ---------------------------------------------------------------- owning
@contextmanager
def _own(home: Path, lock: IO[str], *, durable: bool) -> Iterator[Servers]:
    owner = os.getpid()
    with _sigterm_unwinds(), ExitStack() as leaving:
        leaving.callback(fcntl.flock, lock, fcntl.LOCK_UN)  # said aloud: a forked child still has the file open
        servers = _start(home, leaving, durable=durable)
        try:
            yield servers
        finally:
            if os.getpid() != owner:  # a forked child unwinds its copy of us: nothing here is its own
                leaving.pop_all()


def _start(home: Path, leaving: ExitStack, *, durable: bool) -> Servers:
    """Start both, and note on `leaving` how to undo it."""
    try:
        _clear_up_after_crash(home)
        scratch = Path(tempfile.mkdtemp(prefix=_SOCKETS_PREFIX, dir="/tmp"))
        leaving.callback(shutil.rmtree, scratch, ignore_errors=True)
        postgres, database_url = start_postgres(home, home / "postgres.log", scratch, durable=durable)
        leaving.callback(postgres.stop)
        valkey, redis_url = start_valkey(home / "valkey.log", scratch)
        leaving.callback(valkey.stop)
        leaving.callback((home / "servers.json").unlink, missing_ok=True)
        _write_note(home, _Note(os.getpid(), str(scratch), database_url, redis_url))
    except OSError as error:
        raise Permanent(
            f"the embedded servers of {home} cannot be started: {error}; mend that, or set DELTAWIRE_HOME"
        ) from error
    return Servers(database_url, redis_url)


def _clear_up_after_crash(home: Path) -> None:
    """Remove what an owner left that was killed: its note, its socket folder, a Valkey that outlived it."""
    note = _read_note(home)
    (home / "servers.json").unlink(missing_ok=True)
    if note is None:
        return
    stop_orphan(note.redis_url)
    scratch = Path(note.scratch)
    if scratch.parent == Path("/tmp") and scratch.name.startswith(_SOCKETS_PREFIX):  # noqa: S108 - only compared
        shutil.rmtree(scratch, ignore_errors=True)


def _write_note(home: Path, note: _Note) -> None:
    """Whole or not at all, and for this user's eyes only."""
    half = home / "servers.json.half"
    half.unlink(missing_ok=True)
    half.touch(mode=0o600, exist_ok=False)
    half.write_text(json.dumps(asdict(note)))
    half.rename(home / "servers.json")


@contextmanager
def _sigterm_unwinds() -> Iterator[None]:
    """Turn SIGTERM into SystemExit, so that the servers are stopped in order; where somebody handles it, leave it."""
    ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if ours:
        signal.signal(signal.SIGTERM, _leave)
    try:
        yield
    finally:
        if ours and signal.getsignal(signal.SIGTERM) is _leave:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _leave(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + signum)
