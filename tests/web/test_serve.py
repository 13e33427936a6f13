"""`deltawire web` as a process: it says where it listens, answers, and ends in order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen


def test_the_process_takes_a_free_port_says_which_answers_and_ends_on_sigterm(
    database_url: str, tmp_path: Path
) -> None:
    environment = {
        "DELTAWIRE_HOME": str(tmp_path),
        "DELTAWIRE_DATABASE_URL": database_url,
        "DELTAWIRE_REDIS_URL": "redis://127.0.0.1:1",  # the page has no need of the broker
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "web", "--port", "0"],
        env={**os.environ, **environment},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr is not None
        address = json.loads(process.stderr.readline())["address"]
        with urlopen(f"{address}healthz", timeout=10) as answer:
            assert answer.status == 200
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=15) == 0
