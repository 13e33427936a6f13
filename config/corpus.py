"""Reads the folder of seed documents: what a desk is measured against and knows before its first poll."""

from __future__ import annotations

from pathlib import Path

from config.settings import SettingsRefused

SUFFIXES = frozenset({".md", ".txt", ".html", ".htm"})


def read_folder(path: Path) -> list[tuple[str, str]]:
    """(name, content) of every seed document in `path`, in order of name; README.md and hidden files are not seeds.

    Raises SettingsRefused where the folder is missing or a file is not UTF-8 text.
    """
    if not path.is_dir():
        raise SettingsRefused(f"SEEDS_DIR: {path} is not a folder; create it or set DELTAWIRE_SEEDS_DIR")
    return [(file.name, _content(file)) for file in sorted(path.iterdir()) if _is_seed(file)]


def _is_seed(file: Path) -> bool:
    hidden = file.name.startswith((".", "_")) or file.stem.upper() == "README"
    return file.is_file() and file.suffix.lower() in SUFFIXES and not hidden


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsRefused(
            f"SEEDS_DIR: {file} is not UTF-8 text (byte {error.start}); convert or remove it"
        ) from None
