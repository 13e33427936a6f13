"""The command line as it is typed: exit code, standard output and standard error of one call."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from adapters.embedded import Servers
from adapters.kit import Kit, open_kit
from cli.main import app
from cli.session import settings
from config.settings import load_settings
from storage.unit import Store


@dataclass(frozen=True)
class Said:
    """What one call answered."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """Standard output as NDJSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Deltawire:
    """Calls commands with these settings."""

    environment: dict[str, str]

    def __call__(self, *words: str, stdin: str | bytes = "", **given: str) -> Said:
        """One call; `given` are further settings. An exception that escapes the program fails the test."""
        settings.cache_clear()
        environment = self.environment | {f"DELTAWIRE_{name}": value for name, value in given.items()}
        result = CliRunner().invoke(app, words, input=stdin, env=environment)
        settings.cache_clear()
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """A command sets up logging on the streams of its call, which are closed afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def deltawire(store: Store, database_url: str, servers: Servers, tmp_path: Path) -> Deltawire:
    """The program on the tests' emptied database."""
    return Deltawire(
        {
            "DELTAWIRE_HOME": str(tmp_path),
            "DELTAWIRE_DATABASE_URL": database_url,
            "DELTAWIRE_REDIS_URL": servers.redis_url,
            "DELTAWIRE_SECRET_KEY": "a key for tests",
            "DELTAWIRE_LOG_LEVEL": "ERROR",
        }
    )


@pytest.fixture
def unserved(tmp_path: Path) -> Deltawire:
    """The program where no server answers: what works here needs none."""
    return Deltawire(
        {
            "DELTAWIRE_HOME": str(tmp_path),
            "DELTAWIRE_DATABASE_URL": "postgresql://somebody:canary-password@127.0.0.1:1/nothing",
            "DELTAWIRE_REDIS_URL": "redis://:canary-password@127.0.0.1:1/0",
        }
    )


@pytest.fixture
def kit(deltawire: Deltawire, database_url: str) -> Iterator[Kit]:
    """What the commands open, to put things where they find them."""
    given = {name.removeprefix("DELTAWIRE_").lower(): value for name, value in deltawire.environment.items()}
    with open_kit(load_settings(**given), database_url) as opened:
        yield opened
