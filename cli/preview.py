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
from cli.output import Format, counted, print_entries, print_record, refuse, say, utc
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
MAY_WAIT = timedelta(days=30)
"""How long before the time looked at a change may have come that waits for more origins in it."""
_AGO = re.compile(r"\d+(?:\.\d+)?[smhdw]")
_NO_WISH = (Wants(), Timing())


@dataclass(frozen=True, slots=True)
class _Span:
    """The time that is looked at; open ends are those of the past itself."""

    since: datetime | None
    until: datetime | None

    def of(self, past: Sequence[Past]) -> tuple[datetime, datetime]:
        """From and to."""
        moments = [one.at for one in past] or [utc_now()]
        return self.since or min(moments), self.until or max(moments)


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

    Example: deltawire subs preview h20 --since 30d
    """
    wanted = _Span(_moment(since, "--since"), _moment(until, "--until"))
    described = (asked.wants, asked.timing) != _NO_WISH
    if described and file is not None:
        refuse("either --file or the flags of a new subscription, not both")
    if replay and (described or file is not None):
        lexicons = read_desk(settings()).lexicons
        subscription = _not_stored(name, asked, file, lexicons)
        past: Sequence[Past] = kept_past(_kept_in(replay))
    else:
        lexicons, subscription, past, wanted = _from_storage(name, asked, file, replay, wanted, described=described)
    begin, end = wanted.of(past)
    looked_at = [one for one in past if one.at <= end]
    _show(preview(subscription, looked_at, lexicons, since=begin, until=end), subscription, format)


def _from_storage(
    name: str, asked: Wish, file: Path | None, replay: str, wanted: _Span, *, described: bool
) -> tuple[Lexicons, Subscription, Sequence[Past], _Span]:
    with session() as kit, kit.store.unit() as unit:
        lexicons = kit.desk.lexicons
        if described or file is not None:
            subscription = _not_stored(name, asked, file, lexicons)
        else:
            subscription = _named(name, unit.subscriptions.list())
        if replay:
            return lexicons, subscription, kept_past(_kept_in(replay)), wanted
        now = kit.now()
        wanted = _Span(wanted.since or now - timedelta(days=30), wanted.until or now)
        begin, end = wanted.of(())
        return lexicons, subscription, unit.views.past(since=begin - MAY_WAIT, until=end), wanted


def _not_stored(name: str, asked: Wish, file: Path | None, lexicons: Lexicons) -> Subscription:
    if file is None:
        wish = asked.checked(lexicons)
        return Subscription(0, name, (), wish.wants, wish.timing, wish.language)
    given: Sequence[NewSubscription] = subscriptions_of(read_subscriptions(file), lexicons)
    return _named(name, [Subscription(0, one.name, (), one.wants, one.timing, one.language) for one in given])


def _named(name: str, known: Sequence[Subscription]) -> Subscription:
    found = next((one for one in known if one.name == name), None)
    if found is None:
        close = get_close_matches(name, [one.name for one in known], n=1)
        cure = f"did you mean {close[0]}?" if close else "name a stored one, use --file, or describe it by flags"
        refuse(f"there is no subscription {name!r}; {cure}")
    return found


def _kept_in(replay: str) -> Path:
    return last_replay() if replay == LAST else Path(replay)


def _moment(written: str, flag: str) -> datetime | None:
    """A day, or a time before now."""
    if not written:
        return None
    if _AGO.fullmatch(written.strip()):
        return utc_now() - span(written.strip())
    try:
        return utc(datetime.fromisoformat(written)) or utc_now()
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
