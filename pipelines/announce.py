"""The end of the way: one delivery to one target, and what is to be made of the answer."""

from __future__ import annotations

from dataclasses import replace

from pipelines.ports import Sender, Sent
from pipelines.render.compose import render
from pipelines.render.kinds import kind_of
from pipelines.render.templates import Templates
from pipelines.work import Delivery


def announce(delivery: Delivery, sender: Sender, *, templates: Templates, public_url: str = "") -> Sent:
    """Send once, as the target takes it. A row that may have been sent before goes out with the same id and says so."""
    told = render(
        delivery.bundle,
        kind_of(delivery.address),
        templates=templates,
        public_url=public_url,
        repeat=delivery.repeat,
        room=sender.room(delivery.address),
    )
    sent = sender.send(delivery.address, title=told.title, body=told.body, id=delivery.bundle.id, form=told.form)
    return replace(sent, trouble=told.trouble)
