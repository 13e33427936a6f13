"""The kinds of target: how long a message may be there, how its text is escaped, and what it is written in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipelines.render import escapes
from pipelines.render.types import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of target."""

    name: str
    form: Form
    template: str
    """Name of the bundled template that it shares with others."""
    limit: int
    """Of title and body together, as `measure` counts."""
    title: int
    """Characters of the title; 0 where it stands in the body."""
    quote: int
    """Characters of a quote."""
    full: int
    """Changes that are told with their evidence; those after them in a line each."""
    lines: int
    """Changes that are told at all; those after them are counted."""
    escape: Callable[[str], str]
    measure: Callable[[str], int] = escapes.characters
    line_break: str = "\n"
    """Between two lines of one paragraph."""
    varied: bool = False
    """Whether targets of this kind take messages of different lengths: what one says of itself is heeded then."""


# What is given is what Apprise does with them: it turns CommonMark into the dialects of Slack and Google Chat, reduces
# HTML to what Telegram takes, leaves Markdown to those who show it (Discord, Mattermost, Teams), and cuts nothing.
KINDS: tuple[Kind, ...] = (
    Kind(
        name="plain", form="text", template="plain", limit=30_000, title=250, quote=400, full=20, lines=200,
        escape=escapes.plain, varied=True,
    ),
    Kind(
        name="bytes", form="text", template="plain", limit=19_000, title=150, quote=300, full=10, lines=150,
        escape=escapes.plain, measure=escapes.utf8, varied=True,
    ),
    Kind(
        name="whole", form="text", template="plain", limit=1_500_000, title=250, quote=4_000, full=100, lines=10_000,
        escape=escapes.verbatim,
    ),
    Kind(
        name="markdown", form="markdown", template="markdown", limit=3_800, title=0, quote=400, full=10, lines=60,
        escape=escapes.commonmark, line_break="  \n", varied=True,
    ),
    Kind(
        name="html", form="html", template="html", limit=95_000, title=200, quote=600, full=20, lines=200,
        escape=escapes.markup, measure=escapes.utf8,
    ),
    Kind(
        name="slack", form="markdown", template="markdown", limit=2_900, title=0, quote=300, full=8, lines=40,
        escape=escapes.slack, measure=escapes.utf16,
    ),
    Kind(
        name="teams", form="markdown", template="markdown", limit=20_000, title=0, quote=400, full=10, lines=60,
        escape=escapes.commonmark, measure=escapes.json_bytes, line_break="\n\n",
    ),
    Kind(
        name="telegram", form="html", template="telegram", limit=4_096, title=0, quote=300, full=10, lines=60,
        escape=escapes.telegram, measure=escapes.utf16,
    ),
    Kind(
        name="discord", form="markdown", template="markdown", limit=1_950, title=0, quote=300, full=6, lines=30,
        escape=escapes.commonmark, measure=escapes.utf16,
    ),
    Kind(
        name="sms", form="text", template="sms", limit=160, title=0, quote=0, full=1, lines=3,
        escape=escapes.sms, measure=escapes.septets, varied=True,
    ),
    Kind(
        name="webhook", form="json", template="", limit=1_000_000, title=250, quote=4_000, full=500, lines=500,
        escape=escapes.verbatim,
    ),
)  # fmt: skip
"""The table of contents; docs/renderings.md shows them."""

_NAMED = {kind.name: kind for kind in KINDS}
_SCHEMES = {
    "html": (
        "mailto mailtos ses sendgrid mailgun sparkpost smtp2go resend brevo o365 azure sendpulse postmark mailersend"
    ),
    "slack": "slack gchat",
    "teams": "workflow workflows",
    "telegram": "tgram",
    "discord": "discord",
    "markdown": "mmost mmosts rocket rockets zulip wxteams webex matrix matrixs",
    "sms": (
        "twilio sns vonage nexmo msgbird clicksend bulksms d7sms plivo sinch seven kavenegar atalk burstsms 46elks"
        " freemobile msg91 voipms clickatell bulkvs httpsms infobip smsmanager telnyx smseagle smsmgr smsc"
        " elks sfr ringc serwersms"
    ),
    "bytes": "wecom wecombot dingtalk feishu lark",
    "webhook": "webhook+http webhook+https",
}
_BY_SCHEME = {scheme: kind for kind, schemes in _SCHEMES.items() for scheme in schemes.split()}
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+]{0,20})://", re.IGNORECASE)


def kind_named(name: str) -> Kind:
    """The kind of that name; plain for one that is not known."""
    return _NAMED.get(name, KINDS[0])


def kind_of(address: str) -> str:
    """The name of the kind that a target's address asks for; plain where its scheme says nothing else."""
    scheme = _SCHEME.match(address)
    return _BY_SCHEME.get(scheme[1].lower(), KINDS[0].name) if scheme else KINDS[0].name


def schemes(name: str) -> tuple[str, ...]:
    """The schemes of the addresses that ask for a kind."""
    return tuple(_SCHEMES.get(name, "").split())
