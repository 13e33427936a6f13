"""`deltawire subs preview`: what a subscription would have rung, and as what messages, before it rings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.kit import read_desk, utc_now
from cli.apply import subscriptions_of
from cli.output import Format, complain, counted, print_entries, print_record, refuse, say, utc
from cli.replay import last_replay
from cli.session import session, settings
from cli.wishes import Wish, takes_a_wish
from config.desk import Lexicons
from config.subscriptions import read_subscriptions, span
from config.templates import load_templates
from pipelines.alerts.past import Past
from pipelines.alerts.preview import Preview, Rung, preview
from pipelines.alerts.types import Subscription, Timing, Wants
from pipelines.render import Templates, render
from storage.kept import kept_past
from storage.subscriptions import NewSubscription

LAST = "LAST"
LOOKED_AT = timedelta(days=30)
MAY_WAIT = timedelta(days=30)
"""How long before the time looked at a change may have come that waits for more origins in it."""
_AGO = re.compile(r"\d+(?:\.\d+)?[smhdw]")
_NO_WISH = (Wants(), Timing())


@takes_a_wish
def show_preview(
    name: Annotated[str, typer.Argument(help="Of a stored subscription, or of one in --file; any, with flags.")],
    asked: Wish,
    since: Annotated[str, typer.Option(help="From when: a day, or how long ago, such as 30d.")] = "",
    until: Annotated[str, typer.Option(help="Up to when: a day, or how long ago.")] = "",
    replay: Annotated[
        str, typer.Option(help="Instead of what is stored: the LAST replay, or a FILE that `replay --keep` wrote.")
    ] = "",
    file: Annotated[Path | None, typer.Option(help="A file of subscriptions that has it, not yet applied.")] = None,
    format: Annotated[Format, typer.Option(help="As people read it, or NDJSON.")] = Format.TABLE,
) -> None:
    """Show what a subscription would have rung, message by message, as it would have looked. Sends nothing.

    It need not be stored: describe it by the flags of `subs add`, or name one of a file. It is held against the stored
    changes of the last 30 days, or against a replay. Mutes are not looked at, and reminders not shown.

    Example: deltawire subs preview desk --since 30d
    """
    described = (asked.wants, asked.timing) != _NO_WISH
    if described and file is not None:
        refuse("either --file or the flags of a new subscription, not both")
    wanted = _Wanted(name, asked, file, described)
    if replay:
        past: Sequence[Past] = kept_past(last_replay() if replay == LAST else Path(replay))
        moments = [one.at for one in past] or [utc_now()]
        begin, end = _span(since, until, first=min(moments), last=max(moments))
        lexicons, subscription = wanted.without_service() or wanted.stored()
    else:
        with session() as kit, kit.store.unit() as unit:
            begin, end = _span(since, until, first=kit.now() - LOOKED_AT, last=kit.now())
            lexicons, subscription = kit.desk.lexicons, wanted.among(unit.subscriptions.list(), kit.desk.lexicons)
            past = unit.views.past(since=begin - MAY_WAIT, until=end)
    seen = preview(subscription, [one for one in past if one.at <= end], lexicons, since=begin, until=end)
    if not past:
        complain("there is nothing to look at: no changes of that time are kept")
    _show(seen, subscription, format)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The subscription that is looked for: described by flags, in a file, or stored."""

    name: str
    asked: Wish
    file: Path | None
    described: bool

    def without_service(self) -> tuple[Lexicons, Subscription] | None:
        """Where it is not stored: no database is asked."""
        if self.file is None and not self.described:
            return None
        lexicons = read_desk(settings()).lexicons
        return lexicons, self.among((), lexicons)

    def stored(self) -> tuple[Lexicons, Subscription]:
        """The stored one."""
        with session() as kit, kit.store.unit() as unit:
            return kit.desk.lexicons, self.among(unit.subscriptions.list(), kit.desk.lexicons)

    def among(self, stored: Sequence[Subscription], lexicons: Lexicons) -> Subscription:
        """It, where these are stored. Refuses a name that nothing has."""
        if self.described:
            wish = self.asked.checked(lexicons)
            return Subscription(0, self.name, (), wish.wants, wish.timing, wish.language)
        if self.file is not None:
            given: Sequence[NewSubscription] = subscriptions_of(read_subscriptions(self.file), lexicons)
            stored = [Subscription(0, one.name, (), one.wants, one.timing, one.language) for one in given]
        return _named(self.name, stored)


