"""Sends signed JSON to webhooks of one's own, webhook+https://SECRET@host/path: docs/webhook.md explains it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from urllib.parse import unquote, urlsplit

from adapters.apprise_sender import ID_HEADER
from adapters.http import Answer, Unanswered
from pipelines.errors import AddressRefused, Refused, Transient
from pipelines.ports import Sent
from pipelines.render.types import Form

TIMESTAMP_HEADER = "X-Deltawire-Timestamp"
SIGNATURE_HEADER = "X-Deltawire-Signature"
SCHEMES = ("webhook+https", "webhook+http")
SHORTEST_SECRET = 16
_TRY_LATER = frozenset({408, 425, 429})


class Poster(Protocol):
    """The one way out, as far as a webhook needs it."""

    def post(self, url: str, *, body: bytes, headers: dict[str, str], seconds: float) -> Answer: ...


class WebhookSender:
    """`pipelines.ports.Sender` for webhooks: one POST a call, no redirects, nothing of an address in answers."""

    def __init__(self, client: Poster, *, now: Callable[[], datetime], seconds: float = 20.0) -> None:
        """`seconds` bounds one send in all; `now` is what the receiver holds against its own clock."""
        self._client, self._now, self._seconds = client, now, seconds

    def room(self, address: str) -> int | None:
        """Webhooks take what the schema allows."""
        return None

    def send(self, address: str, *, title: str, body: str, id: str, form: Form = "json") -> Sent:
        """POST the body once, signed; never raises for what the other side did. The title is in the body."""
        try:
            url, secret = parsed(address)
        except Refused as error:
            return Sent("refused", str(error))
        payload = body.encode()
        headers = {"Content-Type": "application/json", ID_HEADER: id, **self._signed(payload, secret)}
        try:
            return _by_status(self._client.post(url, body=payload, headers=headers, seconds=self._seconds))
        except AddressRefused:
            return Sent(
                "refused",
                "the webhook's host is not on the open internet, or is none;"
                " set DELTAWIRE_ALLOW_PRIVATE_ADDRESSES=true if it is meant to be reached",
            )
        except Unanswered:
            return Sent("ambiguous", "no answer, or a broken one; the message may have arrived")
        except Transient:
            return Sent("retry", "no connection to the target")

    def _signed(self, payload: bytes, secret: str) -> dict[str, str]:
        timestamp = str(int(self._now().timestamp()))
        digest = hmac.new(secret.encode(), timestamp.encode() + b"." + payload, hashlib.sha256)
        return {TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: f"sha256={digest.hexdigest()}"}


def is_webhook(address: str) -> bool:
    """Whether an address is ours to send to, rather than Apprise's."""
    return address.strip().partition("://")[0].lower() in SCHEMES


def parsed(address: str) -> tuple[str, str]:
    """The URL to POST to, and the secret. Raises Refused, with the cure.

    Nothing of the address is in the refusal: where it is malformed, a secret may stand anywhere.
    """
    scheme, _, rest = address.strip().partition("://")
    try:
        parts = urlsplit(f"{scheme.lower().removeprefix('webhook+')}://{rest}")
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or any(sign.isspace() for sign in rest):
        raise Refused("the webhook's address cannot be read: write webhook+https://SECRET@host/path")
    secret, _, netloc = parts.netloc.rpartition("@")
    secret = unquote(secret.lstrip(":"))
    if len(secret) < SHORTEST_SECRET:
        raise Refused(
            f"the webhook's address has no secret of at least {SHORTEST_SECRET} characters to sign with:"
            " write webhook+https://SECRET@host/path, with any / : @ in the secret percent-encoded"
        )
    return parts._replace(netloc=netloc, fragment="").geturl(), secret


def _by_status(answer: Answer) -> Sent:
    detail = f"the target answered {answer.status}"
    if 200 <= answer.status < 300:
        return Sent("sent")
    if answer.status == 504:
        return Sent("ambiguous", f"{detail}: what lies behind it may have the message")
    if answer.status in _TRY_LATER or answer.status >= 500:
        return Sent("retry", detail, retry_after=answer.retry_after)
    if 300 <= answer.status < 400:
        return Sent("refused", f"{detail}, which leads elsewhere: give the address that it leads to")
    return Sent("refused", detail)
