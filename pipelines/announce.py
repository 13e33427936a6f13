"""The end of the way: one delivery to one target, and what is to be made of the answer."""

from __future__ import annotations

from dataclasses import replace

from pipelines.ports import Sender, Sent
from pipelines.render.compose import render
from pipelines.render.kinds import kind_of
from pipelines.render.templates import Templates
from pipelines.work import Delivery, Message


def announce(delivery: Delivery, sender: Sender, *, templates: Templates, public_url: str = "") -> Sent:
    """Send once, as the target takes it. A row that may have been sent before goes out with the same id and says so."""
    if delivery.bundle is None:
        message = labelled(delivery.message, delivery.alert) if delivery.repeat else delivery.message
        return sender.send(delivery.address, title=message.title, body=message.plain, id=delivery.alert)
    told = render(
        delivery.bundle,
        kind_of(delivery.address),
        templates=templates,
        public_url=public_url,
        repeat=delivery.repeat,
        room=sender.room(delivery.address),
    )
    sent = sender.send(delivery.address, title=told.title, body=told.body, id=delivery.alert, form=told.form)
    return replace(sent, trouble=told.trouble)


def labelled(message: Message, alert: str) -> Message:
    """The message marked as a possible repeat of an alert."""
    notice = f"Possible repeat of alert {alert}: an earlier try may have reached you."
    return replace(
        message,
        title=f"[possible repeat] {message.title}",
        plain=f"{notice}\n\n{message.plain}",
    )
