"""The few questions that make a subscription for somebody who gave no flags; everything else stays as it usually is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cli.wishes import Wish
from config.desk import Lexicons
from pipelines.alerts.refusals import refusals
from pipelines.alerts.types import Timing, Wants

Ask = Callable[[str, str], str]
"""A question and what an empty answer means -> the answer."""
Say = Callable[[str], None]


def asked_for(ask: Ask, say: Say, lexicons: Lexicons) -> Wish:
    """What somebody wants to hear of, question by question; one that cannot be understood is asked again."""
    topics = ", ".join(topic.id for topic in lexicons.taxonomy.topics)
    wants, timing = Wants(), Timing()
    while True:
        wants = Wants(
            entities=_words(ask("Only about these companies, products or bodies (by comma; empty: all)", "")),
            topics=_words(ask(f"Only these topics: {topics} (empty: all)", "")),
            kinds=_kinds(ask("Figures, policy or both", "both")),
            origins=_number(ask("How many independent outlets must say so before it rings", "1")),
        )
        if not (reasons := refusals(wants, Timing(), lexicons)):
            break
        _tell(reasons, say)
    while True:
        zone = ask("Your time zone", "UTC")
        digest = ask("At once, or all together by cron, such as 0 8 * * 1-5", "at once")
        timing = Timing(zone=zone, digest="" if digest == "at once" else digest)
        if not (reasons := refusals(Wants(), timing, lexicons)):
            break
        _tell(reasons, say)
    return Wish(wants, timing, "en")


def _tell(reasons: Sequence[str], say: Say) -> None:
    for reason in reasons:
        say(reason)


def _words(answer: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in answer.replace("，", ",").split(",") if word.strip())


def _kinds(answer: str) -> tuple[str, ...]:
    first = answer.strip().casefold()[:1]
    return {"f": ("figure",), "p": ("policy",), "b": ()}.get(first, (answer,))


def _number(answer: str) -> int:
    """Zero, which is refused, for what is no number."""
    return int(answer) if answer.strip().isdecimal() else 0
