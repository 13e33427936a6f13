"""`deltawire facts history`: how a figure or a policy state moved, as a table and a plot."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

import typer

from cli.output import Format, console, print_record, print_table, refuse, say
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
_COLUMNS = ("when", "value", "change", "%", "state", "first said by", "fact")


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
    for line in lines:
        _print(line, taxonomy)


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
    print_table(title, _COLUMNS, rows, empty="", whole=("when", "change", "%", "state", "fact"))
    told = [
        (fact.first.seen, fact.claim) for fact in (one.fact for one in line.facts) if isinstance(fact.claim, Figure)
    ]
    told = [(seen, figure) for seen, figure in told if moved(figure, told[-1][1]) is not None]
    if len(told) < 2:
        say("")
        return
    width = min(console.width, PLOT_WIDTH) if console.is_terminal else PLOT_WIDTH
    values = {_middle(figure): amount(figure) for _, figure in told}
    points = [(seen, _middle(figure)) for seen, figure in told]
    until = max(one.fact.last_seen for one in line.facts)
    encoding = sys.stdout.encoding or "ascii"
    for drawn in step_plot(points, lambda value: values[value], until=until, width=width, encoding=encoding):
        say(drawn)
    say("")


def _steps(line: FactLine) -> Iterator[tuple[datetime, tuple[object, ...]]]:
    """When each fact was first met, with its cells."""
    facts = {one.fact.id: one.fact for one in line.facts}
    for one in line.facts:
        fact, before = one.fact, facts.get(line.before.get(one.fact.id, ""))
        change = _moved(fact, before) or ("", "")
        by = fact.first.outlet or fact.first.url
        yield fact.first.seen, (says(fact.claim), *change, one.state, by, fact.id)


def _rulings(line: FactLine) -> Iterator[tuple[datetime, tuple[object, ...]]]:
    for ruling in line.rulings:
        undone = ", undone" if ruling.undone_at else ""
        yield ruling.at, (f"ruling {ruling.id}{undone}: {ruled(ruling)}: {ruling.why}", "", "", "", "", "")


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
