"""Holds the newswire against itself: articles in order, copies after their origins, answers that the texts bear out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from demo.press import Expected, Newswire, WireArticle, version_of


def problems(newswire: Newswire) -> tuple[str, ...]:
    """Every contradiction, one line each, led by the entry it is in."""
    found = [*_repeated_ids(newswire)]
    found += [f"{article.id}: {wrong}" for article in newswire.articles for wrong in _in_article(article, newswire)]
    found += [
        f"answers.yaml: {answer.id}: {wrong}" for answer in newswire.answers for wrong in _in_answer(answer, newswire)
    ]
    return tuple(found)


def _repeated_ids(newswire: Newswire) -> Iterator[str]:
    for nouns in (newswire.sources, newswire.articles, newswire.answers):
        counted = Counter(noun.id for noun in nouns)
        yield from (f"{name}: is there {times} times" for name, times in counted.items() if times > 1)


def _in_article(article: WireArticle, newswire: Newswire) -> Iterator[str]:
    source = next((source for source in newswire.sources if source.id == article.source), None)
    if source is None:
        yield f"its source {article.source!r} is not in sources.yaml"
    elif (source.format == "register") != (article.filing is not None):
        yield "documents of a register, and only they, need a `filing`"
    if not article.body.strip():
        yield "has no body and copies none"
    for origin in filter(None, (article.copy_of, article.spun_of)):
        if origin not in newswire.by_id:
            yield f"copies {origin!r}, which does not exist"
        elif newswire.by_id[origin].published >= article.published:
            yield f"copies {origin!r}, which was published later"
    moments = [article.published, *(edit.at for edit in article.edits)]
    if moments != sorted(set(moments)):
        yield "its edits do not follow one another in time"


def _in_answer(answer: Expected, newswire: Newswire) -> Iterator[str]:
    carrier = newswire.by_id.get(answer.article)
    if carrier is None or answer.edit > len(carrier.edits):
        yield f"there is no article {answer.article!r} with {answer.edit} edits"
        return
    for repeat in answer.also:
        if repeat not in newswire.by_id:
            yield f"repeated by {repeat!r}, which does not exist"
        elif newswire.by_id[repeat].published < newswire.moment(answer):
            yield f"{repeat!r} carries it before {answer.article!r} does"
    yield from _in_figure(answer, carrier) if answer.kind == "figure" else _in_policy(answer, newswire)


def _in_figure(answer: Expected, carrier: WireArticle) -> Iterator[str]:
    if not answer.quote or answer.value is None or not answer.unit or not answer.subject or not answer.metric:
        yield "a figure needs quote, value, unit, subject and metric"
    if answer.change in ("revised", "disputed") and not isinstance(answer.previous, float):
        yield f"a {answer.change} figure needs the previous value"
    if answer.change != "withdrawn":
        if answer.quote not in version_of(carrier, answer.edit).body:
            yield f"{answer.quote!r} does not stand in {carrier.id}"
    elif answer.edit == 0 or answer.quote in version_of(carrier, answer.edit).body:
        yield f"{answer.quote!r} was not taken out of {carrier.id}"
    if answer.edit and (answer.quote in version_of(carrier, answer.edit - 1).body) != (answer.change == "withdrawn"):
        yield f"edit {answer.edit} of {carrier.id} changes nothing about {answer.quote!r}"


def _in_policy(answer: Expected, newswire: Newswire) -> Iterator[str]:
    if not (answer.jurisdiction and answer.instrument and answer.direction and answer.status):
        yield "a policy needs jurisdiction, instrument, direction and status"
    replaced = next((other for other in newswire.answers if other.id == answer.previous), None)
    if (answer.change == "revised") != (replaced is not None):
        yield "a revised policy, and only that, names the state it replaces"
