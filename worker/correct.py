"""What an operator's ruling takes back: those who were told otherwise hear of it, once, in the ruling's transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipelines.alerts.alerts import group_of, ruled_id
from pipelines.alerts.types import AlertStage, Telling
from pipelines.ledger.rulings import Ruling
from pipelines.types import ChangeKind, Fact
from storage.unit import Unit
from worker.flush import flush
from worker.ring import Bell, release

_MERGED = {
    "en": "not a fact of its own: the same as what {outlet} said on {day}. {why}",
    "zh": "并非独立的事实：与{outlet}于{day}所述相同。{why}",
}
_SPLIT = {
    "en": "rests on {count} independent outlets, not {before}: the others meant something else. {why}",
    "zh": "由 {count} 家独立媒体报道，而非 {before} 家：其余所指并非同一事实。{why}",
}


def correct_merge(ruling: Ruling, winner: Fact, unit: Unit, bell: Bell) -> int:
    """Tell those who were told of the loser that it is the winner; how many messages that made.

    What nobody was told of the loser is not told any more, and who waited for more origins of the winner may have them.
    """
    first, day = winner.first.outlet or winner.first.url, f"{winner.first.seen:%Y-%m-%d}"
    unit.alerts.hold(
        {one.id: f"an operator ruled it to be {winner.id}" for one in unit.alerts.untold([ruling.fact_id])}
    )

    def words(telling: Telling, language: str) -> Telling:
        why = _MERGED[language].format(outlet=first, day=day, why=ruling.why).strip()
        return replace(telling, kind=ChangeKind.RESTATED, why=why)

    keys = release({winner.id: winner}, unit, bell)
    return _tell(ruling, words, unit, bell) + len(flush(keys, unit, bell.subscriptions, now=bell.now))


def correct_split(ruling: Ruling, before: Fact, rest: Fact, unit: Unit, bell: Bell) -> int:
    """Tell those who were told of the fact on how few it rests; how many messages that made."""

    def words(telling: Telling, language: str) -> Telling:
        counts = {"count": len(rest.origins), "before": len(before.origins)}
        why = _SPLIT[language].format(**counts, why=ruling.why).strip()
        outlets = tuple(outlet for outlet in telling.outlets if outlet in rest.outlets)
        return replace(telling, kind=ChangeKind.RESTATED, why=why, origins=len(rest.origins), outlets=outlets)

    return _tell(ruling, words, unit, bell)


def _tell(ruling: Ruling, words: Callable[[Telling, str], Telling], unit: Unit, bell: Bell) -> int:
    """An alert to everyone who was told of the ruling's fact, that refers to the message which did."""
    alerts = []
    for told in unit.alerts.told_of([ruling.fact_id]):
        subscription = bell.subscriptions.get(told.alert.subscription)
        if subscription is None:
            continue
        language = subscription.language if subscription.language in _MERGED else "en"
        alert = replace(
            told.alert,
            id=ruled_id(subscription.id, ruling.id, told.alert.telling.change),
            stage=AlertStage.WAITING,
            telling=replace(words(told.alert.telling, language), corrects=told.bundle),
        )
        alerts.append(replace(alert, group=group_of(subscription, alert, bell.now)))
    names = {one.id: one.name for one in bell.subscriptions.values()}
    keys = unit.alerts.write(alerts, names, now=bell.now)
    return len(flush(keys, unit, bell.subscriptions, now=bell.now))
