"""Finds and reads a desk's seed documents: what it is measured against and knows before its first poll."""

from __future__ import annotations

from pathlib import Path

from config.settings import SettingsRefused

SUFFIXES = frozenset({".md", ".txt", ".html", ".htm"})


def corpus_of(seeds_dir: Path, desk: str) -> Path:
    """The folder of a desk's seeds: SEEDS_DIR/DESK, or SEEDS_DIR itself where it is not divided by desk."""
    own = seeds_dir / desk
    inside = [path for path in seeds_dir.iterdir() if not _is_hidden(path)] if seeds_dir.is_dir() else []
    divided = any(path.is_dir() for path in inside) and not any(map(_is_seed, inside))
    return own if own.is_dir() or divided else seeds_dir


def read_folder(path: Path) -> list[tuple[str, str]]:
    """(name, content) of every seed document in `path`, in order of name; README.md and hidden files are not seeds.

    Raises SettingsRefused where the folder is missing or a file is not UTF-8 text.
    """
    if not path.is_dir():
        raise SettingsRefused(f"SEEDS_DIR: {path} is not a folder; create it or set DELTAWIRE_SEEDS_DIR")
    return [(file.name, _content(file)) for file in sorted(path.iterdir()) if _is_seed(file)]


def _is_seed(file: Path) -> bool:
    return file.is_file() and file.suffix.lower() in SUFFIXES and not _is_hidden(file)


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "_")) or path.stem.upper() == "README"


def _content(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsRefused(
            f"SEEDS_DIR: {file} is not UTF-8 text (byte {error.start}); convert or remove it"
        ) from None


def write_document(path: Path, name: str, content: str) -> None:
    """Put a document into the folder in one step, so that nobody who reads along meets half of it.

    Raises SettingsRefused where the folder cannot be written to.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        half = path / f".{name}.half"
        half.write_text(content, encoding="utf-8")
        half.replace(path / name)
    except OSError as error:
        raise SettingsRefused(
            f"SEEDS_DIR: {path} cannot be written to ({error.strerror}); mount it writable, or set DELTAWIRE_SEEDS_DIR"
        ) from None


def stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    """(name, time of change, size) of every seed document: differs once one is added, changed or removed."""
    if not path.is_dir():
        return ()
    found = ((file.name, file.stat()) for file in sorted(path.iterdir()) if _is_seed(file))
    return tuple((name, status.st_mtime_ns, status.st_size) for name, status in found)
