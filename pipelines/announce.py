"""The end of the way: one delivery to one target, and what is to be made of the answer."""

from __future__ import annotations

from dataclasses import replace

from pipelines.ports import Sender, Sent
from pipelines.work import Delivery, Message


def announce(delivery: Delivery, sender: Sender) -> Sent:
    """Send once. A row that may have been sent before goes out with the same id and says so."""
    message = labelled(delivery.message, delivery.alert) if delivery.repeat else delivery.message
    return sender.send(delivery.address, title=message.title, body=message.plain, id=delivery.alert)


def labelled(message: Message, alert: str) -> Message:
    """The message marked as a possible repeat of an alert."""
    notice = f"Possible repeat of alert {alert}: an earlier try may have reached you."
    return replace(
        message,
        title=f"[possible repeat] {message.title}",
        plain=f"{notice}\n\n{message.plain}",
    )
