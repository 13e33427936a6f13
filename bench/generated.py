"""Texts and facts made up for timing: any number of them, the same ones on every run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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

_WORDS = _VOCABULARY.split()
_ABOUT = 12
"""Words of a claim besides whose it is and of what."""
LATELY = 500
"""How many facts back an article reaches that tells a known one."""
_UNITS = (("USD", 6, 12), ("USD", 6, 12), ("percent", 0, 2), ("percent", 0, 2), ("unit", 1, 6))
"""Unit, and the powers of ten between which its values lie."""
_DIGITS = (1, 2, 2, 3)


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


class Ledger:
    """A made-up ledger: facts by their number, the same ones on every run, the first of them in every larger one.

    As in the news, a few companies and metrics make up most of it, most values are round, and new facts come at an
    even pace. So the more there are, the more are of one subject and metric, and of one size.
    """

    def __init__(self, count: int, lexicons: Lexicons) -> None:
        self._count = count
        entities = lexicons.taxonomy.entities
        self._subjects = [entity.id for entity in entities if entity.kind != "product"]
        self._objects = [entity.id for entity in entities if entity.kind == "product"]
        self._metrics = [metric.id for metric in lexicons.metrics.metrics]

    def __iter__(self) -> Iterator[Fact]:
        for number in range(self._count):
            seen = sighting(number)
            yield Fact(
                id=f"f_{number}",
                claim=self.claim(number),
                first=seen,
                last_seen=seen.seen,
                origins=frozenset({seen.origin}),
                stories=frozenset({seen.story}),
            )

    def claim(self, number: int) -> Figure:
        """What that article says; those from `count` on are in no fact."""
        random = Random(number)
        unit, low, high = random.choice(_UNITS)
        value = float(f"{10 ** random.uniform(low, high):.{random.choice(_DIGITS)}g}")
        subject, metric = _popular(self._subjects, random), _popular(self._metrics, random)
        about = " ".join(random.choices(_WORDS, k=_ABOUT))
        return Figure(
            quote=f"{subject}'s {metric} came to {value:,.0f} {unit}, {about}.",
            start=0,
            end=80,
            value=value,
            unit=unit,
            trend=random.choice(("up", "down")) if unit == "percent" else None,
            measure="change" if unit == "percent" else "level",
            subject=subject,
            metric=metric,
            object=_popular(self._objects, random) if random.random() < 0.3 else None,
            period=_period(seen_at(number)) if random.random() < 0.6 else None,
            confidence=0.9,
        )

    def met_next(self, place: int) -> Figure:
        """What a later article says: by turns something new, and something told lately in other words."""
        new = self.claim(self._count + place)
        if place % 2:
            return new
        told = self.claim(self._count - 1 - Random(place).randrange(min(self._count, LATELY)))
        return replace(told, quote=new.quote, object=None)


def sighting(number: int) -> Sighting:
    """The article of that number; one story has a few."""
    url = f"https://outlet{number % 40}.example/{number}"
    return Sighting(url=url, outlet=f"Outlet {number % 40}", origin=url, story=f"s_{number // 8}", seen=seen_at(number))


def seen_at(number: int) -> datetime:
    """When the article of that number is met: some 300 facts a day."""
    return START + timedelta(minutes=5 * number)


def _period(day: datetime) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


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
        return " ".join(random.choices(_WORDS, k=random.randrange(8, 25))).capitalize() + "."
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
