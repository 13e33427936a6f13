"""Who sends to which address: webhooks of one's own are signed and sent by us, all others go through Apprise."""

from __future__ import annotations

from adapters.apprise_sender import AppriseSender
from adapters.webhook import WebhookSender, is_webhook, parsed
from pipelines.ports import Sent
from pipelines.render.types import Form


class Senders:
    """`pipelines.ports.Sender`, dispatching by the scheme of the address."""

    def __init__(self, apprise: AppriseSender, webhook: WebhookSender) -> None:
        self._apprise, self._webhook = apprise, webhook

    def room(self, address: str) -> int | None:
        """Characters that the target says it takes; None where it says nothing."""
        return self._of(address).room(address)

    def send(self, address: str, *, title: str, body: str, id: str, form: Form = "text") -> Sent:
        """Deliver once; never raises for what the other side did."""
        return self._of(address).send(address, title=title, body=body, id=id, form=form)

    def _of(self, address: str) -> AppriseSender | WebhookSender:
        return self._webhook if is_webhook(address) else self._apprise


def check_address(address: str) -> None:
    """Raise Refused, with the cure but without the address's secrets, unless a message could be sent to it."""
    if is_webhook(address):
        parsed(address)
    else:
        AppriseSender().check_address(address)
