"""Measures how well Deltawire reads and rings, and writes docs/quality.md: python -m bench.quality --shared DIR

The page holds nothing that differs from run to run: the same code gives the same page.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.kit import read_desk
from bench import copies, corpora, newsquant, newswire, originals, stories, stream, topics
from bench.labelled import ROOT, Shared
from bench.page import Section, render, told
from config.settings import load_settings
from demo.wire import bundled_desks, bundled_newswire

INTRO = """
How well Deltawire reads and rings, measured. `make quality` writes this page; the labelled texts of the stream,
the originals and NewsQuant do not belong to the repository and lie beside the checkout.

**The stream, the originals and the even half of NewsQuant were used for development: scores on unseen news will be
lower.** F1 is the harmonic mean of precision (P: how much of what was said is right) and recall (R: how much of what
was due was found).
"""
STILL_WRONG = Path(__file__).with_name("still_wrong.md")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write the page, and say which goals are missed. Returns 0, or 2 where the labelled texts are not."""
    options = _options(arguments)
    shared = Shared(options.shared.absolute())
    if shared.missing:
        names = ", ".join(str(path.relative_to(shared.folder)) for path in shared.missing)
        print(f"bench.quality: {options.shared} lacks {names}; name the labelled texts: --shared DIR", file=sys.stderr)
        return 2
    sections = measure(shared)
    page = render("Quality", INTRO, sections, STILL_WRONG.read_text(encoding="utf-8"))
    options.output.write_text(page, encoding="utf-8")
    print(told(sections))
    for section in sections:
        for row in section.missed:
            print(f"goal missed: {section.title}: {row.name}: {row.value}", file=sys.stderr)
    print(f"wrote {options.output}")
    return 0


def measure(shared: Shared) -> list[Section]:
    """Every section of the page, in its order."""
    desk = read_desk(load_settings())
    others = [read_desk(load_settings(desk=name)) for name in bundled_desks() if name != desk.name]
    with TemporaryDirectory() as folder:
        room = Path(folder)
        return [
            stream.section(shared, room),
            originals.section(shared, room),
            topics.section(shared, desk),
            newsquant.section(shared),
            newswire.section(bundled_newswire(desk.name), desk),
            *(newswire.another(bundled_newswire(other.name), other) for other in others),
            copies.section(bundled_newswire(desk.name)),
            stories.section(bundled_newswire(desk.name), desk.lexicons.taxonomy),
            corpora.section(desk.lexicons),
        ]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.quality", description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder of the labelled texts")
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "quality.md", help="the page to write")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
