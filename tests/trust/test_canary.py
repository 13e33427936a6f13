"""Case 32: what a target's address, a webhook's secret and a feed's address hold is written nowhere.

The service runs at log level DEBUG while messages are taken, refused, left without an answer, and sent nowhere; while
a feed is read; and while somebody types addresses that cannot be used. Then everything is searched that was written.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer

from cli.main import app
from storage.tables import METADATA
from tests.cli.conftest import Deltawire, logging_as_before
from tests.press import Mailbox, Press, story
from tests.service import Service
from worker.supervisor import supervised

__all__ = ["logging_as_before"]
pytestmark = [pytest.mark.service, pytest.mark.xdist_group("service")]

CANARY = "c4narytok3n"
LOGIN = f"{CANARY}:{CANARY}@"
SECRET = f"{CANARY}-as-long-as-it-must-be"
_NOT_ASKED = {"replay", "extract"}
"""They read articles from standard input or from what is stored, and know no targets."""


@dataclass
class Search:
    """What must not be found, and where it was."""

    needles: list[str]
    found: list[str] = field(default_factory=list)

    def through(self, where: str, said: str | bytes) -> None:
        """Look into something that was written."""
        written = said.encode() if isinstance(said, str) else said
        for needle in self.needles:
            if needle.encode() in written or needle.encode().hex().encode() in written:
                self.found.append(where)


@pytest.fixture
def typed(service: Service) -> Deltawire:
    """The command line of this service."""
    return Deltawire(service.environment)


def test_32_no_secret_of_a_target_or_a_feed_is_written_anywhere(
    service: Service, press: Press, mailbox: Mailbox, typed: Deltawire
) -> None:
    mailbox.status = {f"/{CANARY}/no": 403, f"/{CANARY}/later": 500}
    host = mailbox.server.url.removeprefix("http://")
    search = Search([CANARY])
    with mailbox.held(f"/{CANARY}/hangs"), mailbox.held(f"/{CANARY}/hangs?key={CANARY}"):
        service.subscribe(
            *(mailbox.address(f"/{CANARY}/{path}", login=LOGIN, query=f"?+X={CANARY}") for path in ("yes", "no")),
            mailbox.address(f"/{CANARY}/later", login=LOGIN),
            mailbox.address(f"/{CANARY}/hangs", login=LOGIN, query="?rto=0.3"),
            f"json://{LOGIN}127.0.0.1:9/{CANARY}",
            f"tgram://{CANARY}/{CANARY}",
            *(f"webhook+http://{SECRET}@{host}/{CANARY}/{path}?key={CANARY}" for path in ("yes", "no", "hangs")),
            f"webhook+http://{SECRET}@127.0.0.1:9/{CANARY}",
            on_ambiguous="hold",
        )
        with service.kit.store.unit() as unit:
            search.needles.append(unit.feeds.token("all", now=service.kit.now()))
        press.publish("daily", story(7.7))
        service.watch("daily", press.feed("daily"), every=3600)
        service.wait(lambda: mailbox.asked(f"/{CANARY}/hangs?key={CANARY}"), "the webhook that hangs")
        for process, words in command_lines():
            search.through(f"command line of {process}", words)
        outcomes = ["sent", "dead", "failed", "ambiguous", "failed", "dead", "sent", "dead", "ambiguous", "failed"]
        service.wait(lambda: stages(service) == outcomes, "an answer of every target", at_most=60)
        read_the_feed(service, search)
        for command, said in typed_commands(typed, host):
            search.through(command, said)
    for table in METADATA.sorted_tables:
        for (row,) in service.rows(f'SELECT t::text FROM "{table.name}" t'):
            search.through(f"table {table.name}", row)
    search.through("the broker", str([service.redis.dump(key) for key in service.redis.scan_iter()]))
    service.execute("CHECKPOINT")
    for path in written(service):
        search.through(str(path), path.read_bytes())
    assert search.found == []
    assert mailbox.asked(f"/{CANARY}/yes?key={CANARY}"), "the addresses were used"


def stages(service: Service) -> list[str]:
    """Of the deliveries, in order of their targets."""
    return [row.stage for row in service.rows("SELECT stage FROM deliveries ORDER BY target_id")]


def command_lines() -> Iterator[tuple[str, bytes]]:
    """Of every process of this machine that may be looked at."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            yield folder.name, (folder / "cmdline").read_bytes()


def read_the_feed(service: Service, search: Search) -> None:
    """By its address, and by one that was mistyped; the page's process writes into the service's log."""
    token = search.needles[-1]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ("web", "--port", str(port))
    page = f"http://127.0.0.1:{port}"
    with (
        supervised([command], environment=service.environment, log=service.log_file),
        httpx.Client(base_url=page, trust_env=False) as reader,
    ):
        service.wait(lambda: answers(reader), "the page", at_most=60)
        for form in ("atom", "json"):
            assert reader.get(f"/feeds/{token}.{form}").status_code == 200
            assert reader.get(f"/feeds/{CANARY}.{form}").status_code == 404
        for path in ("/", "/metrics", "/health"):
            search.through(f"the page's {path}", reader.get(path).content)


def answers(reader: httpx.Client) -> bool:
    with suppress(httpx.HTTPError):
        return reader.get("/health").status_code < 600
    return False


def typed_commands(typed: Deltawire, host: str) -> Iterator[tuple[str, str]]:
    """Every list and export, as a table and as NDJSON; and addresses that are refused."""
    listings = list(listings_of(typer.main.get_command(app)))
    assert ("subs", "list") in listings
    assert ("deliveries", "dead", "list") in listings
    for words in listings:
        for form in ((), ("--format", "ndjson")):
            said = typed(*words, *form)
            assert said.code in (0, 2), (words, said.err)  # some want more than a format
            yield " ".join((*words, *form)), said.out + said.err
    bad = (
        *(f"webhook+http://{CANARY}@{host}/{CANARY}", f"tgram://{CANARY}/", f"{CANARY}", f"json://{LOGIN}:x/{CANARY}"),
        *(f"webhook+http://{CANARY}/rest@{host}", f"webhook+http://{CANARY}"),
    )
    for place, address in enumerate(bad):
        said = typed("subs", "add", f"bad-{place}", "-", stdin=address)
        assert said.code != 0
        yield f"refusal {place}", said.out + said.err
    said = typed("subs", "show", "all", "--format", "ndjson")
    yield "subs show", said.out + said.err
    said = typed("subs", "test", "all")
    yield "subs test", said.out + said.err


def listings_of(command: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Commands that take a format and have no argument that must be given."""
    if hasattr(command, "commands"):
        for name, below in command.commands.items():
            yield from listings_of(below, (*above, name))
        return
    optional = not any(given.required for given in command.params)
    if optional and any(given.name == "format" for given in command.params) and above[0] not in _NOT_ASKED:
        yield above


def written(service: Service) -> list[Path]:
    """Every file of the service: logs, and what the embedded PostgreSQL keeps, its write-ahead log included."""
    found = [Path(folder) / name for folder, _, names in os.walk(service.home, followlinks=True) for name in names]
    assert any("pg_wal" in path.parts for path in found)
    return [path for path in found if path.is_file()]
