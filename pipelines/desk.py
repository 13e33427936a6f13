"""A desk ready for work: its lexicons, the corpus its articles are measured against, and what was known before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.desk import Lexicons
from pipelines.bills import staged
from pipelines.figures import read_figures
from pipelines.policy import read_moves
from pipelines.seeds import Seed, baseline, read_seed
from pipelines.topics import Corpus, build_corpus
from pipelines.types import Claim, Fact, Text


@dataclass(frozen=True)
class Desk:
    """Everything that makes the service watch one subject rather than another."""

    name: str
    lexicons: Lexicons
    seeds: tuple[Seed, ...]
    corpus: Corpus
    baseline: tuple[Fact, ...]


def open_desk(lexicons: Lexicons, seeds: Iterable[tuple[str, str]]) -> Desk:
    """Build the desk from its lexicons and its seed documents, given as (name, content)."""
    read = tuple(read_seed(name, content) for name, content in seeds)
    return Desk(
        name=lexicons.name,
        lexicons=lexicons,
        seeds=read,
        corpus=build_corpus(read, lexicons.taxonomy),
        baseline=baseline(read, lambda text, published: extract(text, lexicons, published=published)),
    )


def extract(text: Text, lexicons: Lexicons, *, published: date | None) -> tuple[Claim, ...]:
    """Every quantity and every policy move in the text, in its order, worth ringing or not."""
    figures = read_figures(text, taxonomy=lexicons.taxonomy, metrics=lexicons.metrics, published=published)
    read = read_moves(text, taxonomy=lexicons.taxonomy, lexicon=lexicons.policy, published=published)
    moves = (staged(move, text) for move in read)
    return tuple(sorted((*figures, *moves), key=lambda claim: (claim.start, claim.end, claim.kind)))
