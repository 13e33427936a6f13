"""`deltawire policy`: where each control stands, and every step that brought it there."""

from __future__ import annotations

import sys
from datetime import datetime
from enum import StrEnum
from typing import Annotated, get_args

import typer

from adapters.kit import utc_now
from cli import rulings
from cli.board import Board, Question, board
from cli.controls import cells, days, entry, narrow_cells, since, stands, title, told
from cli.output import Format, complain, print_entries, print_record, print_table, refuse, roomy, say
from cli.session import session, settings
from cli.timeline import timeline
from pipelines.controls import lines_of
from pipelines.controls.asked import Asked
from pipelines.controls.calendar import icalendar
from pipelines.controls.records import line_record, state_record, whole_record
from pipelines.types import Status

app = typer.Typer(no_args_is_help=True, help="Where each control stands, since when, and on whose word.")

STATUSES: tuple[Status, ...] = get_args(Status)
COLUMNS = ("id", "control", "by", "instrument", "stands", "since", "on the word of", "outlets")
NARROW = ("control", "stands", "since", "on the word of")
ROW = 140
"""Columns of a terminal in which a control has room on one line."""

Object = Annotated[str, typer.Option("--object", help="Product or goods: id or name.")]
Jurisdiction = Annotated[str, typer.Option(help="Whose control it is, such as `US`.")]
Instrument = Annotated[str, typer.Option(help="Such as `ban` or `tariff`.")]
Target = Annotated[str, typer.Option(help="Country or company that it is aimed at: id or name.")]
StatusIs = Annotated[str, typer.Option("--status", help=f"How it stands: {', '.join(STATUSES)}.")]
Since = Annotated[datetime | None, typer.Option("--since", help="Moved since this day.")]
AsOf = Annotated[datetime | None, typer.Option(help="As it was known at the end of this day.")]
Replay = Annotated[
    str, typer.Option(help="Instead of the ledger: `LAST` replay, or a FILE that `deltawire replay --keep` wrote.")
]


class FileFormat(StrEnum):
    """What an export is written as."""

    ICS = "ics"
    NDJSON = "ndjson"