def _named(name: str, known: Sequence[Subscription]) -> Subscription:
    found = next((one for one in known if one.name == name), None)
    if found is None:
        close = get_close_matches(name, [one.name for one in known], n=1)
        cure = f"did you mean {close[0]}?" if close else "name a stored one, use --file, or describe it by flags"
        refuse(f"there is no subscription {name!r}; {cure}")
    return found


def _span(since: str, until: str, *, first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """From and to; what is told as so long ago counts from the last moment there is."""
    return _moment(since, "--since", last) or first, _moment(until, "--until", last) or last


def _moment(written: str, flag: str, now: datetime) -> datetime | None:
    """A day, or a time before now."""
    if not written:
        return None
    if _AGO.fullmatch(written.strip()):
        return now - span(written.strip())
    try:
        return utc(datetime.fromisoformat(written))
    except ValueError:
        refuse(f"{flag} {written!r} is no day and no time; write 2026-03-01 or 30d")


# ---------------------------------------------------------------- shown
def _show(seen: Preview, subscription: Subscription, format: Format) -> None:
    templates = Templates(load_templates(settings().config_dir))
    public_url = settings().public_url
    bodies = [render(one.bundle, "plain", templates=templates, public_url=public_url) for one in seen.messages]
    if format is Format.NDJSON:
        for one, body in zip(seen.messages, bodies, strict=True):
            print_record(_record(one, f"{body.title}\n\n{body.body}".strip()))
        print_record(_summary_record(seen, subscription))
        return
    for one, body in zip(seen.messages, bodies, strict=True):
        lines = [*body.body.splitlines(), *_brought(one)]
        print_entries(f"{_utc(one.bundle.created)} UTC", [(body.title, *lines)], empty="")
        say("")
    say(_summary(seen, subscription))


def _summary(seen: Preview, subscription: Subscription) -> str:
    span = f"{_utc(seen.since):.10} to {_utc(seen.until):.10}"
    told = f"{subscription.name}: {counted(len(seen.messages), 'message')} in {seen.weeks:.1f} weeks ({span})"
    rate = f", {seen.a_week:.1f} a week." if seen.messages else ": it would not have rung."
    waiting = counted(seen.unconfirmed, "change")
    left = f" {waiting} still waited for {subscription.wants.origins} independent outlets." if seen.unconfirmed else ""
    return f"{told}{rate}{left}"


def _brought(one: Rung) -> Iterator[str]:
    for telling in one.bundle.tellings:
        sighting = one.brought_by.get(telling.change)
        if sighting is not None:
            who = sighting.outlet or sighting.url
            yield f"Rings now, as {who} brings the independent outlet that was waited for: {sighting.url}"


def _record(one: Rung, text: str) -> dict[str, Any]:
    return {
        "type": "message",
        "at": one.bundle.created.isoformat(),
        "subscription": one.bundle.subscription,
        "id": one.bundle.id,
        "changes": [
            {
                "change": telling.change,
                "fact": telling.fact,
                "kind": str(telling.kind),
                "headline": telling.headline,
                "quote": telling.quote,
                "outlets": list(telling.outlets),
                "origins": telling.origins,
                "url": telling.url,
                "rings_at": one.brought_by[telling.change].url if telling.change in one.brought_by else telling.url,
            }
            for telling in one.bundle.tellings
        ],
        "text": text,
    }


def _summary_record(seen: Preview, subscription: Subscription) -> dict[str, Any]:
    return {
        "type": "preview",
        "subscription": subscription.name,
        "since": seen.since.isoformat(),
        "until": seen.until.isoformat(),
        "messages": len(seen.messages),
        "weeks": round(seen.weeks, 2),
        "a_week": round(seen.a_week, 2),
        "unconfirmed": seen.unconfirmed,
    }


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"
