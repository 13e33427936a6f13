"""`deltawire articles`: what was read, and why it was or was not rung for."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

import typer

from adapters.kit import Kit
from cli.output import Format, counted, print_entries, print_record, print_table, refuse, say, utc
from cli.seeds import folder_of_seeds, known_topics
from cli.session import session
from config.corpus import write_document
from pipelines.records import claim_record
from pipelines.render import claim_title, says
from pipelines.seeds import write_example
from pipelines.terms import article as article_of
from pipelines.text import plain_text, read_text
from pipelines.topics import classify
from pipelines.types import Document, Verdict
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
        say(_body(document) + "\n")
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
        today = _judged_today(kit, url)
    article = whole.article
    if format is Format.NDJSON:
        print_record({**asdict(article), "why": whole.reasons})
        for claim in whole.claims:
            print_record({"fact": claim.fact_id, "decided": _decision(claim), **claim_record(claim.claim)})
        return
    say(f"{article.title}\n{article.outlet or ''}  {url}\n")
    say(whole.reasons[0] if whole.reasons else "It has not been read yet.")
    if today is not None and today.topics != (article.topics or ()):
        told = f"relevant to {', '.join(today.topics)}" if today.relevant else "not relevant"
        say(f"Judged again by today's seeds and examples it is {told}, score {today.score:.2f}.")
    say(_belongs(whole) + "\n")
    evidence = (reason.partition(": ")[::2] for reason in whole.reasons[1:])
    print_table("Evidence", ("what", "heard"), evidence, empty="none")
    entries = (
        (f"{claim_title(c.claim, taxonomy)}: {says(c.claim)}", " ".join(c.claim.quote.split()), _decision(c))
        for c in whole.claims
    )
    print_entries("Claims", entries, empty="none")


@app.command()
def feedback(
    url: Annotated[str, typer.Argument(help="Address of an article that was read.")],
    relevant: Annotated[
        bool | None, typer.Option("--relevant/--irrelevant", help="Whether articles like it belong to the desk.")
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(help="The topic meant, once for each; unset: those it sounds of, or, if irrelevant, all."),
    ] = None,
) -> None:
    """Mark an article as one that the desk wants, or does not: articles like it are judged accordingly from now on.

    The article is kept as an example among the seeds; nothing in it becomes known by that. How far it moves another
    article grows with their likeness; `deltawire articles explain` names it, `deltawire seeds remove` takes it back.

    Example: deltawire articles feedback https://example.org/news/1 --irrelevant
    """
    if relevant is None:
        refuse("say --relevant or --irrelevant")
    with session() as kit:
        known_topics(kit.desk, topic)
        with kit.store.unit() as unit:
            document = unit.views.document(url)
        if document is None:
            refuse(f"{url} is not stored; `deltawire articles list --all` shows what is")
        before = _judged_today(kit, url)
        text = read_text(_body(document), document.title)
        content = write_example(
            "relevant" if relevant else "irrelevant",
            title=document.title,
            body=article_of(text) or text.body,
            topics=topic or (),
            url=url,
            outlet=document.outlet,
            published=document.published.date() if document.published else None,
        )
        name = f"example-{hashlib.blake2b(url.encode(), digest_size=5).hexdigest()}.md"
        write_document(folder_of_seeds(), name, content)
        kit.reread()
        after = _judged_today(kit, url)
    say(f"Kept as {name}; running workers judge by it from their next task on.")
    if before is not None and after is not None:
        say(f"The article itself would now score {after.score:.2f} (before: {before.score:.2f}).")


def _judged_today(kit: Kit, url: str) -> Verdict | None:
    """How the article's latest text would be judged now; None where none is stored."""
    with kit.store.unit() as unit:
        document = unit.views.document(url)
    if document is None:
        return None
    text = read_text(_body(document), document.title)
    return classify(text, taxonomy=kit.desk.lexicons.taxonomy, corpus=kit.desk.corpus)


def _body(document: Document) -> str:
    return document.text if document.text is not None else plain_text(document.html or "", url=document.url)


def _belongs(whole: ArticleWhole) -> str:
    """Which origin and which story it belongs to."""
    article, others = whole.article, whole.story_articles - 1
    copy = f"It is a {article.copy_kind} copy of {article.origin}. " if article.copy_kind else ""
    if not article.story:
        return f"{copy}It belongs to no story."
    company = f"with {counted(others, 'other article')}" if others > 0 else "and is alone in it"
    return f"{copy}It tells the story “{whole.story_title}” ({article.story}), {company}."


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
