"""Pages of our own wording, each line marked as article or furniture: what is left out, and what must not be.

In the files a page begins with "=== " and its name; a line with "a|" is the article's, one with "f|" the site's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.text import read_text

CORPUS = Path(__file__).parents[1] / "corpus" / "boilerplate"


@dataclass(frozen=True, slots=True)
class Page:
    name: str
    lines: tuple[tuple[str, bool], ...]
    """(text, whether it is furniture)."""

    @property
    def title(self) -> str:
        return next(text for text, furniture in self.lines if not furniture)

    def sentences(self) -> Iterator[tuple[str, bool, bool]]:
        """(text, whether it is furniture, whether it was taken for it)."""
        starts, body = [], ""
        for text, furniture in self.lines:
            starts.append((len(body), furniture))
            body += f"{text}\n"
        for sentence in read_text(body, self.title).sentences:
            furniture = [kind for start, kind in starts if start <= sentence.start][-1]
            yield sentence.text, furniture, sentence.boilerplate


def pages(*names: str) -> list[Page]:
    return [
        Page(name, tuple((line[2:], line.startswith("f|")) for line in lines if line))
        for file in names
        for name, *lines in (part.splitlines() for part in _parts(file))
    ]


def _parts(file: str) -> list[str]:
    return (CORPUS / f"{file}.txt").read_text(encoding="utf-8").split("=== ")[1:]


def test_the_corpus_speaks_several_languages() -> None:
    languages = [read_text("\n".join(text for text, _ in page.lines)).language for page in pages("first", "second")]
    assert len(languages) >= 25
    assert languages.count("zh") >= 5
    assert {"en", "de", "fr", "es", "nl", "ja", "ko"} <= set(languages)


@pytest.mark.parametrize("file", ["first", "second"])
def test_most_furniture_is_found_and_next_to_no_article_is_lost(file: str) -> None:
    found = [sentence for page in pages(file) for sentence in page.sentences()]
    furniture = sum(len(text) for text, due, _ in found if due)
    taken = sum(len(text) for text, due, marked in found if due and marked)
    article = sum(len(text) for text, due, _ in found if not due)
    lost = sum(len(text) for text, due, marked in found if not due and marked)
    assert taken >= 0.95 * furniture
    assert lost <= 0.01 * article


@pytest.mark.parametrize("page", pages("articles"), ids=lambda page: page.name)
def test_what_only_looks_like_furniture_is_read(page: Page) -> None:
    assert [text for text, _, marked in page.sentences() if marked] == []
