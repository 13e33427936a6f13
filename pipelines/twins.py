"""Copies: is this text one that an earlier article already carried, and whose was it first?

Candidates come from the memory: by exact hash, by bands of a MinHash and, for rewrites, from the neighbours that
stories are decided from. Each is then held against the telling words of the text itself, because sharing a band is
only a hint. Independent reports of one event share names, figures and a quotation or two, but neither most of their
words nor what stands next to what.
"""

from __future__ import annotations

import hashlib
import re
import struct
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from rensa import RMinHash

from pipelines.stories import Alike
from pipelines.terms import FIGURE, article, terms
from pipelines.text import normalised
from pipelines.types import CopyKind, Read, Signature, Text, Twin

VERSION = f"3.{RMinHash.ALGORITHM_VERSION}"
"""Part of every hash: signatures of another version meet nothing instead of meeting the wrong thing."""
BANDS, ROWS, SEED = 32, 2, 20221007
"""A pair of texts with a fifth of their shingles in common shares a band with probability .73, one with half: 1.0."""
KEPT = 2048
"""Telling words kept of a text, from its beginning: those of about four thousand words."""
SHORT = 8
"""Shingles up to which a text is compared together with its title, and only exactly."""

NEAR, NEAR_SHORT = 0.5, 4.0
"""Share of the smaller text's shingles from which it is a copy, longer or shorter; for short texts the square of the
second over their number of shingles is added."""
RESPUN, RESPUN_HAN, RESPUN_SHORT = 0.57, 0.7, 20.0
"""Common ground (share of words plus share of shingles) from which a text is a rewrite, more in Han script, whose
words here are pairs of characters. For short texts, whose few words are easily shared, the square of the last over
their number of shingles is added."""
FEW_WORDS = 0.25
"""Share of the smaller text's words that a copy or rewrite has at least: below it nothing else is counted."""
TELLING_FIGURES, MOST_FIGURES, RESPUN_FIGURES = 3, 0.75, 0.12
"""This many figures in common, being that share of the smaller text's, make up for so much common ground:
independent reports seldom pick just the same ones."""
QUOTED, BESIDE_QUOTES = 7, 0.25
"""Telling words in a row from which a run that two texts share counts as quoted; and how much less common ground is
enough once the quoted runs are left out."""
SAME_FIGURES = 0.35
"""Share of the smaller set of figures that two texts of one template must have in common to be one text."""
MARGIN = 0.2
"""Overlap by which a candidate must be outdone before an earlier or better source no longer counts."""
TEMPLATE = 0.9
"""Overlap from which a single figure, and another one, is enough to tell the same template from the same text."""
CREDIT = 4_000
"""Characters of a page's furniture in which a credit is looked for."""
NEAREST, UNLIKE = 16, 0.2
"""Neighbours held against the text, those of the likest sketches; and the likeness below which none of them is."""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What of two texts is compared, as hashes."""

    told: array[int]
    words: frozenset[int]
    """Without the figures."""
    figures: frozenset[int]

    @property
    def han(self) -> bool:
        """Whether most of its words are pairs of Chinese or Japanese characters."""
        return 2 * sum(word & _HAN_BIT != 0 for word in self.told) > len(self.told)


def sign(text: Text) -> Signature:
    """The article's exact hash, its MinHash bands (signed 64-bit integers), and its telling words.

    Page junk is left out. Equal on every machine. A text without any words has neither bands nor words.
    """
    body = article(text)
    told = terms(body)
    short = len(told) <= SHORT
    if short:
        body = f"{text.title}\n{body}"
        told = terms(body)
    return Signature(
        exact=hashlib.sha256(f"{VERSION}:{normalised(body)}".encode()).hexdigest(),
        bands=() if short else _bands([f"{one} {two}".encode() for one, two in pairwise(told)]),
        words=_packed(told[:KEPT]),
    )


def credit_of(text: Text) -> str:
    """Where a page says whose text it is, normalised: its furniture, and the article's first and last sentence."""
    furniture = [sentence.text for sentence in text.sentences if sentence.boilerplate]
    own = text.article_sentences
    return normalised(" ".join((*furniture, *(sentence.text for sentence in (*own[:1], *own[-1:])))))[:CREDIT]


def nearest(known: Sequence[Alike]) -> Sequence[Read]:
    """The few articles that may be rewritten here, of all those known, the likest first: a rewrite shares no band."""
    return [one.read for one in known[:NEAREST] if one.likeness >= UNLIKE]


def find_twin(signature: Signature, candidates: Sequence[Read], *, credit: str = "") -> Twin | None:
    """The origin of the text that this article carries, if one of `candidates` has it; None where it is new.

    Of several, the closest kind counts, then the greatest overlap by a margin, then the outlet that the article's
    `credit` names, then the earliest, then the better source; a copy of a copy belongs to the first origin.
    `overlap` is the share of the smaller text's shingles in the other.
    """
    if not signature.words:
        return None
    compared = [(read, *compare(signature, read.signature)) for read in candidates]
    for kind in _KINDS:
        alike = [(read, overlap) for read, found, overlap in compared if found == kind]
        if alike:
            most = max(overlap for _, overlap in alike)
            closest = [(read, overlap) for read, overlap in alike if overlap >= most - MARGIN]
            origin, overlap = min(
                closest, key=lambda hit: (not _names(credit, hit[0].outlet), hit[0].seen, hit[0].tier, hit[0].url)
            )
            return Twin(origin=origin.origin, kind=kind, overlap=round(overlap, 4))
    return None


