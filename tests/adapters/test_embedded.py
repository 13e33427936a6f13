"""The embedded servers as real processes: owned, shared, and gone with their owner."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg
import pytest
import redis

from adapters.embedded import Servers, embedded_servers, forget
from pipelines.errors import Permanent

ROOT = Path(__file__).resolve().parents[2]
OWNER = """
import sys, time
from pathlib import Path
from adapters.embedded import embedded_servers
with embedded_servers(Path(sys.argv[1]), durable=False) as servers:
    print(servers.database_url, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def used_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home that other tests used before: its data folder is made once, which is what takes long."""
    home = tmp_path_factory.mktemp("used") / "home"
    yield home
    forget(home)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home below a folder that only its owner may enter, with a space in its path."""
    closed = tmp_path / "private things"
    closed.mkdir(mode=0o700)
    yield closed / "home"
    forget(closed / "home")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def query(servers: Servers, statement: str) -> object:
    """The first value that the database answers."""
    with psycopg.connect(servers.database_url.replace("+psycopg", "")) as connection:
        cursor = connection.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    return row and row[0]


def processes(home: Path) -> list[bytes]:
    """Command lines of living processes that work in this home's data folder."""
    needle = os.fsencode((home / "postgres").readlink() if os.geteuid() == 0 else home / "postgres")
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended while we looked
            found.append(path.read_bytes())
    return [command for command in found if needle in command]


def start_owner(home: Path) -> subprocess.Popen[str]:
    owner = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(home)], cwd=ROOT, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    )
    assert owner.stdout is not None
    assert owner.stdout.readline().startswith("postgresql+psycopg://")
    return owner


def answers(note: dict[str, str]) -> bool:
    """Whether one of the servers that a note names still does."""
    try:
        redis.Redis.from_url(note["redis_url"]).ping()
    except redis.RedisError:
        return (Path(note["scratch"]) / ".s.PGSQL.5432").exists()
    return True


def test_both_servers_answer_and_leave_nothing_behind(used_home: Path) -> None:
    with embedded_servers(used_home, durable=False) as servers:
        note = json.loads((used_home / "servers.json").read_text())
        assert query(servers, "SELECT current_database()") == "deltawire"
        assert query(servers, "SELECT upper('ürün é')") == "ÜRÜN É"
        valkey = redis.Redis.from_url(servers.redis_url, decode_responses=True)
        assert valkey.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert stat.S_IMODE((used_home / "servers.json").stat().st_mode) == 0o600
    assert not answers(note)
    assert not Path(note["scratch"]).exists()
    assert not (used_home / "servers.json").exists()
    assert processes(used_home) == []


def test_data_outlive_a_restart_which_takes_less_than_two_seconds(used_home: Path) -> None:
    with embedded_servers(used_home, durable=False) as servers:
        query(servers, "CREATE TABLE kept AS SELECT 7 AS value")
    started = time.monotonic()
    with embedded_servers(used_home) as servers:
        assert time.monotonic() - started < 2
        assert query(servers, "SELECT value FROM kept") == 7
        assert query(servers, "SHOW fsync") == "on"


def test_a_second_command_shares_the_servers_and_does_not_stop_them(used_home: Path) -> None:
    with embedded_servers(used_home, durable=False) as first:
        with embedded_servers(used_home, durable=False) as second:
            assert second == first
        assert query(first, "SELECT 1") == 1


def test_two_commands_started_at_once_agree_on_one_owner(used_home: Path) -> None:
    leave, urls = threading.Barrier(2), []

    def run() -> None:
        with embedded_servers(used_home, durable=False) as servers:
            urls.append(servers.database_url)
            leave.wait(20)

    both = [threading.Thread(target=run) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert len(urls) == 2
    assert len(set(urls)) == 1


def test_two_homes_at_once_do_not_meet(used_home: Path) -> None:
    other = used_home.with_name("other")
    with ExitStack() as stack:
        stack.callback(forget, other)
        one = stack.enter_context(embedded_servers(used_home, durable=False))
        two = stack.enter_context(embedded_servers(other, durable=False))
        query(one, "CREATE TABLE mine AS SELECT 1")
        assert query(two, "SELECT to_regclass('mine')") is None
        assert one.redis_url != two.redis_url


def test_an_error_inside_stops_the_servers(used_home: Path) -> None:
    notes = []
    with suppress(ZeroDivisionError), embedded_servers(used_home, durable=False):
        notes.append(json.loads((used_home / "servers.json").read_text()))
        raise ZeroDivisionError
    assert not answers(notes[0])


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_owner_stops_the_servers_in_order(used_home: Path, signum: signal.Signals) -> None:
    owner = start_owner(used_home)
    note = json.loads((used_home / "servers.json").read_text())
    owner.send_signal(signum)
    owner.communicate(timeout=10)
    assert not answers(note)
    assert not Path(note["scratch"]).exists()
    assert "database system is shut down" in (used_home / "postgres.log").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="the tie to the owner is Linux's")
