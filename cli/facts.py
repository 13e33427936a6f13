"""`deltawire facts`: the ledger, as it stands and as a file."""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from cli import history, rulings
from cli.output import Format, counted, print_entries, print_record, print_table, refuse, roomy, say, utc
from cli.session import session
from config.taxonomy import Taxonomy
from pipelines.ledger.rulings import Told
from pipelines.records import ledger_record, ruling_record
from pipelines.render import claim_title, says
from pipelines.types import Fact, Figure
from storage.views.facts import STATES, ChangeShown, FactFilter, FactListed, FactWhole

app = typer.Typer(no_args_is_help=True, help="The ledger: every figure and policy state, and who reported it.")
app.command()(history.history)
app.command()(rulings.merge)
app.command()(rulings.split)
app.command("rulings")(rulings.list_rulings)
app.command()(rulings.undo)

Subject = Annotated[str, typer.Option(help="Subject of a figure, actor of a policy move: id or name.")]
Metric = Annotated[str, typer.Option(help="Metric of a figure, instrument of a policy move.")]
Object = Annotated[str, typer.Option("--object", help="Product or goods: id or name.")]
Kind = Annotated[str, typer.Option(help="`figure` or `policy`.")]
State = Annotated[str, typer.Option(help=f"How it stands: {', '.join(STATES)}.")]
Since = Annotated[datetime | None, typer.Option(help="First met since this day.")]
Until = Annotated[datetime | None, typer.Option(help="First met before this day.")]

