"""Copies planted among independent texts: what a news desk meets, with the group of every text known."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random
from string import ascii_lowercase

from bench.labelled import ROOT
from demo.press import Newswire
from pipelines.sentences import sentence_spans
from pipelines.terms import FUNCTION_WORDS

ANSWERS = ROOT / "tests" / "corpus" / "copies" / "answers.jsonl"
VOCABULARY, MATTER = 20_000, 90
"""Words of the made-up language, and words that a made-up text is about."""
LONG_ENOUGH = 400
"""Characters from which a newswire article gets copies planted."""
RESPUN_SENTENCES, RESPUN_WORDS = 0.75, 0.6
"""Share of a spun copy's sentences that are reworded, and of their words that are replaced."""
EDITED_WORDS, SMUDGED_WORDS = 0.05, 0.06
"""Share of words replaced by a light edit, and misread by a scanner."""

_OTHER_WORDS = """
abide barrel candid drapery ember fathom gravel hollow inkling jostle kindle lantern meadow nimble orchard pebble
quarrel ripple saddle thicket umber velvet whistle yonder amble bristle clamour dwindle errand furrow glimmer hustle
"""
_FURNITURE = ("Sign up for our newsletter.", "Photo: Getty Images", "Read more: what happened next")


@dataclass(frozen=True, slots=True)
class Planted:
    """One text, the group of copies it belongs to, and how it came about ("" for an origin or a lone text)."""

    id: str
    text: str
    group: str
    kind: str = ""


def from_newswire(newswire: Newswire) -> list[Planted]:
    """The newswire's longer articles as origins and lone texts, and seven copies of every other one, after all of
    them; the same ones on every run."""
    random = Random(2026)
    origins = [
        Planted(article.id, article.body, article.id)
        for article in newswire.articles
        if len(article.body) >= LONG_ENOUGH and not (article.copy_of or article.spun_of)
    ]
    copies = [copy for origin in origins[::2] for copy in _copies(origin, random)]
    random.shuffle(copies)
    return [*origins, *copies]


def answers(path: Path = ANSWERS) -> list[Planted]:
    """Answers to ten questions: a source and its light and heavy rewrites, and answers written independently."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [
        Planted(
            line["id"],
            line["text"],
            group=line["id"] if line["kind"] == "independent" else line["question"],
            kind="" if line["kind"] in ("source", "independent") else line["kind"],
        )
        for line in lines
    ]


def _copies(origin: Planted, random: Random) -> Iterator[Planted]:
    sentences = [origin.text[start:end] for start, end in sentence_spans(origin.text)]
    half = len(sentences) // 2
    made: dict[str, Callable[[], str]] = {
        "same text": lambda: f"{origin.text}\n\n{random.choice(_FURNITURE)}",
        "first half": lambda: " ".join(sentences[: half + len(sentences) % 2]),
        "second half": lambda: " ".join(sentences[half:]),
        "extended": lambda: f"{_salad(random)}\n\n{origin.text}\n\n{_salad(random)}",
        "lightly edited": lambda: " ".join(_reworded(sentence, EDITED_WORDS, random) for sentence in sentences),
        "misread": lambda: " ".join(_smudged(sentence, random) for sentence in sentences),
        "75% re-spun": lambda: " ".join(_spun(sentences, random)),
    }
    for kind, make in made.items():
        yield Planted(f"{origin.id}/{kind}", make(), origin.group, kind)


def _salad(random: Random) -> str:
    """A paragraph that no other text has."""
    return " ".join(random.choices(_OTHER_WORDS.split(), k=40)).capitalize() + "."


def _spun(sentences: Sequence[str], random: Random) -> Iterable[str]:
    spared = set(random.sample(range(len(sentences)), round(len(sentences) * (1 - RESPUN_SENTENCES))))
    for place, sentence in enumerate(sentences):
        yield sentence if place in spared else _reworded(sentence, RESPUN_WORDS, random)


def _reworded(sentence: str, share: float, random: Random) -> str:
    """Lower-case words replaced at random; names and figures stay. Chinese: pairs of characters."""
    others = _OTHER_WORDS.split()
    if " " not in sentence:
        pairs = [sentence[at : at + 2] for at in range(0, len(sentence), 2)]
        return "".join(chr(random.randrange(0x4E00, 0x5E00)) * 2 if random.random() < share else pair for pair in pairs)
    words = sentence.split(" ")
    return " ".join(random.choice(others) if word.islower() and random.random() < share else word for word in words)


def _smudged(sentence: str, random: Random) -> str:
    """Single characters misread, as by a scanner."""
    share = SMUDGED_WORDS / (1 if " " not in sentence else 6)
    return "".join(
        random.choice("rnmcoel") if char.isalpha() and random.random() < share else char for char in sentence
    )


def made_up(count: int, *, own: float = 0.35) -> Iterator[Planted]:
    """Any number of texts of about 500 words each, every tenth a copy of an earlier one with its ends cut, the same
    ones on every run: function words, that share of words of the text's own matter, and words of Zipf's law. With
    little matter of its own every text is somewhat like every other, which costs more to compare."""
    random = Random(count)
    words = ["".join(random.choices(ascii_lowercase, k=random.randrange(4, 10))) for _ in range(VOCABULARY)]
    shares = list(accumulate(1 / (rank + 10) for rank in range(VOCABULARY)))
    function_words = sorted(FUNCTION_WORDS)
    made: list[Planted] = []
    for number in range(count):
        url = f"https://{number}.example"
        if number % 10 == 9:
            origin = random.choice([text for text in made[-500:] if not text.kind])
            text = Planted(url, " ".join(origin.text.split(" ")[40:-40]), origin.group, "cut")
        else:
            matter = random.sample(words, MATTER)
            mixed = [
                random.choice(function_words) if draw < 0.4 else random.choice(matter) if draw < 0.4 + own else common
                for common in random.choices(words, cum_weights=shares, k=500)
                for draw in (random.random(),)
            ]
            sentences = (" ".join(mixed[at : at + 20]).capitalize() + "." for at in range(0, 500, 20))
            text = Planted(url, " ".join(sentences), url)
        made.append(text)
        yield text
