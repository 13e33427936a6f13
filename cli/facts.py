"""`deltawire facts`: the ledger."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from cli.output import Format, counted, print_entries, print_record, print_table, refuse, say, utc
from cli.session import session
from pipelines.records import fact_record
from pipelines.render import claim_title, says
from pipelines.types import Fact
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

    Example: deltawire facts list --subject acme --metric revenue
    """
    if kind not in ("", "figure", "policy"):
        refuse(f"--kind {kind!r} is unknown: use `figure` or `policy`")
    wanted = FactFilter(subject=subject, metric=metric, kind=kind, since=utc(since))
    with session() as kit:
        with kit.store.unit() as unit:
            facts = unit.views.facts_list(wanted, limit=limit)
        taxonomy = kit.desk.lexicons.taxonomy
    if format is Format.NDJSON:
        for fact in facts:
            print_record(fact_record(fact))
        return
    entries = (
        (f"{fact.id}  {claim_title(fact.claim, taxonomy)}: {says(fact.claim)}", _standing(fact)) for fact in facts
    )
    print_entries("Facts", entries, empty="none match; drop a filter, or wait for the first articles")


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
    say(f"{claim_title(claim, taxonomy)}: {says(claim)}\n“{claim.quote}”\n{_standing(whole.fact)}\n")
    chain = [("before", one) for one in reversed(whole.earlier)] + [("this", whole.fact)]
    chain += [("after", one) for one in whole.later]
    steps = ((place, one.id, says(one.claim), f"{one.first.seen:%Y-%m-%d}", one.first.outlet) for place, one in chain)
    print_table("How it moved", ("", "fact", "says", "first met", "by"), steps, empty="")
    met = (
        (f"{s.seen:%Y-%m-%d %H:%M}  {s.outlet or 'unknown outlet'}{'' if s.origin == s.url else ', a copy'}", s.url)
        for s in whole.sightings
    )
    print_entries("Where it was met", met, empty="in the seed corpus only")


def _standing(fact: Fact) -> str:
    """Since when it is known, from how many, and whether it still holds."""
    since = "from the seed corpus" if fact.baseline else f"first {fact.first.seen:%Y-%m-%d}"
    parts = [since, f"last {fact.last_seen:%Y-%m-%d}", counted(len(fact.origins), "independent outlet")]
    return ", ".join(parts) + ("" if fact.current else "; superseded")
