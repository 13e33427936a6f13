"""docs/renderings.md is what the code renders."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.renderings import files, main


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_the_page_and_the_mail_beside_it_are_as_they_would_be_written(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == files()[path], "run: make renderings"


def test_the_check_says_that_they_are() -> None:
    assert main(["--check"]) == 0
