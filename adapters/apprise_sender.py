"""Sends messages through Apprise, and finds out what became of them: Apprise itself only says yes or no."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from typing import Any

import apprise
from apprise.result import AppriseResult, AppriseResultStatus

from pipelines.errors import Refused
from pipelines.ports import Sent
from pipelines.render.types import Form

ID_HEADER = "X-Deltawire-Id"
"""Carries the delivery's id wherever a target takes headers, so that the receiver can tell a repeat."""

_NETWORK_HOSTS = frozenset(
    {"http", "https", "json", "jsons", "xml", "xmls", "form", "forms", "apprise", "apprises", "mailto", "mailtos"}
    | {
        "webhook+http",
        "webhook+https",
        "gotify",
        "gotifys",
        "matrix",
        "matrixs",
        "mmost",
        "mmosts",
        "rocket",
        "rockets",
        "ncloud",
        "nclouds",
    }
)
"""Kinds of address whose host is a host; in others, as in slack:// and discord://, a token stands in its place."""

_HOST_AFTER_LOGIN = frozenset({"webhook+http", "webhook+https", "matrix", "matrixs"})
"""Of these, kinds where a secret stands in the host's place unless a login goes before it."""

_PLACE = re.compile(r"(?P<host>[\w.-]+|\[[0-9A-Fa-f:.]+\])(?::\d*)?")
_LOCAL_KINDS = frozenset({"syslog", "dbus", "kde", "qt", "glib", "gnome", "macosx", "windows", "blink1"})
_STATUS = re.compile(r"\berror=(\d{3})\b")
_SMTP_STATUS = re.compile(r"\((\d{3}), b['\"]")
_WAIT = re.compile(r"[\"']?retry_after[\"']?\s*:\s*(\d+(?:\.\d+)?)")
_NEVER_CONNECTED = re.compile(
    r"NewConnectionError|ConnectTimeout|NameResolution|Failed to (?:resolve|establish)|SSLError|CertificateError"
    r"|ProxyError|Connection refused|Name or service not known|No route to host"
)
_CONNECTION_FAILED = re.compile(r"Connection error|Socket Exception|timed out|aborted|reset by peer", re.IGNORECASE)
_TRY_LATER = frozenset({408, 425, 429})
_GARBLED = frozenset({400, 413, 415, 422})
"""What a target answers that cannot make sense of a message, such as Telegram of an unclosed tag."""
_FORMATS: Mapping[Form, apprise.NotifyFormat] = {
    "text": apprise.NotifyFormat.TEXT,
    "json": apprise.NotifyFormat.TEXT,
    "markdown": apprise.NotifyFormat.MARKDOWN,
    "html": apprise.NotifyFormat.HTML,
}
_NOWHERE = logging.NullHandler()


class AppriseSender:
    """`pipelines.ports.Sender` on Apprise: one attempt a call, nothing of an address in logs or answers."""

    def __init__(self, *, seconds: float = 20.0) -> None:
        """`seconds` bounds one send in all."""
        seal_logs()
        self._asset = apprise.AppriseAsset(
            async_mode=False, secure_logging=True, service_timeout=seconds,
            app_id="Deltawire", app_desc="Deltawire", app_url="", image_url_mask="", image_url_logo="",
        )  # fmt: skip

    def check_address(self, address: str) -> None:
        """Raise Refused, with the cure but without the address's secrets, unless a message could be sent to it."""
        self._target(address)

    def room(self, address: str) -> int | None:
        """Characters of title and body together that Apprise's page on this kind of address promises."""
        try:
            target = self._target(address)
        except Refused:
            return None
        room = int(target.body_maxlen)
        return room if room > 0 else None

    def send(self, address: str, *, title: str, body: str, id: str, form: Form = "text") -> Sent:
        """Deliver once; never raises for what the other side did. An empty body is refused.

        Apprise is told what the body is written in, and puts it into the target's own dialect.
        """
        if not body.strip():
            return Sent("refused", "the message has no body")
        try:
            target = self._target(address)
        except Refused as error:
            return Sent("refused", str(error))
        if isinstance(getattr(target, "headers", None), dict):
            target.headers[ID_HEADER] = id
        messenger = apprise.Apprise(target, asset=self._asset)
        with messenger.notify(body=body, title=title, body_format=_FORMATS[form], log_level=logging.DEBUG) as result:
            return _outcome(result)

    def _target(self, address: str) -> Any:
        seal_logs()
        kind = _kind(address)
        if kind in _LOCAL_KINDS:
            raise Refused(f"{kind}:// rings on this machine only: give an address on the network")
        try:
            target = apprise.Apprise.instantiate(address, asset=self._asset)
        except Exception as error:  # plugins raise what they like on what they cannot read
            raise Refused(_unusable(address)) from error
        if target is None:
            raise Refused(_unusable(address))
        target.retry = 0  # repeats are counted, and announced as such, by us
        if len(target) != 1:
            raise Refused(f"{mask(address)} names {len(target)} receivers: give one address for each")
        return target


