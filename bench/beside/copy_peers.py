"""How others find copies, on the same texts: what Deltawire is held against in bench.copies."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from datasketch import MinHash, MinHashLSH
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.planted import Planted

Grouping = Mapping[str, str]
"""Text id -> the id of the first text of its group."""

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
PERMUTATIONS = 128


def shingled(threshold: float) -> Callable[[Sequence[Planted]], Grouping]:
    """datasketch: MinHash LSH over 2-word shingles (single characters in Chinese) from that Jaccard likeness on."""

    def group(texts: Sequence[Planted]) -> Grouping:
        index = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)
        made: dict[str, MinHash] = {}
        first: dict[str, str] = {}
        for text in texts:
            minhash = MinHash(num_perm=PERMUTATIONS)
            minhash.update_batch([f"{one} {two}".encode() for one, two in pairwise(_WORD.findall(text.text.lower()))])
            alike = [(minhash.jaccard(made[other]), other) for other in index.query(minhash)]
            likeness, nearest = max(alike, default=(0.0, text.id))
            first[text.id] = first[nearest] if likeness >= threshold else text.id
            made[text.id] = minhash
            index.insert(text.id, minhash)
        return first

    return group


def weighted(threshold: float) -> Callable[[Sequence[Planted]], Grouping]:
    """scikit-learn: cosine of TF-IDF weights, each text with its nearest earlier one from that likeness on."""

    def group(texts: Sequence[Planted]) -> Grouping:
        vectors = TfidfVectorizer(sublinear_tf=True, token_pattern=_WORD.pattern).fit_transform(t.text for t in texts)
        likeness = (vectors @ vectors.T).tocsr()
        first: dict[str, str] = {}
        for place, text in enumerate(texts):
            row = likeness[place, :place].tocoo()
            nearest = max(zip(row.data, row.col, strict=True), default=(0.0, place))
            first[text.id] = first[texts[nearest[1]].id] if nearest[0] >= threshold else text.id
        return first

    return group
