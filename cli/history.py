"""`deltawire facts history`: how a figure or a policy state moved, as a table and a plot."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from cli.output import Format, console, print_record, print_table, refuse, roomy, say
from cli.plot import step_plot
from cli.rulings import ruled
from cli.session import session
from config.taxonomy import Taxonomy
from pipelines.records import ledger_record, ruling_record
from pipelines.render import amount, claim_title, moved, says
from pipelines.types import Fact, Figure
from storage.views.facts import FactFilter
from storage.views.lines import FactLine

PLOT_WIDTH = 78
ROW = 110
"""Columns of a terminal in which a step has room on one line."""
COLUMNS = ("when", "value", "change", "%", "state", "first said by", "fact")


def history(
    fact: Annotated[str, typer.Argument(help="Id of a fact; or give --subject and --metric.")] = "",
    subject: Annotated[str, typer.Option(help="Subject of a figure, actor of a policy move: id or name.")] = "",
    metric: Annotated[str, typer.Option(help="Metric of a figure, instrument of a policy move.")] = "",
    object_: Annotated[str, typer.Option("--object", help="Product or goods: id or name.")] = "",
    limit: Annotated[int, typer.Option(help="How many facts to start from, the latest.", min=1)] = 200,
    format: Annotated[Format, typer.Option(help="Table and plot, or NDJSON.")] = Format.TABLE,
) -> None:
    """Show how a value moved over time: who said each first, by how much it changed, what was ruled on it, and a plot.

    A line holds the facts that replaced or disputed one another; figures for different periods are lines of their own.

    Example: deltawire facts history --subject acme --metric revenue
    """
    if bool(fact) == bool(subject and metric) or (fact and (subject or metric or object_)):
        refuse("give the id of a fact, or --subject and --metric (and --object): `deltawire facts list` has them all")
    with session() as kit:
        taxonomy = kit.desk.lexicons.taxonomy
        with kit.store.unit() as unit:
            if fact:
                whole = unit.views.fact_show(fact)
                if whole is None:
                    raise unit.views.no_fact(fact)
                ids = {whole.fact.id}
                if fact not in ids and format is Format.TABLE:
                    say(f"{fact} was merged: it is {whole.fact.id} now.")
            else:
                wanted = FactFilter(
                    subject=named(subject, taxonomy), metric=metric, object=named(object_, taxonomy), merged=False
                )
                ids = {one.fact.id for one in unit.views.facts_standing(wanted, limit=limit)}
            lines = unit.views.fact_lines(ids)
    if format is Format.NDJSON:
        for line in lines:
            print_record(_record(line))
        return
    if not lines:
        say("History: no such facts; `deltawire facts list` shows which subjects and metrics there are")
    alone = [] if fact else [line.facts[0].fact for line in lines if len(line.facts) == 1 and not line.rulings]
    for line in lines:
        if line.facts[0].fact not in alone:
            _print(line, taxonomy)
    if alone:
        columns = ("when", "about", "value", "first said by", "fact")
        rows = (
            (f"{one.first.seen:%Y-%m-%d}", claim_title(one.claim, taxonomy), says(one.claim), _by(one), one.id)
            for one in alone
        )
        print_table("Never replaced", columns, rows, empty="", whole=("when", "fact"))


def named(word: str, taxonomy: Taxonomy) -> str:
    """The id of what a person calls so; the word itself where the desk knows no such name."""
    if not word or taxonomy.entity(word):
        return word
    folded = word.casefold()
    known = (entity.id for entity in taxonomy.entities if folded in (entity.id, *map(str.casefold, entity.names)))
    return next(known, word)


def _print(line: FactLine, taxonomy: Taxonomy) -> None:
    title = claim_title(line.facts[-1].fact.claim, taxonomy)
    events = sorted([*_steps(line), *_rulings(line)], key=lambda event: event[0])
    rows = ((f"{when:%Y-%m-%d}", *cells) for when, cells in events)
    if roomy(ROW):
        print_table(title, COLUMNS, rows, empty="", whole=("when", "change", "%", "state", "fact"))
    else:
        narrow = ("when", "value", "change", "state", "first said by, fact")
        print_table(title, narrow, map(_narrow, rows), empty="", whole=("when", "change", "state"))
    for ruling in line.rulings:
        say(f"ruling {ruling.id}: {ruled(ruling)}: {ruling.why}")
    _draw([one.fact for one in line.facts])
    say("")


def _draw(facts: Sequence[Fact]) -> None:
    """The values that can be drawn on one scale with the last, if there are several."""
    told = [(fact.first.seen, fact.claim) for fact in facts if isinstance(fact.claim, Figure)]
    told = [(seen, figure) for seen, figure in told if moved(figure, told[-1][1]) is not None]
    if len(told) < 2:
        return
    labels = {_middle(figure): amount(figure) for _, figure in told}
    drawn = step_plot(
        [(seen, _middle(figure)) for seen, figure in told],
        lambda value: labels[value],
        until=max(fact.last_seen for fact in facts),
        width=min(console.width, PLOT_WIDTH) if console.is_terminal else PLOT_WIDTH,
        encoding=sys.stdout.encoding or "ascii",
    )
    for row in drawn:
        say(row)


def _steps(line: FactLine) -> Iterator[tuple[datetime, tuple[str, ...]]]:
    """When each fact was first met, with its cells."""
    facts = {one.fact.id: one.fact for one in line.facts}
    for one in line.facts:
        change = _moved(one.fact, facts.get(line.before.get(one.fact.id, ""))) or ("", "")
        yield one.fact.first.seen, (says(one.fact.claim), *change, one.state, _by(one.fact), one.fact.id)


def _rulings(line: FactLine) -> Iterator[tuple[datetime, tuple[str, ...]]]:
    """Rulings, and their undoing, as events among the steps."""
    own = {one.fact.id for one in line.facts}
    for ruling in line.rulings:
        other = ruling.fact_id if ruling.kind == "merge" or ruling.into_id in own else ruling.into_id
        done = "merged in" if ruling.kind == "merge" else "split off"
        yield ruling.at, (f"ruling {ruling.id}", "", "", done, ruling.ruled_by, other)
        if ruling.undone_at:
            yield ruling.undone_at, (f"ruling {ruling.id}", "", "", "undone", ruling.undone_by or "", other)


def _narrow(row: Sequence[str]) -> tuple[str, ...]:
    """The same in five cells, of two lines where need be."""
    when, value, change, share, state, by, fact = row
    return when, value, "\n".join(filter(None, (change, share))), state, f"{by}\n{fact}"


def _by(fact: Fact) -> str:
    """Who said it first."""
    return fact.first.outlet or ("the seed corpus" if fact.baseline else fact.first.url)


def _moved(fact: Fact, before: Fact | None) -> tuple[str, str] | None:
    if before is None or not (isinstance(fact.claim, Figure) and isinstance(before.claim, Figure)):
        return None
    return moved(fact.claim, before.claim)


def _middle(figure: Figure) -> float:
    """A range is drawn at its middle."""
    return (figure.value + (figure.value if figure.value_high is None else figure.value_high)) / 2


def _record(line: FactLine) -> dict[str, Any]:
    return {
        "type": "line",
        "facts": [{**ledger_record(one.fact, one.state), "before": line.before.get(one.fact.id)} for one in line.facts],
        "rulings": [ruling_record(one) for one in line.rulings],
    }