@app.command("list")
def list_controls(
    object_: Object = "",
    jurisdiction: Jurisdiction = "",
    instrument: Instrument = "",
    target: Target = "",
    status: StatusIs = "",
    since_day: Since = None,
    as_of: AsOf = None,
    replay: Replay = "",
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """List the controls, the one that moved last first: what stands now, since when, and on whose word.

    A ban, a rule and a licence requirement of one power on one object towards one target are one control: the press
    uses one word for another.

    Example: deltawire policy list --jurisdiction US --status in-force
    """
    if status not in ("", *STATUSES):
        refuse(f"--status {status!r} is unknown: use {', '.join(STATUSES)}")
    read = board(Question(replay, as_of, object_, jurisdiction, instrument, target))
    found = [
        line
        for line in read.lines
        if (not status or (line.stands and status in (line.stands.step, line.stands.move.status)))
        and (not since_day or line.states[-1].place.date() >= since_day.date())
    ]
    if format is Format.NDJSON:
        for line in found:
            print_record(line_record(line))
        _say_what_is_missing(read, format)
        return
    empty = "none match; drop a filter, or wait for the first articles"
    if roomy(ROW):
        rows = (cells(line, read.taxonomy) for line in found)
        print_table("Controls", COLUMNS, rows, empty=empty, whole=("id", "since", "outlets"))
    else:
        rows = (narrow_cells(line, read.taxonomy) for line in found)
        print_table("Controls", NARROW, rows, empty=empty, whole=("stands", "since"))
    _say_what_is_missing(read, format)


def _say_what_is_missing(read: Board, format: Format) -> None:
    """Of a large ledger the latest was read; records stay alone on standard output."""
    if read.partial:
        tell = complain if format is Format.NDJSON else say
        tell("These moved last; --object finds more of one object, `deltawire policy export` has every control.")


@app.command()
def show(
    control: Annotated[
        str, typer.Argument(help="Id of a policy fact, jurisdiction/instrument/object/target, or a document's number.")
    ],
    as_of: AsOf = None,
    replay: Replay = "",
    format: Annotated[Format, typer.Option(help="Text or NDJSON.")] = Format.TABLE,
) -> None:
    """Show every state a control was in: the sentence, who told it, what made it official, what it rang.

    Parts of a key may be left empty: us//widgets/ are all American controls on widgets. A document is known by its
    number, citation, docket or RIN; "15 CFR 744" shows all that rests on documents amending that part.

    Example: deltawire policy show us/licence-requirement/widgets/borduria
    """
    read = board(Question(replay, as_of, word=control))
    if not read.lines:
        refuse(f"there is no control {control!r}: `deltawire policy list` shows the ids; --format ndjson the keys, too")
    for line in read.lines:
        if format is Format.NDJSON:
            print_record(whole_record(line))
        else:
            say(f"{title(line, read.taxonomy)} ({line.key})\nstands: {stands(line)}, since {since(line)}\n")
            print_entries("States", map(entry, line.states), empty="none")
            say("")
    _say_what_is_missing(read, format)


@app.command("timeline")
def draw(
    object_: Object = "",
    jurisdiction: Jurisdiction = "",
    instrument: Instrument = "",
    target: Target = "",
    as_of: AsOf = None,
    replay: Replay = "",
    format: Annotated[Format, typer.Option(help="Drawing or NDJSON.")] = Format.TABLE,
) -> None:
    """Draw the moves on one object in order of time: who reported each first, and how many outlets followed.

    Example: deltawire policy timeline --object widgets --jurisdiction US
    """
    if not (object_ or jurisdiction or instrument or target):
        refuse("say which controls: --object, --jurisdiction, --instrument or --target")
    read = board(Question(replay, as_of, object_, jurisdiction, instrument, target))
    found = read.lines
    if format is Format.NDJSON:
        steps = ((state, line) for line in found for state in line.states)
        for state, line in sorted(steps, key=lambda one: one[0].place):
            print_record({**state_record(state), "key": line.key})
        _say_what_is_missing(read, format)
        return
    if not found:
        say("Timeline: no such controls; `deltawire policy list` shows which there are")
        return
    asked = ", ".join(filter(None, (object_, jurisdiction, instrument, target)))
    for drawn in timeline(found, asked):
        say(drawn)
    _say_what_is_missing(read, format)


@app.command()
def export(
    object_: Object = "",
    jurisdiction: Jurisdiction = "",
    instrument: Instrument = "",
    target: Target = "",
    as_of: AsOf = None,
    replay: Replay = "",
    format: Annotated[FileFormat, typer.Option(help="iCalendar or NDJSON.")] = FileFormat.NDJSON,
) -> None:
    """Write controls to standard output: with all their states as NDJSON, or their days as iCalendar.

    The calendar has the days of effect, and the last days for comments.

    Example: deltawire policy export --format ics > controls.ics
    """
    read = board(Question(replay, as_of, object_, jurisdiction, instrument, target, whole=True))
    if format is FileFormat.NDJSON:
        for line in read.lines:
            print_record(whole_record(line))
        return
    named = [day for line in read.lines for day in days(line, read.taxonomy)]
    calendar = icalendar(
        sorted(named, key=lambda day: (day.day, day.id)), name=f"Deltawire: {settings().desk}", now=utc_now()
    )
    sys.stdout.buffer.write(calendar.encode("utf-8", "replace"))


@app.command()
def settle(
    fact: Annotated[str, typer.Argument(help="Id of the policy fact.")],
    status: Annotated[str, typer.Option(help=f"How it stands: {', '.join(STATUSES)}.")],
    why: rulings.Why,
    effective: Annotated[datetime | None, typer.Option(help="Since or from which day.")] = None,
    by: rulings.By = "",
    yes: rulings.Yes = False,
) -> None:
    """Rule where a control stands, against what contradicts it. `denied`: what the fact states is not so.

    The ruling shows in the line, and no alert is sent, now or again. Later steps still move the control on.

    Example: deltawire policy settle f_0123456789ab --status in-force --effective 2026-04-15 --why "the gazette has it"
    """
    settled = next((one for one in STATUSES if one == status), None)
    if settled is None:
        refuse(f"--status {status!r} is unknown: use {', '.join(STATUSES)}")
    who, reason = rulings.by_whom(by), rulings.said_why(why)
    begins = effective.date() if effective else None
    with session() as kit:
        with kit.store.unit() as unit:
            heard = unit.views.policy_heard(kit.desk.lexicons.taxonomy, Asked(word=fact))
            lines = lines_of(heard, kit.now().date())
        for line in lines:
            for state in line.states:
                if fact in state.facts:
                    say(f"now   {title(line, kit.desk.lexicons.taxonomy)}: {told(state)}")
        say(f"then  {status}{f', effective {begins}' if begins else ''}")
        rulings.confirmed(yes)
        with kit.store.unit() as unit:
            unit.lock_ledger()
            ruling = unit.rulings.settle(fact, settled, begins, why=reason, by=who, now=kit.now())
    say(f"Ruling {ruling.id}: {rulings.ruled(ruling)}. `deltawire policy undo {ruling.id}` takes it back.")


@app.command()
def undo(
    ruling: Annotated[int, typer.Argument(help="Number of the ruling.")], by: rulings.By = "", yes: rulings.Yes = False
) -> None:
    """Take a ruling back: the control stands again as the articles have it.

    Example: deltawire policy undo 3
    """
    rulings.undo(ruling, by=by, yes=yes)
