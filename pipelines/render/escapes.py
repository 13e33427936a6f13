"""Text made harmless for one kind of target: what would be markup, a mention or a trick there stays mere words."""

from __future__ import annotations

import html
import re

_SURROGATES = re.compile("[\ud800-\udfff]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
"""Control characters, and those that turn the direction of what follows: with them a name shows as another."""
_MENTION = re.compile(r"@(?=[\w&!<])")
_MASS_MENTION = re.compile(r"@(?=(?:everyone|here|channel|all|room|group)\b)", re.IGNORECASE)
_JOINER = "\u2060"
"""Takes no room and breaks no line; between "@" and a name it keeps the name from being called."""
_COMMONMARK = re.compile(r"([\\`*\[\]<>#~|]|(?<!\w)_|_(?!\w))")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_SLACK_MARKUP = re.compile(r"([\[\]<>#])")
_OUTER_UNDERLINE = re.compile(r"(?<!\w)_|_(?!\w)")
_SLACK_LOOKALIKES = str.maketrans({"*": "∗", "~": "∼", "`": "ˋ", "\\": "＼"})
"""Slack has no sign that escapes these."""
_GSM = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "→": "->", "…": "...",
     "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": ""}
)  # fmt: skip
_GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_EXTENDED = frozenset("^{}\\[~]|€")


def one_line(text: str) -> str:
    """The text on one line, without what cannot be sent or would deceive."""
    return " ".join(_UNSEEN.sub(" ", _SURROGATES.sub("\ufffd", text)).split())


def plain(text: str) -> str:
    """For text that is shown as it is; still nobody reads "@everyone" as a call."""
    return _MASS_MENTION.sub(f"@{_JOINER}", text)


def verbatim(text: str) -> str:
    """Nothing is escaped: whoever writes the message does it."""
    return text


def markup(text: str) -> str:
    """For HTML, in text and attributes."""
    return html.escape(text, quote=True)


def telegram(text: str) -> str:
    """For Telegram's HTML, where a mention would call somebody."""
    return html.escape(_MENTION.sub(f"@{_JOINER}", text), quote=True)


def commonmark(text: str) -> str:
    """For CommonMark and what descends from it."""
    return _MENTION.sub(f"@{_JOINER}", _ENTITY.sub("&amp;", _COMMONMARK.sub(r"\\\1", text)))


def slack(text: str) -> str:
    """For CommonMark that Apprise turns into Slack's mrkdwn: it takes care of "&", "<", ">" and links."""
    seeming = _OUTER_UNDERLINE.sub("ˍ", text.translate(_SLACK_LOOKALIKES))
    return _MENTION.sub(f"@{_JOINER}", _SLACK_MARKUP.sub(r"\\\1", seeming))


def sms(text: str) -> str:
    """With the signs of the phone's own alphabet where there is one, since any other halves the room."""
    return text.translate(_GSM)


def characters(text: str) -> int:
    """How long a text is where characters are counted."""
    return len(text)


def utf16(text: str) -> int:
    """How long a text is where UTF-16 units are counted: an emoji is two."""
    return len(text.encode("utf-16-le", "replace")) // 2


def utf8(text: str) -> int:
    """How long a text is where bytes are counted."""
    return len(text.encode("utf-8", "replace"))


def json_bytes(text: str) -> int:
    """How long a text is where bytes are counted, of JSON that escapes whatever is not ASCII."""
    return sum(1 if " " <= sign <= "~" and sign not in '"\\' else 2 if sign in '"\\\n\r\t' else 6 for sign in text)


def septets(text: str) -> int:
    """How much of a text message's 160 places a text takes: one a sign, or 16/7 where one is not in the alphabet."""
    if all(sign in _GSM_BASIC or sign in _GSM_EXTENDED for sign in text):
        return len(text) + sum(sign in _GSM_EXTENDED for sign in text)
    return -(-utf16(text) * 160 // 70)
