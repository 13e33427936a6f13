"""The program as a process: Ctrl-C, completion, and the end of an embedded database."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from adapters.embedded import embedded_servers
from adapters.forget import forget_everything
from config.settings import ROOT
from pipelines.errors import Permanent
from tests.cli.conftest import Deltawire

PROGRAM = (sys.executable, "-m", "cli.main")


def test_ctrl_c_ends_a_replay_without_a_traceback(tmp_path: Path) -> None:
    environment = os.environ | {"DELTAWIRE_HOME": str(tmp_path)}
    program = subprocess.Popen(
        [*PROGRAM, "replay", "--input", "-", "--format", "ndjson"],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write('{"url":"https://a.example","title":"t","published":"2026-01-01","text":"Rain fell."}\n')
    program.stdin.flush()
    time.sleep(2)
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=20)
    assert program.returncode != 0
    assert "Traceback" not in said


def test_a_reader_that_goes_away_ends_the_program_quietly(tmp_path: Path) -> None:
    given = '{"id":1,"text":"Prices rose 3% in May."}\n' * 400
    (tmp_path / "texts").write_text(given)
    words = f"{shlex.quote(sys.executable)} -m cli.main extract < {shlex.quote(str(tmp_path / 'texts'))} | head -1"
    done = subprocess.run(["sh", "-c", words], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.stdout.startswith('{"id": 1')
    assert "Traceback" not in done.stderr


def test_help_groups_the_commands_and_a_wrong_one_is_refused(unserved: Deltawire) -> None:
    said = unserved("--help")
    assert said.code == 0
    assert "Run the service" in said.out
    assert unserved("dmeo").code == 2


def test_the_embedded_database_of_a_home_is_forgotten_and_not_while_it_runs(tmp_path: Path, servers: object) -> None:
    home = tmp_path / "home"
    with embedded_servers(home, durable=False), pytest.raises(Permanent, match="running"):
        forget_everything(home)
    assert forget_everything(home) == [home]
    assert not (home / "postgres").exists()
    assert forget_everything(tmp_path / "never") == []
