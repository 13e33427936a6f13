"""`deltawire articles`: what was read, and why it was or was not rung for."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from adapters.kit import Kit
from cli.output import Format, print_entries, print_record, print_table, refuse, say, utc
from cli.session import session
from pipelines.records import claim_record
from pipelines.render import claim_title, says
from pipelines.text import plain_text
from storage.views.articles import ArticleFilter, ArticleWhole, ClaimShown

app = typer.Typer(no_args_is_help=True, help="What was read, and what came of it.")


@app.command("list")
def list_articles(
    since: Annotated[datetime | None, typer.Option(help="Met since this day.")] = None,
    topic: Annotated[str, typer.Option(help="Only on this topic.")] = "",
    all_topics: Annotated[bool, typer.Option("--all", help="Also those that are off topic.")] = False,
    limit: Annotated[int, typer.Option(help="How many.", min=1)] = 50,
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """List articles, newest first, with their topics, copies and stories.

    Example: deltawire articles list --since 2026-11-01 --topic TOPIC
    """
    wanted = ArticleFilter(since=utc(since), topic=topic, relevant=None if all_topics else True)
    with session() as kit:
        known = [one.id for one in kit.desk.lexicons.taxonomy.topics]
        if topic and topic not in known:
            refuse(f"--topic {topic!r} is unknown: the desk has {', '.join(known)}")
        with kit.store.unit() as unit:
            found = unit.views.articles_list(wanted, limit=limit)
    if format is Format.NDJSON:
        for article in found:
            print_record(asdict(article))
        return
    entries = (
        (
            f"{a.first_seen:%Y-%m-%d %H:%M}  {a.outlet or 'unknown outlet'}: {a.title}",
            "; ".join(
                filter(None, (", ".join(a.topics or ("no topic",)), f"{a.copy_kind} copy" if a.copy_kind else ""))
            ),
            a.url,
        )
        for a in found
    )
    print_entries("Articles", entries, empty="none; `deltawire sources list` shows whether sources answer")


@app.command()
def show(url: Annotated[str, typer.Argument(help="Address of the article.")]) -> None:
    """Show an article as it is stored: its text, and its versions.

    Example: deltawire articles show https://example.org/news/1
    """
    with session() as kit:
        whole = _whole(kit, url)
        with kit.store.unit() as unit:
            document = unit.views.document(url)
    say(f"{whole.article.title}\n{whole.article.outlet or ''}  {url}\n")
    if document is not None:
        text = document.text if document.text is not None else plain_text(document.html or "", url=url)
        say(text + "\n")
    versions = ((v.number, f"{v.seen:%Y-%m-%d %H:%M}", v.stage, v.title, v.last_error) for v in whole.versions)
    print_table("Versions", ("", "met", "stage", "title", "last error"), versions, empty="none")


@app.command()
def explain(
    url: Annotated[str, typer.Argument(help="Address of the article.")],
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """Say what was decided about an article, and why: topics, copy, story, every claim, what rang and what did not.

    Example: deltawire articles explain https://example.org/news/1
    """
    with session() as kit:
        whole = _whole(kit, url)
        taxonomy = kit.desk.lexicons.taxonomy
    article = whole.article
    if format is Format.NDJSON:
        print_record({**asdict(article), "why": whole.reasons})
        for claim in whole.claims:
            print_record({"fact": claim.fact_id, "decided": _decision(claim), **claim_record(claim.claim)})
        return
    told = "relevant" if article.relevant else "not relevant"
    say(f"{article.title}\n{article.outlet or ''}  {url}\n")
    say(f"{told}, score {article.score or 0:.2f}: {', '.join(article.topics or ()) or 'no topic'}")
    for reason in whole.reasons:
        say(f"  {reason}")
    if article.copy_kind:
        say(f"{article.copy_kind} copy of {article.origin}")
    say(f"story {article.story}\n")
    entries = (
        (f"{claim_title(c.claim, taxonomy)}: {says(c.claim)}", " ".join(c.claim.quote.split()), _decision(c))
        for c in whole.claims
    )
    print_entries("Claims", entries, empty="none")


def _whole(kit: Kit, url: str) -> ArticleWhole:
    with kit.store.unit() as unit:
        found = unit.views.article_show(url)
    if found is None:
        refuse(f"{url} is not stored; `deltawire articles list --all` shows what is")
    return found


def _decision(claim: ClaimShown) -> str:
    """What became of a claim, in a few words."""
    if claim.rings:
        return f"{claim.change}: rang"
    why = ": ".join(filter(None, (claim.held_reason, claim.held_detail)))
    return f"{claim.change}, quiet ({why})" if claim.change else f"passed over ({why})"
