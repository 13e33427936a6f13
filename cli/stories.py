"""`deltawire stories`: what was told of each event and by whom; merged and split by an operator where that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer

from cli.output import Format, counted, print_entries, print_record, print_table, refuse, say, utc
from cli.rulings import By, Why, Yes, by_whom, confirmed, said_why
from cli.session import session
from config.taxonomy import Taxonomy
from pipelines.records import claim_record
from pipelines.render import claim_title, says
from storage.views.stories import Brought, StoryArticle, StoryFilter, StoryListed, StoryRuling, StoryWhole

app = typer.Typer(no_args_is_help=True, help="Events: who told of each, and what it brought.")


@app.command("list")
def list_stories(
    since: Annotated[datetime | None, typer.Option(help="Told since this day, be it again.")] = None,
    until: Annotated[datetime | None, typer.Option(help="First told before this day.")] = None,
    min_origins: Annotated[int, typer.Option(help="Told independently by at least so many.", min=1)] = 1,
    all_topics: Annotated[bool, typer.Option("--all", help="Also those that are off topic.")] = False,
    limit: Annotated[int, typer.Option(help="How many.", min=1)] = 50,
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """List stories, those told last first. Origins are articles that copy no other: copies do not make it truer.

    Example: deltawire stories list --since 2026-11-01 --min-origins 3
    """
    if since and until and since >= until:
        refuse(f"--since {since:%Y-%m-%d} is not before --until {until:%Y-%m-%d}: no day lies between them")
    wanted = StoryFilter(since=utc(since), until=utc(until), min_origins=min_origins, relevant=not all_topics)
    with session() as kit, kit.store.unit() as unit:
        found = unit.views.stories_list(wanted, limit=limit)
    if format is Format.NDJSON:
        for story in found:
            print_record(_record(story))
        return
    columns = ("id", "title", "articles", "origins", "outlets", "first seen", "last seen")
    rows = (
        (
            one.id, one.title, one.articles, one.origins, len(one.outlets),
            f"{one.first_seen:%Y-%m-%d %H:%M}", f"{one.last_seen:%Y-%m-%d %H:%M}",
        )
        for one in found
    )  # fmt: skip
    whole = ("id", "first seen", "last seen")
    print_table("Stories", columns, rows, empty="none match; drop a filter, or give --all", whole=whole)


@app.command()
def show(
    story: Annotated[str, typer.Argument(help="Id of the story.")],
    format: Annotated[Format, typer.Option(help="Table or NDJSON.")] = Format.TABLE,
) -> None:
    """Show a story: its articles in the order they were met, which copies which, and what each brought.

    A story that was merged is shown as the one that it went into.

    Example: deltawire stories show s_0123456789ab
    """
    with session() as kit:
        with kit.store.unit() as unit:
            whole = unit.views.story_show(story)
            if whole is None:
                raise unit.views.no_story(story)
        taxonomy = kit.desk.lexicons.taxonomy
    if format is Format.NDJSON:
        print_record(_whole_record(whole))
        return
    if whole.story.id != story:
        say(f"{story} was merged: it is {whole.story.id} now.")
    say(f"{whole.story.id}  {whole.story.title}\n{_counts(whole.story)}\n")
    entries = ((_headline(one), one.url, _copy(one), *_brought(one, taxonomy)) for one in whole.articles)
    print_entries("Articles", entries, empty="none any more")
    if whole.rulings:
        print_entries("Rulings", map(_ruling, whole.rulings), empty="")


@app.command()
def merge(
    story: Annotated[str, typer.Argument(help="Id of a story.")],
    other: Annotated[str, typer.Argument(help="Id of another that tells the same event.")],
    why: Why,
    into: Annotated[str, typer.Option(help="Which of the two stands; default: the older.")] = "",
    by: By = "",
    yes: Yes = False,
) -> None:
    """Rule that two stories are one. The id that goes still leads to the one that stands.

    No alert is sent. `deltawire stories undo` takes it back.

    Example: deltawire stories merge s_0123456789ab s_ba9876543210 --why "one fine, told twice"
    """
    who, reason = by_whom(by), said_why(why)
    with session() as kit:
        with kit.store.unit() as unit:
            plan = unit.story_rulings.plan_merge(story, other, into=into)
        say(f"into  {plan.into_id}  {plan.title}, {counted(len(plan.staying), 'article')}")
        say(f"goes  {plan.story_id}, {counted(len(plan.going), 'article')}")
        _say_going(plan.going)
        confirmed(yes)
        with kit.store.unit() as unit:
            unit.lock_ledger()
            ruling = unit.story_rulings.merge(story, other, into=into, why=reason, by=who, now=kit.now())
    _done(ruling)


@app.command()
def split(
    story: Annotated[str, typer.Argument(help="Id of the story that is two.")],
    article: Annotated[str, typer.Option(help="Address of the article that tells another event.")],
    why: Why,
    by: By = "",
    yes: Yes = False,
) -> None:
    """Rule that an article is a story of its own. Its copies go along, and so do later ones.

    No alert is sent. `deltawire stories undo` takes it back.

    Example: deltawire stories split s_0123456789ab --article https://a.example/1 --why "the appeal, not the verdict"
    """
    who, reason = by_whom(by), said_why(why)
    with session() as kit:
        with kit.store.unit() as unit:
            plan = unit.story_rulings.plan_split(story, article)
        say(f"stays  {plan.story_id}, {counted(len(plan.staying), 'article')}")
        say(f"apart  {plan.into_id}  {plan.title}")
        _say_going(plan.going)
        confirmed(yes)
        with kit.store.unit() as unit:
            unit.lock_ledger()
            ruling = unit.story_rulings.split(story, article, why=reason, by=who, now=kit.now())
    _done(ruling)


@app.command()
def undo(
    ruling: Annotated[int, typer.Argument(help="Number of the ruling, as `stories show` has it.")],
    by: By = "",
    yes: Yes = False,
) -> None:
    """Take a ruling on stories back. What a merged story has met since stays with the one that it went into.

    Example: deltawire stories undo 3
    """
    who = by_whom(by)
    with session() as kit:
        with kit.store.unit() as unit:
            print_entries("Ruling", [_ruling(unit.story_rulings.one(ruling))], empty="")
        confirmed(yes)
        with kit.store.unit() as unit:
            unit.lock_ledger()
            unit.story_rulings.undo(ruling, by=who, now=kit.now())
    say(f"Undone: ruling {ruling}. It stays in the history.")


def _counts(story: StoryListed) -> str:
    """By how many it is told, and when."""
    told = f"{counted(story.articles, 'article')}, {counted(story.origins, 'independent origin')}"
    when = f"first {story.first_seen:%Y-%m-%d %H:%M}, last {story.last_seen:%Y-%m-%d %H:%M}"
    return f"{told}, {counted(len(story.outlets), 'outlet')}; {when}"


def _headline(article: StoryArticle) -> str:
    return f"{article.seen:%Y-%m-%d %H:%M}  {article.outlet or 'unknown outlet'}: {article.title}"


def _copy(article: StoryArticle) -> str:
    return f"{article.copy_kind} copy of {article.origin}" if article.copy_kind else ""


def _brought(article: StoryArticle, taxonomy: Taxonomy) -> Iterator[str]:
    """What it did to the ledger, a line each."""
    for one in article.brought:
        rang = ", rang" if one.rings else ""
        yield f"{one.kind}: {claim_title(one.claim, taxonomy)}: {says(one.claim)} ({one.fact_id}{rang})"


def _ruling(ruling: StoryRuling) -> tuple[str, ...]:
    undone = f"undone {ruling.undone_at:%Y-%m-%d %H:%M} by {ruling.undone_by}" if ruling.undone_at else ""
    return (f"{ruling.id}  {ruling.at:%Y-%m-%d %H:%M}  {_ruled(ruling)}", ruling.why, *ruling.urls, undone)


def _ruled(ruling: StoryRuling) -> str:
    """What was ruled, in a line."""
    if ruling.kind == "merge":
        return f"{ruling.story_id} is {ruling.into_id}, by {ruling.ruled_by}"
    return f"{ruling.into_id} is not {ruling.story_id}, by {ruling.ruled_by}"


def _say_going(going: Iterable[StoryArticle]) -> None:
    for one in going:
        say(f"       {one.url}{f' ({one.copy_kind} copy)' if one.copy_kind else ''}")


def _done(ruling: StoryRuling) -> None:
    say(f"Ruling {ruling.id}: {_ruled(ruling)}. `deltawire stories undo {ruling.id}` takes it back.")


def _record(story: StoryListed) -> dict[str, Any]:
    """A story on a line: names as a table has them, moments in ISO 8601."""
    fields = asdict(story)
    moments = {name: fields[name].isoformat() for name in ("first_seen", "last_seen")}
    return {"story": fields.pop("id"), **fields, "outlets": list(story.outlets), **moments}


def _whole_record(whole: StoryWhole) -> dict[str, Any]:
    return {
        **_record(whole.story),
        "told": [
            {
                "url": one.url,
                "title": one.title,
                "outlet": one.outlet,
                "seen": one.seen.isoformat(),
                "copy_of": one.origin if one.copy_kind else None,
                "copy_kind": one.copy_kind,
                "brought": list(map(_change_record, one.brought)),
            }
            for one in whole.articles
        ],
        "rulings": [_ruling_record(one) for one in whole.rulings],
    }


def _change_record(brought: Brought) -> dict[str, Any]:
    told = {"change": str(brought.kind), "fact": brought.fact_id, "rings": brought.rings}
    return {**told, **claim_record(brought.claim)}


def _ruling_record(ruling: StoryRuling) -> dict[str, Any]:
    undone_at = ruling.undone_at.isoformat() if ruling.undone_at else None
    return {**asdict(ruling), "urls": list(ruling.urls), "at": ruling.at.isoformat(), "undone_at": undone_at}
