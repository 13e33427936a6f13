"""What the steps of the service need of a kit, so that tests and benches may give them less than a whole one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from config.settings import Settings
from pipelines.desk import Desk
from pipelines.ports import Sender
from pipelines.render import Templates
from storage.unit import Store


class Tools(Protocol):
    """What every step needs."""

    @property
    def settings(self) -> Settings: ...
    @property
    def store(self) -> Store: ...
    @property
    def now(self) -> Callable[[], datetime]: ...


class DeskTools(Tools, Protocol):
    """What settling and telling need."""

    @property
    def desk(self) -> Desk: ...


class SendingTools(Tools, Protocol):
    """What sending needs."""

    @property
    def sender(self) -> Sender: ...
    @property
    def templates(self) -> Templates: ...
