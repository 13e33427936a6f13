"""Writes docs/renderings.md and the mail beside it: one change as each kind of target gets it.

python -m bench.renderings [--check]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apprise
from apprise.conversion import convert_between

from config.desk import read_yaml
from config.metrics import Metrics
from config.settings import ROOT
from config.taxonomy import Entity, Taxonomy
from config.templates import load_templates
from pipelines.alerts.types import Bundle, Telling
from pipelines.ledger import reconcile
from pipelines.render import KINDS, Rendered, Templates, render, telling
from pipelines.render.kinds import Kind, schemes
from pipelines.types import Document, Fact, Figure, Sighting

PAGE = ROOT / "docs" / "renderings.md"
MAIL = ROOT / "docs" / "renderings" / "mail.html"
_PUBLIC_URL = "https://desk.example.org"
_TAXONOMY = Taxonomy(topics=(), entities=(Entity(id="acme", kind="company", names=("Acme", "顶点公司")),))
_NOW = datetime(2026, 4, 16, 20, 5, tzinfo=UTC)
_SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#desk"
_TEXT, _HTML, _MARKDOWN = (apprise.NotifyFormat(form) for form in ("text", "html", "markdown"))
_converted: Callable[..., str] = convert_between
_HEAD = Path(__file__).with_name("renderings_head.md")
_FOOT = Path(__file__).with_name("renderings_foot.md")


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files. Returns 0, or 1 where `--check` finds one that is not as it would be written."""
    parser = argparse.ArgumentParser(prog="bench.renderings", description="Write docs/renderings.md.")
    parser.add_argument("--check", action="store_true", help="write nothing; say which files are out of date")
    check = parser.parse_args(arguments).check
    stale = [path for path, text in files().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} is out of date: run make renderings", file=sys.stderr)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(files()[path], encoding="utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if check and stale else 0


def files() -> Mapping[Path, str]:
    """What is written, and where."""
    mail = _rendered(_bundle(), "html")
    parts = [
        _HEAD.read_text(encoding="utf-8"),
        *_one_change(),
        *_special(),
        _table(),
        _FOOT.read_text(encoding="utf-8"),
    ]
    return {PAGE: "\n\n".join(part.strip("\n") for part in parts) + "\n", MAIL: mail.body + "\n"}


def _one_change() -> Iterator[str]:
    one = _bundle()
    plain, mail = _rendered(one, "plain"), _rendered(one, "html")
    target: Any = apprise.Apprise.instantiate(_SLACK)
    slack = target.dialect_convert(_rendered(one, "slack").body, _MARKDOWN)
    yield "## The same change, in each form"
    yield _shown(
        "Plain text", f"{plain.title}\n\n{plain.body}", "For every kind of target that is none of those below."
    )
    yield _shown(
        "Mail",
        f"Subject: {mail.title}\n\n{_converted(_HTML, _TEXT, mail.body).strip()}",
        "The text part, which Apprise makes of the HTML for clients that show none. The HTML itself:"
        " [renderings/mail.html](renderings/mail.html). It loads nothing from elsewhere, and is light or dark as its"
        " reader has chosen.",
    )
    yield _shown("Slack and Google Chat", slack, "As it arrives: Apprise has turned our Markdown into mrkdwn.")
    yield _shown("Telegram", _rendered(one, "telegram").body, "Telegram's own few tags of HTML.", "html")
    yield _shown("Teams", _rendered(one, "teams").body, "", "markdown")
    yield _shown("Discord", _rendered(one, "discord").body, "", "markdown")
    yield _shown("A text message", _rendered(one, "sms").body, "One message of 160 places; the address goes first.")
    yield _shown(
        "Webhook", json.dumps(json.loads(_rendered(one, "webhook").body), indent=2, ensure_ascii=False),
        "Signed; see [webhook.md](webhook.md).", "json",
    )  # fmt: skip


def _special() -> Iterator[str]:
    chinese = _bundle(language="zh")
    corrected = replace(_bundle(), tellings=(_told(corrects="b_19c2f0a7"),))
    reminder = replace(_bundle(), reminder=True)
    yield "## Chinese, corrections, repeats, reminders, and more than there is room for"
    yield _shown("In Chinese", _whole(_rendered(chinese, "plain")), "For a subscription with `language: zh`.")
    yield _shown(
        "A correction that may be a repeat",
        _opening(_rendered(corrected, "plain", repeat=True)),
        "It goes to those who got the message that it corrects, and names that.",
    )
    yield _shown("A reminder", _opening(_rendered(reminder, "plain")))
    many = _rendered(_bundle(120), "telegram").body.splitlines()
    cut = "\n".join([*many[:3], "…", *many[-3:]])
    yield _shown("120 changes on Telegram", cut, "Each in a line, as many as have room.", "html")


def _table() -> str:
    rows = [
        f"| {kind.name} | {kind.form} | {kind.limit:,} | {kind.full} | {kind.lines} | {_addresses(kind)} |"
        for kind in KINDS
        if kind.name != "whole"
    ]
    head = "| kind | form | limit | in full | told | addresses |\n| --- | --- | ---: | ---: | ---: | --- |"
    return "\n".join(["## The kinds of target\n", head, *rows])


def _addresses(kind: Kind) -> str:
    return ", ".join(f"`{scheme}://`" for scheme in schemes(kind.name)) or "all others"


def _shown(title: str, text: str, about: str = "", language: str = "text") -> str:
    block = f"```{language}\n{text}\n```"
    return "\n\n".join(filter(None, [f"### {title}", about, block]))


def _whole(rendered: Rendered) -> str:
    return f"{rendered.title}\n\n{rendered.body}"


def _opening(rendered: Rendered) -> str:
    """The message up to its first quote."""
    return _whole(rendered).split("\n“")[0] + "\n…"


def _rendered(bundle: Bundle, kind: str, *, repeat: bool = False) -> Rendered:
    templates = Templates(load_templates(ROOT / "config"))
    return render(bundle, kind, templates=templates, public_url=_PUBLIC_URL, repeat=repeat)


def _bundle(count: int = 1, *, language: str = "en") -> Bundle:
    told = _told(language=language)
    return Bundle(id="b_5f3c9d21", subscription="desk", tellings=(told,) * count, created=_NOW, language=language)


def _told(*, language: str = "en", corrects: str | None = None) -> Telling:
    """A charge that was put at $5.5 billion and is now put at $4.5 billion."""
    first = Sighting("https://wire.example.org/acme-5-5", "Example Wire", "w", "s_1", _NOW - timedelta(days=28))
    before = Figure(
        quote="", start=0, end=0, value=5.5e9, unit="USD", subject="acme", metric="charge", period="2026-Q1"
    )
    quote = (
        "Acme said on Thursday that the charge for unsold <Orion> stock came to $4.5 billion, less than it had feared."
    )
    now = replace(before, quote=quote, value=4.5e9, speaker="acme", confidence=0.93)
    known = Fact("f_1", before, first, first.seen, frozenset({"w"}), frozenset({"Example Wire"}))
    page = Document("https://www.daily.example.org/acme-charge?ref=home", "Acme's charge is smaller than feared", _NOW,
                    text=quote, outlet="Daily Example")  # fmt: skip
    here = Sighting(page.url, page.outlet, page.url, "s_2", _NOW)
    change = reconcile([now], [known], sighting=here).changes[0]
    metrics = read_yaml(ROOT / "config" / "metrics.yaml", Metrics)
    return telling(change, page, "s_2", _TAXONOMY, language=language, corrects=corrects, metrics=metrics)


if __name__ == "__main__":
    sys.exit(main())