def compare(one: Signature, other: Signature) -> tuple[CopyKind | None, float]:
    """How two texts hang together, None where they were written independently; and the share of the smaller one's
    shingles in the other, 0..1, as far as it was counted."""
    if one.exact == other.exact:
        return "exact", 1.0
    if not one.bands or not other.bands:
        return None, 0.0
    ours, theirs = _ground(one.words), _ground(other.words)
    words = _contained(ours.words, theirs.words)
    if words < FEW_WORDS:
        return None, 0.0
    our_pairs, their_pairs = _shingles(one.words), _shingles(other.words)
    overlap = _contained(our_pairs, their_pairs)
    figures, same = min(len(ours.figures), len(theirs.figures)), len(ours.figures & theirs.figures)
    if same < SAME_FIGURES * figures and (figures > 1 or overlap >= TEMPLATE):
        return None, overlap
    shortness = 1 / min(len(our_pairs), len(their_pairs))
    if overlap >= NEAR + (NEAR_SHORT * shortness) ** 2:
        return "near", overlap
    enough = (RESPUN_HAN if ours.han and theirs.han else RESPUN) + (RESPUN_SHORT * shortness) ** 2
    if same >= TELLING_FIGURES and same >= MOST_FIGURES * figures:
        enough -= RESPUN_FIGURES
    if words + overlap < enough:
        return None, overlap
    beside = _outside_runs(ours.told, their_pairs), _outside_runs(theirs.told, our_pairs)
    return ("rewrite" if _common(*beside) >= enough - BESIDE_QUOTES else None), overlap


def _common(one: array[int], other: array[int]) -> float:
    """The common ground of two texts, 0..2."""
    return _contained(frozenset(one), frozenset(other)) + _contained(frozenset(_pairs(one)), frozenset(_pairs(other)))


def _contained(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of the smaller set that is in the other as well."""
    return len(one & other) / (min(len(one), len(other)) or 1)


def _outside_runs(told: array[int], shared: frozenset[int]) -> array[int]:
    """The words that stand in no long run of `shared` pairs."""
    kept, run = array("H"), array("H")
    for word, pair in zip(told, (*_pairs(told), None), strict=True):
        run.append(word)
        if pair not in shared:
            kept.extend(run if len(run) <= QUOTED else ())
            run = array("H")
    return kept


def _names(credit: str, outlet: str | None) -> bool:
    """Whether the credit names the outlet: as words of its own, in Han script anywhere."""
    name = normalised(outlet or "")
    return bool(name) and (f" {name} " in f" {credit} " or (_HAN_OR_KANA.match(name) is not None and name in credit))


_KINDS: tuple[CopyKind, ...] = ("exact", "near", "rewrite")
_FIGURE_BIT, _HAN_BIT, _HASH_BITS = 0x8000, 0x4000, 0x3FFF
_SPREAD = 0x9E3779B1
"""Multiplied with a CRC, lets like words differ in the bits that are kept; 2^32 over the golden ratio, after Knuth."""
_HAN_OR_KANA = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@lru_cache(maxsize=4096)
def _ground(words: bytes) -> _Ground:
    told = array("H", words)
    if sys.byteorder == "little":
        told.byteswap()
    figures = frozenset(word for word in told if word & _FIGURE_BIT)
    return _Ground(told, words=frozenset(told) - figures, figures=figures)


@lru_cache(maxsize=256)
def _shingles(words: bytes) -> frozenset[int]:
    """Pairs of words that follow each other."""
    return frozenset(_pairs(_ground(words).told))


def _pairs(told: array[int]) -> Iterator[int]:
    return (one << 16 | two for one, two in pairwise(told))


def _packed(told: Sequence[str]) -> bytes:
    hashes = array("H", map(_hash, told))
    if sys.byteorder == "little":
        hashes.byteswap()
    return hashes.tobytes()


@lru_cache(maxsize=65_536)
def _hash(term: str) -> int:
    mark = _FIGURE_BIT if term.startswith(FIGURE) else _HAN_BIT if _HAN_OR_KANA.match(term) else 0
    return crc32(term.encode()) * _SPREAD >> 18 & _HASH_BITS | mark


def _bands(shingles: Sequence[bytes]) -> tuple[int, ...]:
    """The MinHash in BANDS integers, each of ROWS values, its place and the version."""
    minhash = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minhash.update(shingles)
    digest = minhash.digest()
    return tuple(
        _signed_hash(struct.pack(f">I{ROWS}I", band, *digest[band * ROWS : (band + 1) * ROWS])) for band in range(BANDS)
    )


def _signed_hash(band: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(band, digest_size=8, key=VERSION.encode()).digest(), "big", signed=True)