def test_killing_the_owner_ends_the_servers_and_the_next_start_takes_over(used_home: Path) -> None:
    owner = start_owner(used_home)
    note = json.loads((used_home / "servers.json").read_text())
    owner.kill()
    owner.communicate()
    with embedded_servers(used_home, durable=False) as servers:  # at once, while the old ones are still leaving
        assert query(servers, "SELECT 1") == 1
        assert not answers(note)
        assert not Path(note["scratch"]).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="the tie to the owner is Linux's")
def test_within_five_seconds_of_the_owners_death_no_process_is_left(used_home: Path) -> None:
    owner = start_owner(used_home)
    note = json.loads((used_home / "servers.json").read_text())
    owner.kill()
    owner.communicate()
    deadline = time.monotonic() + 5
    while (answers(note) or processes(used_home)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not answers(note)
    assert processes(used_home) == []


def test_the_password_is_in_no_process_list_log_or_repr(used_home: Path) -> None:
    with embedded_servers(used_home, durable=False) as servers:
        password = servers.redis_url.split(":")[2].split("@")[0]
        commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
        logs = [(used_home / name).read_text() for name in ("postgres.log", "valkey.log")]
    assert len(password) > 20
    assert not any(password.encode() in command for command in commands)
    assert not any(password in log for log in logs)
    assert password not in repr(servers)


def test_a_lock_file_left_by_a_crash_whose_number_is_anothers_now_does_not_stop_a_start(used_home: Path) -> None:
    with embedded_servers(used_home, durable=False):
        data = next(path.parent for path in (used_home / "postgres").resolve().rglob("postmaster.pid"))
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n0\n5432\n/tmp\n\n0 0\nready\n")
    with embedded_servers(used_home, durable=False) as servers:
        assert query(servers, "SELECT 1") == 1


def test_forgetting_after_a_crash_leaves_nothing(home: Path) -> None:
    owner = start_owner(home)
    note = json.loads((home / "servers.json").read_text())
    owner.kill()
    owner.communicate()
    forget(home)  # at once, while the servers are still leaving
    assert not answers(note)
    assert not Path(note["scratch"]).exists()
    assert list(home.iterdir()) == []


def test_forgetting_is_refused_while_the_servers_run_and_leaves_nothing_afterwards(home: Path) -> None:
    with embedded_servers(home, durable=False):
        outside = (home / "postgres").resolve()
        with pytest.raises(Permanent, match="running"):
            forget(home)
    forget(home)
    assert list(home.iterdir()) == []
    assert not outside.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps its data outside of home")
def test_data_outside_of_a_home_that_was_deleted_are_thrown_away(home: Path) -> None:
    with embedded_servers(home, durable=False) as servers:
        query(servers, "CREATE TABLE old AS SELECT 1")
        assert query(servers, "SELECT pg_read_file('/proc/self/status') LIKE '%Uid:\t0%'") is False
    (home / "postgres").unlink()
    with embedded_servers(home, durable=False) as servers:
        assert query(servers, "SELECT to_regclass('old')") is None


def test_data_that_cannot_be_started_are_named_with_the_servers_words_and_a_cure(home: Path) -> None:
    with embedded_servers(home, durable=False):
        data = next(path.parent for path in (home / "postgres").resolve().rglob("postmaster.pid"))
    (data / "PG_VERSION").write_text("9.6\n")
    with (
        pytest.raises(Permanent, match=r"(?s)database files are incompatible.*Cure: .*DELTAWIRE_DATABASE_URL"),
        embedded_servers(home, durable=False),
    ):
        pass


def test_data_made_by_another_user_are_left_alone(home: Path) -> None:
    if os.geteuid() == 0:
        (home / "postgres").mkdir(parents=True)
    else:
        home.mkdir()
        (home / "postgres").symlink_to("/var/tmp")
    with pytest.raises(Permanent, match="another user"), embedded_servers(home, durable=False):
        pass


def test_a_forked_child_neither_stops_the_servers_nor_keeps_the_next_owner_waiting(used_home: Path) -> None:
    children = []
    with embedded_servers(used_home, durable=False) as servers:
        for leaves_at_once in (True, False):
            children.append(os.fork())
            if children[-1] == 0 and not leaves_at_once:
                time.sleep(30)
            if children[-1] == 0:
                break
        else:
            os.waitpid(children.pop(0), 0)
            assert query(servers, "SELECT 1") == 1
    if children[-1] == 0:
        os._exit(0)
    started = time.monotonic()
    with embedded_servers(used_home, durable=False):
        assert time.monotonic() - started < 5
    os.kill(children[0], signal.SIGKILL)
    os.waitpid(children[0], 0)
