"""`deltawire facts`: the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from cli.output import Format, console, print_record, print_table, refuse, utc
from cli.session import session
from pipelines.records import fact_record
from pipelines.render import claim_title, says
from storage.views.facts import FactFilter

app = typer.Typer(no_args_is_help=True, help="The ledger: every figure and policy state, and who reported it.")


@app.command("list")
def list_facts(
    subject: Annotated[str, typer.Option(help="Subject of a figure, actor of a policy move.")] = "",
    metric: Annotated[str, typer.Option(help="Metric of a figure, instrument of a policy move.")] = "",
    kind: Annotated[str, typer.Option(help="`figure` or `policy`.")] = "",
    since: Annotated[datetime | None, typer.Option(help="Seen since this day.")] = None,
    limit: Annotated[int, typer.Option(help="How many.", min=1)] = 50,
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """List facts, those seen last first.

    Example: deltawire facts list --subject nvidia --metric charge
    """
    wanted = FactFilter(subject=subject, metric=metric, kind=kind, since=utc(since))
    with session() as kit:
        with kit.store.unit() as unit:
            facts = unit.views.facts_list(wanted, limit=limit)
        taxonomy = kit.desk.lexicons.taxonomy
    if format is Format.NDJSON:
        for fact in facts:
            print_record(fact_record(fact))
        return
    rows = (
        (fact.id, claim_title(fact.claim, taxonomy), says(fact.claim), len(fact.origins),
         "baseline" if fact.baseline else f"{fact.first.seen:%Y-%m-%d}", f"{fact.last_seen:%Y-%m-%d}",
         "" if fact.current else "superseded")
        for fact in facts
    )  # fmt: skip
    columns = ("fact", "about", "says", "outlets", "first", "last", "")
    print_table("Facts", columns, rows, empty="none match; drop a filter, or wait for the first articles")


@app.command()
def show(
    fact: Annotated[str, typer.Argument(help="Id of the fact.")],
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """Show a fact: where it was met, by whom first, what it replaced, and what replaced it.

    Example: deltawire facts show f_0123456789ab
    """
    with session() as kit:
        with kit.store.unit() as unit:
            whole = unit.views.fact_show(fact)
        taxonomy = kit.desk.lexicons.taxonomy
    if whole is None:
        refuse(f"there is no fact {fact!r}; `deltawire facts list` shows their ids")
    if format is Format.NDJSON:
        for one in (whole.fact, *whole.earlier, *whole.later):
            print_record(fact_record(one))
        return
    claim = whole.fact.claim
    console.print(f"{claim_title(claim, taxonomy)}: {says(claim)}\n“{claim.quote}”\n", markup=False, highlight=False)
    chain = [("before", one) for one in reversed(whole.earlier)] + [("this", whole.fact)]
    chain += [("after", one) for one in whole.later]
    steps = ((place, one.id, says(one.claim), f"{one.first.seen:%Y-%m-%d}", one.first.outlet) for place, one in chain)
    print_table("How it moved", ("", "fact", "says", "first met", "by"), steps, empty="")
    met = ((f"{s.seen:%Y-%m-%d %H:%M}", s.outlet, "" if s.origin == s.url else "copy", s.url) for s in whole.sightings)
    print_table("Where it was met", ("when", "outlet", "", "address"), met, empty="in the seed corpus only")
