"""The end of the way: one delivery to one target, and what is to be made of the answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pipelines.alerts.types import Bundle, Subscription
from pipelines.ports import Sender, Sent
from pipelines.render.compose import render
from pipelines.render.kinds import kind_named, kind_of
from pipelines.render.templates import Templates
from pipelines.render.words import words_of
from pipelines.work import Delivery

_ROOM_FOR_ESCAPES = 0.7
"""Share of a target's limit that plain text may take, since Apprise escapes it for those that know no plain text."""


def announce(delivery: Delivery, sender: Sender, *, templates: Templates, public_url: str = "") -> Sent:
    """Send once, as the target takes it; once more as plain text where the target says that it cannot read that.

    A row that may have been sent before goes out with the same id and says so.
    """
    return _sent(
        delivery.bundle, delivery.address, sender, templates=templates, public_url=public_url, repeat=delivery.repeat
    )


def try_out(subscription: Subscription, address: str, sender: Sender, *, templates: Templates, now: datetime) -> Sent:
    """Send a test message of a subscription to one of its targets, in the form that its alerts will have."""
    words = words_of(subscription.language)
    test = Bundle(
        id=f"test_{now:%Y%m%dT%H%M%S}",
        subscription=subscription.name,
        tellings=(),
        created=now,
        language=words.language,
        note=words.test.format(name=subscription.name),
    )
    return _sent(test, address, sender, templates=templates)


def _sent(
    bundle: Bundle, address: str, sender: Sender, *, templates: Templates, public_url: str = "", repeat: bool = False
) -> Sent:
    kind = kind_of(address)
    room = sender.room(address) if kind_named(kind).varied else None
    told = render(bundle, kind, templates=templates, public_url=public_url, repeat=repeat, room=room)
    sent = sender.send(address, title=told.title, body=told.body, id=bundle.id, form=told.form)
    if sent.garbled and told.form in ("markdown", "html"):
        least = int(kind_named(kind).limit * _ROOM_FOR_ESCAPES)
        bare = render(bundle, "plain", templates=templates, public_url=public_url, repeat=repeat, room=least)
        sent = sender.send(address, title=bare.title, body=bare.body, id=bundle.id)
    return replace(sent, trouble=told.trouble)
