"""Writes docs/settings.md from the settings: python -m tests.docs.settings_page > docs/settings.md"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pydantic.fields import FieldInfo

from config.settings import ROOT, Settings

HEAD = """# Settings

Each is read from the environment as `DELTAWIRE_<NAME>`, then from `.env`, then from `deltawire.toml` in the working
directory (there in lower case, without the prefix). The first place that has it wins. A value that cannot be used
ends the program at its start, with the name, the value and the cure; values of secrets are never shown.

This page is written from `config/settings.py` by `python -m tests.docs.settings_page > docs/settings.md`.

| name | default | what it is for |
| --- | --- | --- |"""


def page() -> str:
    """The page as it should stand."""
    return "\n".join([HEAD, *_rows()]) + "\n"


def _rows() -> Iterator[str]:
    for name, field in Settings.model_fields.items():
        yield f"| `DELTAWIRE_{name.upper()}` | {_default(field)} | {field.description or ''} |"


def _default(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, Path):
        value = value.relative_to(ROOT) if value.is_absolute() else value
    return f"`{value}`" if value not in (None, "") else "unset"


if __name__ == "__main__":
    sys.stdout.write(page())
