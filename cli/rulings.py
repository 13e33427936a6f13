"""`deltawire facts merge|split|rulings|undo`: the operator's word where the ledger erred."""

from __future__ import annotations

import getpass
import os
from collections.abc import Sequence
from typing import Annotated

import typer

from cli.output import SOME_REFUSED, Format, counted, print_entries, print_record, refuse, say
from cli.session import session
from pipelines.ledger.rulings import Ruling
from pipelines.records import ruling_record
from pipelines.render import claim_title, says
from pipelines.types import Fact
from worker.correct import correct_merge, correct_split
from worker.ring import bell_of

Why = Annotated[str, typer.Option(help="The reason, for whoever reads the history.")]
By = Annotated[str, typer.Option(help="Who rules; default: the user of this machine.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def merge(
    loser: Annotated[str, typer.Argument(help="Id of the fact that goes.")],
    winner: Annotated[str, typer.Argument(help="Id of the fact that it goes into, and whose words stand.")],
    why: Why,
    by: By = "",
    force: Annotated[bool, typer.Option(help="Also where their units differ.")] = False,
    yes: Yes = False,
) -> None:
    """Rule that two facts are one. What would be the first is the second from now on; its id still leads there.

    Who was told of the first hears of it, and nobody else. `deltawire facts undo` takes it back.

    Example: deltawire facts merge f_0123456789ab f_ba9876543210 --why "one charge, told twice"
    """
    who, reason = by_whom(by), said_why(why)
    with session() as kit:
        taxonomy = kit.desk.lexicons.taxonomy
        with kit.store.unit() as unit:
            plan = unit.rulings.plan_merge(loser, winner, force=force)
        (stays, goes), (then, _) = plan.before, plan.after
        for word, fact in (("goes", goes), ("into", stays)):
            say(f"{word}  {fact.id}  {claim_title(fact.claim, taxonomy)}: {says(fact.claim)}, {_from(fact)}")
        say(f"then  {then.id}  {says(then.claim)}, {_from(then)}{'' if then.current else ', no longer current'}")
        confirmed(yes)
        with kit.store.unit() as unit:
            unit.lock_ledger()
            ruling = unit.rulings.merge(loser, winner, why=reason, by=who, now=kit.now(), force=force)
            told = correct_merge(ruling, then, unit, bell_of(unit, kit))
    _done(ruling, told)


def split(
    fact: Annotated[str, typer.Argument(help="Id of the fact that is two.")],
    sighting: Annotated[list[str], typer.Option(help="Address whose claim is another fact; can be given repeatedly.")],
    why: Why,
    by: By = "",
    yes: Yes = False,
) -> None:
    """Rule that what some articles say is another fact. They stay apart, and so does what is more like them.

    Copies of those articles go along. Who was told of the fact hears of it, and nobody else. `deltawire facts undo`
    takes it back.

    Example: deltawire facts split f_0123456789ab --sighting https://a.example/1 --why "the year, not the quarter"
    """
    who, reason = by_whom(by), said_why(why)
    with session() as kit:
        taxonomy = kit.desk.lexicons.taxonomy
        with kit.store.unit() as unit:
            plan = unit.rulings.plan_split(fact, sighting)
        for word, one in zip(("stays", "apart"), plan.after, strict=True):
            say(f"{word}  {one.id}  {claim_title(one.claim, taxonomy)}: {says(one.claim)}, {_from(one)}")
        for url in plan.urls:
            say(f"       {url}{'' if url in sighting else ' (a copy)'}")
        confirmed(yes)
        with kit.store.unit() as unit:
            unit.lock_ledger()
            ruling = unit.rulings.split(fact, sighting, why=reason, by=who, now=kit.now())
            told = correct_split(ruling, plan.before[0], plan.after[0], unit, bell_of(unit, kit))
    _done(ruling, told)


def undo(
    ruling: Annotated[int, typer.Argument(help="Number of the ruling.")],
    by: By = "",
    yes: Yes = False,
) -> None:
    """Take a ruling back. What a merged fact has met since stays with the one that it went into.

    Example: deltawire facts undo 3
    """
    who = by_whom(by)
    with session() as kit:
        with kit.store.unit() as unit:
            print_rulings([unit.rulings.one(ruling)])
        confirmed(yes)
        with kit.store.unit() as unit:
            unit.lock_ledger()
            unit.rulings.undo(ruling, by=who, now=kit.now())
    say(f"Undone: ruling {ruling}. It stays in the history.")


def list_rulings(
    standing: Annotated[bool, typer.Option("--standing", help="Only those that were not undone.")] = False,
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """List what operators ruled, oldest first: who, when and why, and what was undone.

    Example: deltawire facts rulings --standing
    """
    with session() as kit, kit.store.unit() as unit:
        found = unit.rulings.list(standing=standing)
    if format is Format.NDJSON:
        for ruling in found:
            print_record(ruling_record(ruling))
        return
    print_rulings(found)


def print_rulings(found: Sequence[Ruling]) -> None:
    """Rulings as entries."""
    entries = ((f"{one.id}  {one.at:%Y-%m-%d %H:%M}  {ruled(one)}", *_detail(one)) for one in found)
    print_entries("Rulings", entries, empty="none; `deltawire facts merge` and `deltawire facts split` make them")


def ruled(ruling: Ruling) -> str:
    """What was ruled, in a line."""
    if ruling.kind == "merge":
        return f"{ruling.fact_id} is {ruling.into_id}, by {ruling.ruled_by}"
    if ruling.kind == "settle":
        effective = f", effective {ruling.effective}" if ruling.effective else ""
        return f"{ruling.fact_id} is {ruling.status}{effective}, by {ruling.ruled_by}"
    return f"{ruling.into_id} is not {ruling.fact_id}, by {ruling.ruled_by}"


def _detail(ruling: Ruling) -> tuple[str, ...]:
    undone = f"undone {ruling.undone_at:%Y-%m-%d %H:%M} by {ruling.undone_by}" if ruling.undone_at else ""
    return (ruling.why, *ruling.urls, undone)


def _from(fact: Fact) -> str:
    return f"{counted(len(fact.origins), 'independent origin')}, first {fact.first.outlet or fact.first.url}"


def by_whom(by: str) -> str:
    """Who rules: as given, or the user of this machine, who in a container may have no name."""
    if by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user {os.getuid()}"


def said_why(why: str) -> str:
    """The reason as given; none is refused."""
    if not why.strip():
        refuse("--why is empty: the history needs the reason")
    return why.strip()


def confirmed(yes: bool) -> None:
    """Go on where the operator agrees, or has done so beforehand (`yes`)."""
    if not (yes or typer.confirm("Go ahead?")):
        say("Nothing was changed.")
        raise typer.Exit(SOME_REFUSED)


def _done(ruling: Ruling, told: int) -> None:
    if told:
        say(f"{counted(told, 'message')} to those who were told otherwise.")
    say(f"Ruling {ruling.id}: {ruled(ruling)}. `deltawire facts undo {ruling.id}` takes it back.")