def mask(address: str) -> str:
    """A target as it may be shown: its kind, and its host where nothing else can be meant."""
    kind = _kind(address)
    host = _host(kind, address.strip().partition("://")[2]) if kind in _NETWORK_HOSTS else None
    return f"{kind}://{host or '…'}" if kind else "…"


def _host(kind: str, rest: str) -> str | None:
    """The host of an address. None where an @ further on shows that a secret with a / ? or # was cut in two."""
    authority, *further = re.split(r"[/?#]", rest, maxsplit=1)
    login, _, place = authority.rpartition("@")
    found = _PLACE.fullmatch(place)
    doubtful = any("@" in part for part in further) or (kind in _HOST_AFTER_LOGIN and not login)
    return found["host"] if found and not doubtful else None


def load_kinds() -> None:
    """Read Apprise's plugins now and not with the first message; processes that are forked afterwards have them."""
    AppriseSender().room("json://localhost")


def seal_logs() -> None:
    """Let Apprise's log go nowhere but into its results: at debug it prints tokens, at warning sometimes addresses.

    Debug is on because only there it says whether a connection failed before or after the message was written.
    Done before every use, as whoever sets up logging later might open it again.
    """
    log = logging.getLogger("apprise")
    log.propagate = False
    log.setLevel(logging.DEBUG)
    for handler in tuple(log.handlers):
        if not type(handler).__module__.startswith("apprise."):  # its own captures, of sends in other threads, stay
            log.removeHandler(handler)
    log.addHandler(_NOWHERE)
    for name in ("urllib3", "requests", "requests_oauthlib", "oauthlib"):  # they print paths, which may be tokens
        library = logging.getLogger(name)
        library.setLevel(max(library.level, logging.WARNING))


def _outcome(result: AppriseResult) -> Sent:
    """What Apprise's answer and its log say became of the message."""
    if result.status is AppriseResultStatus.SUCCESS:
        return Sent("sent")
    if result.status is AppriseResultStatus.TIMEOUT:
        return Sent("ambiguous", "no answer in time; the message may have arrived")
    said = [entry.message for entry in result.logs()]
    status = _last(_STATUS, said) or _last(_SMTP_STATUS, said)
    if status is not None:
        return _by_status(int(status), said, mail=_last(_STATUS, said) is None)
    if any(_NEVER_CONNECTED.search(line) for line in said):
        return Sent("retry", "no connection to the target")
    if any(_CONNECTION_FAILED.search(line) for line in said):
        return Sent("ambiguous", "the connection broke after the message was on its way; it may have arrived")
    return Sent("retry", "the target did not take the message and gave no reason")


def _by_status(status: int, said: Iterable[str], *, mail: bool) -> Sent:
    detail = f"the target answered {status}"
    if mail:
        return Sent("retry" if status < 500 else "refused", detail)
    if status == 504:
        return Sent("ambiguous", f"{detail}: what lies behind it may have the message")
    if status in _TRY_LATER or status >= 500:
        wait = _last(_WAIT, said)
        return Sent("retry", detail, retry_after=None if wait is None else float(wait))
    return Sent("refused", detail, garbled=status in _GARBLED)


def _last(pattern: re.Pattern[str], said: Iterable[str]) -> str | None:
    found = [match[1] for line in said for match in pattern.finditer(line)]
    return found[-1] if found else None


def _kind(address: str) -> str:
    kind, mark, _ = address.strip().partition("://")
    return kind.lower() if mark and re.fullmatch(r"[A-Za-z0-9+]{1,20}", kind) else ""


def _unusable(address: str) -> str:
    if not _kind(address):
        return "the address has no kind: write it as Apprise does, such as jsons://host/path or mailto://…"
    return f"{mask(address)} is no address that Apprise can use: see its page on {_kind(address)}://"
