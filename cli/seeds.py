"""`deltawire seeds`: the corpus that articles are measured against, and the facts it makes known."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from adapters.http import open_fetcher
from adapters.kit import read_desk
from cli.output import Format, counted, print_entries, print_record, refuse, say
from cli.session import settings
from config.corpus import SUFFIXES, corpus_of, write_document
from pipelines.desk import Desk
from pipelines.ingest import analyse
from pipelines.records import claim_record
from pipelines.render import claim_title, says
from pipelines.seeds import Seed, read_seed, write_example
from pipelines.types import Document

app = typer.Typer(no_args_is_help=True, help="The seed corpus: what the desk is about, and what it knows already.")


@app.command("list")
def list_seeds(format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE) -> None:
    """List the seed documents.

    Example: deltawire seeds list
    """
    seeds = read_desk(settings()).seeds
    if format is Format.NDJSON:
        for seed in seeds:
            print_record(
                {
                    "name": seed.name,
                    "title": seed.title,
                    "published": seed.published,
                    "topics": seed.topics,
                    "example": seed.example,
                }
            )
        return
    entries = (
        (
            f"{seed.name}  {seed.title}",
            f"{seed.published or 'undated'}; {', '.join(seed.topics) or 'no topic named'}; {_known(seed)}",
        )
        for seed in seeds
    )
    print_entries(f"Seeds in {folder_of_seeds()}", entries, empty="none; add one with `deltawire seeds add FILE`")


@app.command()
def show(name: Annotated[str, typer.Argument(help="Name of a seed, or its beginning.")]) -> None:
    """Show a seed: its text, and the facts of the baseline that rest on it.

    Example: deltawire seeds show 001
    """
    desk = read_desk(settings())
    seed = _seed(desk, name)
    say(f"{seed.title}\n{seed.published or 'undated'}  {seed.outlet or ''}\n")
    say(seed.body + "\n")
    facts = [fact for fact in desk.baseline if seed.url in fact.origins]
    taxonomy = desk.lexicons.taxonomy
    known = (
        (f"{fact.id}  {claim_title(fact.claim, taxonomy)}: {says(fact.claim)}", " ".join(fact.claim.quote.split()))
        for fact in facts
    )
    print_entries("Known from it", known, empty="nothing")


@app.command()
def add(
    source: Annotated[str, typer.Argument(help="A .md, .txt or .html file, or the address of a page.")],
    irrelevant: Annotated[
        bool, typer.Option("--irrelevant", help="An example of what the desk does not want; nothing in it gets known.")
    ] = False,
    topic: Annotated[
        list[str] | None,
        typer.Option(help="With --irrelevant: only this topic is meant, once for each; unset: all."),
    ] = None,
) -> None:
    """Add a document to the corpus; its figures and policy moves become part of the baseline.

    What is like it is judged more likely to be relevant; with --irrelevant, less likely. For an article that was
    read already, `deltawire articles feedback` does the same.

    Example: deltawire seeds add briefing.txt
    """
    name, content = _fetched(source) if source.startswith(("http://", "https://")) else _from_disk(Path(source))
    seed = read_seed(name, content)
    if topic and not irrelevant:
        refuse("--topic goes with --irrelevant; a seed's own topics stand in its front matter")
    if irrelevant:
        known_topics(read_desk(settings()), topic)
        name = f"{Path(name).stem}.md"
        content = write_example("irrelevant", title=seed.title, body=seed.body, topics=topic or (), url=seed.url)
    place = folder_of_seeds() / name
    if place.exists():
        refuse(f"{name} is in the corpus already: `deltawire seeds remove {name}` first, or rename the file")
    write_document(place.parent, name, content)
    say(f"Added {name}: {seed.title}")
    say("Running workers judge by it from their next task on.")


@app.command()
def remove(name: Annotated[str, typer.Argument(help="Name of a seed, or its beginning.")]) -> None:
    """Take a document out of the corpus: the file is renamed to NAME.removed, and read no more.

    Example: deltawire seeds remove briefing.txt
    """
    seed = _seed(read_desk(settings()), name)
    place = folder_of_seeds() / seed.name
    place.rename(place.with_name(f"{seed.name}.removed"))
    say(f"Removed {seed.name}; to have it back, rename {seed.name}.removed")


@app.command("test")
def try_out(
    text: Annotated[str, typer.Argument(help="A text, or a file that holds one.")],
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """Show what the desk makes of a text: topics, figures and policy moves, each with its reasons.

    Example: deltawire seeds test "The ministry lifted its licence requirement for exports on Tuesday."
    """
    if _is_file(text):
        _, text = _from_disk(Path(text))
    if not text.strip():
        refuse("there is no text: give a sentence in quotes, or a file that holds some")
    desk = read_desk(settings())
    document = Document(url="test:", title=text.strip().splitlines()[0][:200], published=None, text=text)
    analysis = analyse(document, desk, whatever_topic=True)
    verdict = analysis.verdict
    if format is Format.NDJSON:
        print_record({"relevant": verdict.relevant, "score": verdict.score, "topics": verdict.topics})
        for claim in analysis.claims:
            print_record(claim_record(claim))
        return
    sentence, *evidence = verdict.reasons
    say(sentence)
    for reason in evidence:
        say(f"  {reason}")
    taxonomy = desk.lexicons.taxonomy
    noted = [(claim, "; ".join(("noted", *claim.reasons))) for claim in analysis.claims]
    noted += [(claim, f"passed over, {held.reason}: {held.detail}") for claim, held in analysis.passed_over]
    entries = ((f"{claim_title(c, taxonomy)}: {says(c)}", " ".join(c.quote.split()), why) for c, why in noted)
    print_entries("Claims", entries, empty="none")


def known_topics(desk: Desk, topics: list[str] | None) -> None:
    """Refuses a topic that the desk does not have."""
    known = [one.id for one in desk.lexicons.taxonomy.topics]
    for topic in topics or ():
        if topic not in known:
            refuse(f"--topic {topic!r} is unknown: the desk has {', '.join(known)}")


def folder_of_seeds() -> Path:
    """Where the desk's seeds and examples are kept."""
    return corpus_of(settings().seeds_dir, settings().desk)