COLUMNS = ("id", "subject", "metric", "object", "period", "value", "state", "first seen", "outlets", "origins")
SEEN = "first seen,\noutlets/origins"
ROW = 120
"""Columns of a terminal in which a fact has room on one line."""
CSV = (
    "fact", "kind", "state", "subject", "actor", "jurisdiction", "metric", "instrument", "object", "target", "period",
    "value", "value_high", "unit", "approx", "trend", "measure", "direction", "status", "effective", "modality",
    "speaker", "quote", "confidence", "first_seen", "first_outlet", "first_url", "last_seen", "outlets",
    "outlet_names", "baseline", "current", "supersedes", "merged_into",
)  # fmt: skip
"""Columns of an export; docs/ledger.md explains them."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class FileFormat(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    NDJSON = "ndjson"


@app.command("list")
def list_facts(
    subject: Subject = "",
    metric: Metric = "",
    object_: Object = "",
    kind: Kind = "",
    state: State = "",
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, typer.Option(help="How many.", min=1)] = 50,
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """List facts, those first met last first. What was merged into another is left out, unless asked for by its state.

    `new` was met at one origin, `confirmed` at several; `revised` has been replaced by a later value; `disputed`
    stands against another value; `withdrawn` is no longer said; `baseline` is known from the seed corpus alone.

    Example: deltawire facts list --subject acme --metric revenue --state revised
    """
    with session() as kit:
        wanted = _wanted(kit.desk.lexicons.taxonomy, subject, metric, object_, kind, state, since, until)
        with kit.store.unit() as unit:
            found = list(unit.views.facts_standing(wanted, limit=limit))
    if format is Format.NDJSON:
        for one in found:
            print_record(ledger_record(one.fact, one.state))
        return
    empty = "none match; drop a filter, or wait for the first articles"
    if roomy(ROW):
        whole = ("id", "state", "first seen", "outlets", "origins")
        print_table("Facts", COLUMNS, map(_row, found), empty=empty, whole=whole)
    else:
        rows = map(_narrow, map(_row, found))
        columns = ("id, state", "about", "value", SEEN)
        print_table("Facts", columns, rows, empty=empty, whole=("id, state", SEEN))


@app.command()
def show(
    fact: Annotated[str, typer.Argument(help="Id of the fact.")],
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """Show a fact: what it says and why that is believed, where it was met, what it replaced, what it rang.

    A fact that was merged is shown as the one that it went into.

    Example: deltawire facts show f_0123456789ab
    """
    with session() as kit:
        with kit.store.unit() as unit:
            whole = unit.views.fact_show(fact)
            if whole is None:
                raise unit.views.no_fact(fact)
        taxonomy = kit.desk.lexicons.taxonomy
    if format is Format.NDJSON:
        print_record(_whole_record(whole))
        return
    if whole.fact.id != fact:
        say(f"{fact} was merged: it is {whole.fact.id} now.")
    _say_fact(whole, taxonomy)
    met = (
        (f"{one.sighting.seen:%Y-%m-%d %H:%M}  {_who(one, whole)}", *_evidence(one, whole.fact)) for one in whole.told
    )
    print_entries("Where it was met", met, empty="in the seed corpus only")
    chain = [("before", one) for one in reversed(whole.earlier)] + [("this", whole.fact)]
    chain += [("after", one) for one in whole.later]
    steps = ((place, one.id, says(one.claim), f"{one.first.seen:%Y-%m-%d}", one.first.outlet) for place, one in chain)
    if len(chain) > 1:
        print_table(
            "How it moved", ("", "fact", "says", "first met", "by"), steps, empty="", whole=("fact", "first met")
        )
    did = ((f"{one.at:%Y-%m-%d %H:%M}  {one.kind}, {_rang(one)}", one.url) for one in whole.changes)
    print_entries("What articles did to it", did, empty="nothing")
    told = (
        (f"{alert.id}  {alert.title}", f"{alert.created_at:%Y-%m-%d %H:%M} to {alert.subscription}")
        for alert in whole.alerts
    )
    print_entries("Alerts that tell of it", told, empty="none")
    if whole.rulings:
        rulings.print_rulings(whole.rulings)


@app.command()
def export(
    subject: Subject = "",
    metric: Metric = "",
    object_: Object = "",
    kind: Kind = "",
    state: State = "",
    since: Since = None,
    until: Until = None,
    format: Annotated[FileFormat, typer.Option(help="CSV or NDJSON.")] = FileFormat.CSV,
) -> None:
    """Write facts to standard output, all that match, those first met last first; docs/ledger.md has the columns.

    Example: deltawire facts export --since 2026-01-01 --format csv > facts.csv
    """
    with session() as kit:
        wanted = _wanted(kit.desk.lexicons.taxonomy, subject, metric, object_, kind, state, since, until)
        with kit.store.unit() as unit:
            records = (ledger_record(one.fact, one.state) for one in unit.views.facts_standing(wanted, limit=None))
            if format is FileFormat.NDJSON:
                for record in records:
                    print_record(record)
                return
            writer = csv.writer(sys.stdout, lineterminator="\n")
            writer.writerow(CSV)
            writer.writerows([_cell(record.get(column)) for column in CSV] for record in records)


def _wanted(
    taxonomy: Taxonomy, subject: str, metric: str, about: str, kind: str, state: str,
    since: datetime | None, until: datetime | None,
) -> FactFilter:  # fmt: skip
    """What the options ask for."""
    if kind not in ("", "figure", "policy"):
        refuse(f"--kind {kind!r} is unknown: use `figure` or `policy`")
    if state not in ("", *STATES):
        refuse(f"--state {state!r} is unknown: use {', '.join(STATES)}")
    if since and until and since >= until:
        refuse(f"--since {since:%Y-%m-%d} is not before --until {until:%Y-%m-%d}: no day lies between them")
    return FactFilter(
        subject=history.named(subject, taxonomy),
        metric=metric,
        object=history.named(about, taxonomy),
        kind=kind,
        state=state,
        met_since=utc(since),
        met_until=utc(until),
        merged=state == "merged",
    )


def _row(listed: FactListed) -> tuple[object, ...]:
    """A fact in cells: for a policy move its actor, instrument, goods, day of effect and step."""
    fact, claim = listed.fact, listed.fact.claim
    if isinstance(claim, Figure):
        what = (claim.subject, claim.metric, claim.object, claim.period, says(claim))
    else:
        effective = f"{claim.effective:%Y-%m-%d}" if claim.effective else None
        what = (claim.actor, claim.instrument, claim.object, effective, f"{claim.direction}, {claim.status}")
    counts = len(fact.outlets), len(fact.origins)
    return (fact.id, *what, listed.state, f"{fact.first.seen:%Y-%m-%d}", *counts)


def _narrow(row: Sequence[object]) -> tuple[str, ...]:
    """The same in four cells, of two lines where need be."""
    name, *about, value, state, first, outlets, origins = row
    what = " ".join(str(word) for word in about if word)
    return f"{name}\n{state}", what, str(value), f"{first}\n{outlets}/{origins}"


def _say_fact(whole: FactWhole, taxonomy: Taxonomy) -> None:
    """What it says, how it stands, and why it is believed."""
    fact, claim = whole.fact, whole.fact.claim
    say(f"{fact.id}  {claim_title(claim, taxonomy)}: {says(claim)}\n“{' '.join(claim.quote.split())}”")
    if isinstance(claim, Figure):
        high = "" if claim.value_high is None else f" to {claim.value_high:,.12g}"
        kind = ", ".join(filter(None, (claim.approx, claim.measure, claim.trend)))
        say(f"value: {claim.value:,.12g}{high} {claim.unit}, {kind}")
        say(f"period: {claim.period or 'not said'}")
    else:
        say(f"step: {claim.direction}, {claim.status}; effective {claim.effective or 'not said'}")
    say(f"said as: {claim.modality}, by {claim.speaker or 'the article itself'}")
    say(f"confidence: {claim.confidence:.0%}{': ' if claim.reasons else ''}{'; '.join(claim.reasons)}")
    say(f"state: {whole.state}; {_standing(fact)}\n")


def _rang(change: ChangeShown) -> str:
    why = "" if change.held_reason in ("", change.kind) else f": {change.held_reason}"
    return "rang" if change.rings else f"did not ring{why}"


def _standing(fact: Fact) -> str:
    """Since when it is known, and from how many."""
    since = "from the seed corpus" if fact.baseline else f"first {fact.first.seen:%Y-%m-%d}"
    counts = f"{counted(len(fact.outlets), 'outlet')}, {counted(len(fact.origins), 'independent origin')}"
    return f"{since}, last {fact.last_seen:%Y-%m-%d}, {counts}"


def _who(told: Told, whole: FactWhole) -> str:
    outlet = told.sighting.outlet or "unknown outlet"
    return f"{outlet}, first hand" if told.sighting.url in whole.first_hand else outlet


def _evidence(told: Told, fact: Fact) -> tuple[str, ...]:
    """Address, origin where it is a copy, and the sentences."""
    sighting = told.sighting
    copy = () if sighting.origin == sighting.url else (f"a copy of {sighting.origin}",)
    quotes = [claim.quote for claim in told.claims] or ([fact.claim.quote] if sighting.url == fact.first.url else [])
    return (sighting.url, *copy, *(f"“{' '.join(quote.split())}”" for quote in dict.fromkeys(quotes)))


def _whole_record(whole: FactWhole) -> dict[str, Any]:
    return {
        **ledger_record(whole.fact, whole.state),
        "sightings": [
            {
                "url": one.sighting.url,
                "outlet": one.sighting.outlet,
                "origin": one.sighting.origin,
                "seen": one.sighting.seen.isoformat(),
                "first_hand": one.sighting.url in whole.first_hand,
                "quotes": list(dict.fromkeys(claim.quote for claim in one.claims)),
            }
            for one in whole.told
        ],
        "earlier": [one.id for one in whole.earlier],
        "later": [one.id for one in whole.later],
        "changes": [
            {
                "change": str(one.kind),
                "url": one.url,
                "at": one.at.isoformat(),
                "rings": one.rings,
                "held": one.held_reason,
            }
            for one in whole.changes
        ],
        "alerts": [{"alert": one.id, "title": one.title, "subscription": one.subscription} for one in whole.alerts],
        "rulings": [ruling_record(one) for one in whole.rulings],
    }


def _cell(value: object) -> object:
    """A value in a CSV: lists joined, truth in lower case, an apostrophe before what a spreadsheet would run."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        value = "; ".join(value)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
