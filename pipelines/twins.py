"""Copies: is this text one that an earlier article already carried, and whose was it first?

Candidates come from the memory by exact hash and by bands of a MinHash; each is then verified on the shingles
themselves, because sharing a band is only a hint. Independent reports of one event share names, figures and a
quotation or two, but not most of their word pairs.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

from rensa import RMinHash

from pipelines.terms import FIGURE, FUNCTION_WORDS, NAME, article, terms
from pipelines.text import normalised
from pipelines.types import CopyKind, Read, Signature, Text, Twin

VERSION = f"1.{RMinHash.ALGORITHM_VERSION}"
"""Part of every hash: signatures of another version meet nothing instead of meeting the wrong thing."""
BANDS, ROWS, SEED = 32, 2, 20221007
"""A pair of texts with a fifth of their shingles in common shares a band with probability .73, one with half: 1.0."""
KEPT = 256
"""Shingles kept per text: the smallest hashes, a sample that two texts of any length have in common."""
SHORT = 12
"""Words (or as many pairs of characters) below which a text is compared together with its title, and only exactly."""
EVIDENCE = 8
"""Shingles that two samples must be able to share before their overlap says anything."""

NEAR = 0.5
"""Share of the smaller text's shingles from which it is a copy, longer or shorter."""
RESPUN, SHARED_WORDS = 0.36, 0.6
"""Share of its shingles, and of its telling words, that a re-spun text has left over from its origin."""
RESPUN_FIGURES, SHARED_WORDS_WITH_FIGURES = 0.2, 0.45
"""The same where the two carry just the same figures, which independent reports seldom pick alike."""
TELLING_FIGURES = 4
"""Figures from which having just the same ones is no accident."""
SAME_FIGURES = 0.35
"""Share of the smaller set of figures that two texts of one template must have in common to be one text."""

_HAN_OR_KANA = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def sign(text: Text) -> Signature:
    """The article's exact hash, its MinHash bands (signed 64-bit integers) and a sample of its shingles (32 bits).

    Page junk is left out. Equal on every machine. A text without any words has neither bands nor shingles.
    """
    words = normalised(article(text))
    shingles = _shingles(words)
    short = len(shingles) < SHORT
    if short:
        words = f"{normalised(text.title)} {words}".strip()
        shingles = _shingles(words)
    exact = hashlib.sha256(f"{VERSION}:{words}".encode()).hexdigest()
    hashes = {crc32(shingle) for shingle in shingles}
    return Signature(
        exact=exact,
        bands=() if short else _bands(shingles),
        shingles=frozenset(hashes if len(hashes) <= KEPT else sorted(hashes)[:KEPT]),
    )


def find_twin(text: Text, signature: Signature, candidates: Sequence[Read]) -> Twin | None:
    """The origin of the text that this article carries, if one of `candidates` has it; None where it is new.

    Of several, the closest kind counts, then the earliest, then the better source; a copy of a copy
    belongs to the first origin. `overlap` is the share of the smaller text's shingles in the other.
    """
    if not signature.shingles:
        return None
    alike = [(read, _overlap(signature, read.signature)) for read in candidates]
    alike = [(read, overlap) for read, overlap in alike if overlap >= RESPUN_FIGURES]
    ours = frozenset(terms(f"{text.title}\n{article(text)}")) if alike else frozenset()
    kinds = [(_kind(signature, ours, read, overlap), read, overlap) for read, overlap in alike]
    found = [(_KINDS.index(kind), read, overlap) for kind, read, overlap in kinds if kind is not None]
    if not found:
        return None
    kind, origin, overlap = min(found, key=lambda hit: (hit[0], hit[1].seen, hit[1].tier, hit[1].url))
    return Twin(origin=origin.origin, kind=_KINDS[kind], overlap=round(overlap, 4))


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of the smaller text's shingles that the other has as well, 0..1.

    A full sample holds only the hashes below its largest, so only those are counted in the other text; what the
    two have in common lies below it anyway.
    """
    shared = len(one & other)
    limit = min((max(kept) for kept in (one, other) if len(kept) >= KEPT), default=None) if shared else None
    smaller = min(len(kept) if limit is None else sum(hash_ <= limit for hash_ in kept) for kept in (one, other))
    return shared / smaller if smaller >= EVIDENCE else 0.0


_KINDS: tuple[CopyKind, ...] = ("exact", "near", "rewrite")


def _overlap(one: Signature, other: Signature) -> float:
    if one.exact == other.exact:
        return 1.0
    return containment(one.shingles, other.shingles) if one.bands and other.bands else 0.0


def _kind(signature: Signature, ours: frozenset[str], candidate: Read, overlap: float) -> CopyKind | None:
    if signature.exact == candidate.signature.exact:
        return "exact"
    theirs = frozenset(term for term, _ in candidate.sketch.weights if not term.startswith(NAME))
    figures, other = _figures(ours), _figures(theirs)
    if len(figures & other) < SAME_FIGURES * min(len(figures), len(other)):
        return None
    if overlap >= NEAR:
        return "near"
    words = len(ours & theirs) / max(1, min(len(ours), len(theirs)))
    respun = (overlap >= RESPUN and words >= SHARED_WORDS) or (
        len(figures) >= TELLING_FIGURES and figures == other and words >= SHARED_WORDS_WITH_FIGURES
    )
    return "rewrite" if respun else None


def _figures(terms: frozenset[str]) -> frozenset[str]:
    return frozenset(term for term in terms if term.startswith(FIGURE))


def _shingles(words: str) -> list[bytes]:
    """Pairs of words of which at least one tells something; triples of characters in Chinese and Japanese."""
    if 3 * len(_HAN_OR_KANA.findall(words)) > len(words):
        run = words.replace(" ", "")
        return [run[at : at + 3].encode() for at in range(max(1, len(run) - 2))] if run else []
    split = words.split()
    if len(split) == 1:
        return [words.encode()]
    pairs = pairwise(split)
    return [f"{one} {two}".encode() for one, two in pairs if one not in FUNCTION_WORDS or two not in FUNCTION_WORDS]


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