def _seed(desk: Desk, name: str) -> Seed:
    found = [seed for seed in desk.seeds if seed.name == name] or [
        seed for seed in desk.seeds if seed.name.startswith(name)
    ]
    if len(found) != 1:
        refuse(f"{len(found)} seeds are called {name!r}; `deltawire seeds list` shows their names")
    return found[0]


def _known(seed: Seed) -> str:
    if seed.example:
        return f"an example, marked {seed.example}"
    if seed.claims is None:
        return "facts read from its text"
    return counted(len(seed.claims), "listed fact")


def _is_file(text: str) -> bool:
    return len(text) < 1_000 and "\n" not in text and Path(text).is_file()


def _from_disk(path: Path) -> tuple[str, str]:
    if path.suffix.lower() not in SUFFIXES:
        refuse(f"{path}: a seed is a file ending in {', '.join(sorted(SUFFIXES))}, or an http(s) address")
    try:
        return path.name, path.read_text(encoding="utf-8-sig")
    except OSError as error:
        refuse(f"{path}: {error.strerror}")
    except UnicodeDecodeError as error:
        refuse(f"{path}: not UTF-8 at byte {error.start}; convert it first")


def _fetched(url: str) -> tuple[str, str]:
    with open_fetcher(settings()) as fetcher:
        page = fetcher.get(url)
    parts = urlsplit(url)
    stem = re.sub(r"[^a-z0-9]+", "-", f"{parts.hostname}{parts.path}".lower()).strip("-")[:80]
    return f"{stem}.html", page.body.decode("utf-8", errors="replace")
