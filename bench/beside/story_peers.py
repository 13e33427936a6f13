"""How others find stories, on the same texts: what Deltawire is held against in bench.beside.stories."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.stories import Report

Stories = Mapping[str, str]
"""Report id -> the id of the first report of its story."""

_TOKEN = r"[\u3040-\u30ff\u3400-\u9fff]{2}|[^\W_\u3040-\u30ff\u3400-\u9fff]{2,}"


def centroids(threshold: float) -> Callable[[Sequence[Report]], Stories]:
    """scikit-learn: TF-IDF over the whole set; each text joins the nearest mean of a story from that cosine on."""

    def group(reports: Sequence[Report]) -> Stories:
        sums: dict[str, np.ndarray] = {}
        found: dict[str, str] = {}
        for report, vector in zip(reports, _vectors(reports), strict=True):
            alike = ((float(total @ vector / np.linalg.norm(total)), story) for story, total in sums.items())
            likeness, nearest = max(alike, default=(0.0, report.id))
            story = nearest if likeness >= threshold else report.id
            sums[story] = sums.get(story, 0) + vector
            found[report.id] = story
        return found

    return group


def single_link(threshold: float) -> Callable[[Sequence[Report]], Stories]:
    """scikit-learn: the same, but each text joins the story of its nearest earlier text."""

    def group(reports: Sequence[Report]) -> Stories:
        vectors = _vectors(reports)
        likeness = vectors @ vectors.T
        found: dict[str, str] = defaultdict(str)
        for place, report in enumerate(reports):
            nearest = int(np.argmax(likeness[place, :place])) if place else place
            joins = place > 0 and likeness[place, nearest] >= threshold
            found[report.id] = found[reports[nearest].id] if joins else report.id
        return found

    return group


def _vectors(reports: Sequence[Report]) -> np.ndarray:
    texts = [f"{report.title}\n{report.body}" for report in reports]
    weights = TfidfVectorizer(sublinear_tf=True, stop_words="english", token_pattern=_TOKEN).fit_transform(texts)
    return np.asarray(weights.todense()) + 1e-12
