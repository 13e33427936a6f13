"""A word of warning, before it is a nuisance: a subscription that would have rung more often than anybody reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from adapters.kit import Kit
from cli.output import complain
from pipelines.alerts.preview import preview
from pipelines.alerts.types import Subscription
from storage.subscriptions import NewSubscription

LOOKED_AT = timedelta(days=28)


def warn_of_many(given: Sequence[NewSubscription], kit: Kit) -> None:
    """Name those that the stored history of four weeks would have made ring more often than the settings allow."""
    most, until = kit.settings.messages_a_week, kit.now()
    wanted = [one for one in given if one.enabled]
    if not most or not wanted:
        return
    with kit.store.unit() as unit:
        past = unit.views.past(since=until - LOOKED_AT, until=until)
    if not past:
        return
    since = min(past[0].at, until - timedelta(days=7))
    for one in wanted:
        subscription = Subscription(0, one.name, (), one.wants, one.timing, one.language)
        seen = preview(subscription, past, kit.desk.lexicons, since=since, until=until)
        if seen.a_week > most:
            complain(
                f"warning: {one.name} would have rung {len(seen.messages)} times in the last {seen.weeks:.1f} weeks, "
                f"{seen.a_week:.0f} a week; that is more than {most:g} (DELTAWIRE_MESSAGES_A_WEEK). "
                f"`deltawire subs preview {one.name}` shows them: narrow it, ask for more origins, or give it a digest"
            )
