"""`deltawire sources`: where documents come from, and how each source fares."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from adapters.kit import Kit, default_sources
from cli.output import SOME_REFUSED, Format, age, complain, counted, print_entries, print_record, refuse, say
from cli.session import session
from pipelines.poll import poll
from pipelines.sources import READERS
from pipelines.work import Source
from storage.sources import NewSource

app = typer.Typer(no_args_is_help=True, help="Where documents come from, and how each source fares.")


@app.command("list")
def list_sources(format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE) -> None:
    """List the sources with their health.

    Example: deltawire sources list
    """
    with session() as kit, kit.store.unit() as unit:
        overview = unit.views.sources_overview()
        now = kit.now()
    if format is Format.NDJSON:
        for source in overview:
            print_record(asdict(source))
        return
    entries = (
        (
            f"{s.name}: {'off' if s.stage == 'off' else s.health}",
            f"polled {age(s.polled_at, now)}, every {s.interval} s, {counted(s.items, 'item')}",
            s.health_note,
            s.url,
        )
        for s in overview
    )
    cure = "none; `deltawire sources defaults` adds the default ones, `deltawire sources add NAME URL` one of yours"
    print_entries("Sources", entries, empty=cure)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="A name of your own for it.")],
    url: Annotated[str, typer.Argument(help="Address of the feed or API.")],
    kind: Annotated[str, typer.Option(help=f"Reader: {', '.join(READERS)}.")] = "feed",
    outlet: Annotated[str, typer.Option(help="Name of the outlet, if it is not NAME.")] = "",
    tier: Annotated[int, typer.Option(help="1 official or primary, 2 press, 3 aggregator.", min=1, max=3)] = 2,
    language: Annotated[str, typer.Option(help="ISO 639-1 code of its language.")] = "",
    every: Annotated[int | None, typer.Option(help="Shortest interval in seconds.", min=1)] = None,
) -> None:
    """Add a source, or change the one of that name. It is due at once.

    Example: deltawire sources add bis https://www.federalregister.gov/api/v1/documents.rss
    """
    if kind not in READERS:
        refuse(f"--kind {kind!r} is unknown: use {', '.join(READERS)}")
    if not url.startswith(("http://", "https://")):
        refuse(f"{url!r} is no web address: it starts with http:// or https://")
    if "@" in url.split("/")[2]:
        refuse("a source's address carries no user and password: they would be stored and shown as they are")
    if not name.strip():
        refuse("a source needs a name: alerts and `deltawire sources list` show it")
    with session() as kit, kit.store.unit() as unit:
        shortest = every or kit.settings.poll_seconds
        longest = max(shortest, kit.settings.poll_seconds_at_most)
        given = NewSource(
            name,
            url,
            kind=kind,
            outlet=outlet,
            tier=tier,
            language=language,
            min_interval=shortest,
            max_interval=longest,
        )
        unit.sources.put(given, now=kit.now())
        unit.sources.switch(name, on=True, now=kit.now())
    say(f"Added {name}; `deltawire sources check {name}` tries it now.")


@app.command()
def defaults() -> None:
    """Add the sources that CONFIG_DIR/desks/DESK.sources.yaml lists, or bring them back to what it says.

    Example: deltawire sources defaults
    """
    with session() as kit:
        add_defaults(kit)


@app.command()
def remove(name: Annotated[str, typer.Argument(help="Name of the source.")]) -> None:
    """Poll a source no longer; what it brought stays.

    Example: deltawire sources remove bis
    """
    with session() as kit, kit.store.unit() as unit:
        unit.sources.switch(name, on=False, now=kit.now())
    say(f"{name} is polled no longer; `sources add` brings it back.")


@app.command()
def check(names: Annotated[list[str] | None, typer.Argument(help="Names; none: all sources.")] = None) -> None:
    """Fetch and read sources now, store nothing, and say what each answered.

    Example: deltawire sources check
    """
    with session() as kit:
        sources = _named(kit, names)
        answered = sum(_answers(kit, source) for source in sources)
    if not names and not sources:
        say("There are no sources; `deltawire sources defaults` adds the default ones.")
    raise typer.Exit(SOME_REFUSED if answered < len(names or sources) else 0)


def add_defaults(kit: Kit) -> None:
    """Watch the default sources, and say which are left out and why."""
    chosen, left_out = default_sources(kit.settings)
    with kit.store.unit() as unit:
        for source in chosen:
            unit.sources.put(source, now=kit.now())
            unit.sources.switch(source.name, on=True, now=kit.now())
    say(f"Watching {len(chosen)} default sources; `deltawire sources list` shows them.")
    for reason in left_out:
        say(f"Left out: {reason}")


def _named(kit: Kit, names: list[str] | None) -> list[Source]:
    with kit.store.unit() as unit:
        wanted = names or [source.name for source in unit.views.sources_overview() if source.stage != "off"]
        found = {name: unit.sources.named(name) for name in wanted}
    for name, source in found.items():
        if source is None:
            complain(f"there is no source {name!r}: `deltawire sources list` names them")
    return [source for source in found.values() if source is not None]


def _answers(kit: Kit, source: Source) -> bool:
    polled = poll(source, fetcher=kit.fetcher, parser=kit.parser)
    if polled.error is not None:
        complain(f"{source.name}: {polled.error}")
        return False
    newest = polled.entries[0].title if polled.entries else polled.note
    say(f"{source.name}: HTTP {polled.status}, {len(polled.entries)} entries; {newest}")
    return True
