"""The templates of messages: those that come along, and those of the operator that take their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.settings import ROOT

BUNDLED = ROOT / "config" / "templates"
LARGEST = 100_000
"""Characters of one template."""


@dataclass(frozen=True)
class TemplateSources:
    """Templates by the name of their kind, as they are written."""

    bundled: Mapping[str, str]
    overrides: Mapping[str, str] = field(default_factory=dict)
    unreadable: Mapping[str, str] = field(default_factory=dict)
    """Overrides that could not even be read, and why."""


def load_templates(config_dir: Path) -> TemplateSources:
    """The bundled templates, and those in CONFIG_DIR/templates that take their place."""
    bundled = {path.stem: path.read_text(encoding="utf-8") for path in sorted(BUNDLED.glob("*.j2"))}
    folder = config_dir / "templates"
    overrides: dict[str, str] = {}
    unreadable: dict[str, str] = {}
    for path in sorted(folder.glob("*.j2")) if folder.resolve() != BUNDLED.resolve() else ():
        try:
            overrides[path.stem] = _read(path)
        except (OSError, ValueError) as error:
            unreadable[path.stem] = f"{path}: {error}"
    return TemplateSources(bundled, overrides, unreadable)


def _read(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if len(text) > LARGEST:
        raise ValueError(f"longer than {LARGEST:,} characters")
    return text
