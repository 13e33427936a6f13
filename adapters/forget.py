"""Removes the embedded servers' data of a home, also what lies outside of it: python -m adapters.forget HOME"""

from __future__ import annotations

import sys
from pathlib import Path

from adapters.embedded import forget
from pipelines.errors import Permanent

DEMO = "demo"
"""The demo's home lies in the service's."""


def forget_everything(home: Path) -> list[Path]:
    """Forget the home's servers and the demo's; the homes there were. Raises Permanent while any of them run."""
    homes = (home / DEMO, home)
    there = [place for place in homes if place.exists()]
    for place in homes:
        forget(place)
    return there


def main(arguments: list[str]) -> None:
    """What `make clean` calls, before it removes the home itself."""
    try:
        for home in arguments:
            forget_everything(Path(home))
    except Permanent as error:
        sys.exit(f"deltawire: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
