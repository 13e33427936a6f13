"""Texts and facts made up for timing: any number of them, the same ones on every run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random

from config.desk import Lexicons
from pipelines.types import Document, Fact, Figure, Sighting

START = datetime(2026, 1, 5, tzinfo=UTC)
SENTENCES = 18
"""Sentences of one article, about as many as in a news report."""

_TEMPLATES = (
    "{company} said its {metric} came to ${value} billion in the quarter, {share}% more than a year before.",
    "Analysts had reckoned with ${value} billion, and a few with as much as ${more} billion.",
    "{body} is weighing a licence requirement for the {product}, two officials told reporters on Tuesday.",
    "About {count} units of the {product} went to customers in {country} over the winter.",
    "The company put its share of that market at {share} percent, down from {other}% in 2024.",
    "{body} announced that exports of the {product} to {country} will need its approval from 1 June.",
    "Nobody at {company} would say what becomes of the warehouses, or of the people who run them.",
    "Between {count} and {larger} boards are thought to lie in ports, and {company} may write off ${value} billion.",
    "\u201cWe build for the long run,\u201d a director of {company} said, and left by the side door.",
    "The {product} draws {watts} W and costs about ${price}, nearly twice as much as the one before it.",
    "Rain kept the fair's visitors indoors, where the queues were longest in front of the smallest stands.",
)

_VOCABULARY = """
the the the a a of of to to in in and and that is was for on with by at from it as has had be will would could
after before while since under over about against between chamber council minister lawyer engineer buyer dealer
harbour plant line board part tool lens furnace wafer crystal order delay talk deal letter visit answer question
week month spring autumn winter morning road river city coast island border north south old new small large early
late quiet sudden costly cheap rare common steady said told asked argued doubted hoped feared built shipped stored
sold bought opened closed moved waited agreed refused promised planned tested counted signed wrote read heard saw
"""


def documents(count: int, lexicons: Lexicons) -> Iterator[Document]:
    """`count` articles on the desk's companies and products, an hour apart."""
    random = Random(count)
    for number in range(count):
        sentences = _sentences(SENTENCES, lexicons, random)
        yield Document(
            url=f"https://outlet{number % 40}.example/{number}",
            title=sentences[0].rstrip("."),
            published=START + timedelta(hours=number),
            text="\n\n".join(" ".join(sentences[place : place + 3]) for place in range(0, SENTENCES, 3)),
            outlet=f"Outlet {number % 40}",
        )


def sentences(count: int, lexicons: Lexicons) -> list[str]:
    """`count` sentences, most of them with figures."""
    return _sentences(count, lexicons, Random(count))


def figures(count: int, lexicons: Lexicons, *, seed: str) -> list[Figure]:
    """`count` figures on the desk's entities and metrics; other seeds give others, some of them of the same value.

    As in the news, a few companies and metrics make up most of it, and values are round.
    """
    random = Random(seed)
    subjects = [entity.id for entity in lexicons.taxonomy.entities]
    metrics = [metric.id for metric in lexicons.metrics.metrics]
    made = []
    for number in range(count):
        subject, metric = _popular(subjects, random), _popular(metrics, random)
        value = float(f"{10 ** random.uniform(0, 6):.{random.randrange(1, 4)}g}")
        quote = f"Number {number}: {subject} gave its {metric} as {value:.3g} million dollars."
        made.append(
            Figure(
                quote=quote,
                start=0,
                end=len(quote),
                value=value * 1e6,
                unit="USD",
                subject=subject,
                metric=metric,
                period=f"{random.randrange(2015, 2027)}",
                confidence=0.9,
            )
        )
    return made


def facts(count: int, lexicons: Lexicons) -> Iterator[Fact]:
    """A ledger of `count` figures, each from an article of its own."""
    for number, figure in enumerate(figures(count, lexicons, seed="ledger")):
        seen = sighting(number, after=timedelta(minutes=number))
        yield Fact(
            id=f"f_{number}",
            claim=figure,
            first=seen,
            last_seen=seen.seen,
            origins=frozenset({seen.origin}),
            stories=frozenset({seen.story}),
        )


def sighting(number: int, *, after: timedelta) -> Sighting:
    """An article, `after` the first of them."""
    url = f"https://outlet{number % 40}.example/{number}"
    return Sighting(url=url, outlet=f"Outlet {number % 40}", origin=url, story=f"s_{number}", seen=START + after)


def _popular(names: Sequence[str], random: Random) -> str:
    """One of these, the first of them far more often than the last."""
    return names[int(len(names) ** random.random()) - 1]


def _sentences(count: int, lexicons: Lexicons, random: Random) -> list[str]:
    names = {
        kind: [entity.names[0] for entity in lexicons.taxonomy.entities if entity.kind == kind]
        for kind in ("company", "product", "body", "country")
    }
    metrics = [metric.words[0] for metric in lexicons.metrics.metrics if metric.words]
    return [_sentence(names, metrics, random) for _ in range(count)]


def _sentence(names: Mapping[str, Sequence[str]], metrics: Sequence[str], random: Random) -> str:
    """Every other one without a figure, so that articles differ in their words as news does."""
    if random.random() < 0.5:
        return " ".join(random.choices(_VOCABULARY.split(), k=random.randrange(8, 25))).capitalize() + "."
    return random.choice(_TEMPLATES).format(
        **{kind: random.choice(known) for kind, known in names.items()},
        metric=random.choice(metrics),
        value=round(random.uniform(0.5, 60), 1),
        more=random.randrange(61, 90),
        share=random.randrange(3, 60),
        other=random.randrange(3, 60),
        count=f"{random.randrange(1, 500)},000",
        larger=f"{random.randrange(500, 900)},000",
        watts=random.randrange(80, 1200),
        price=f"{random.randrange(2, 40)},000",
    )
