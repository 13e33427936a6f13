"""The running service that trust tests share: started once, emptied for each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.press import Mailbox, Press
from tests.service import Service, running


@pytest.fixture(scope="session")
def _running_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(tmp_path_factory.mktemp("service") / "home") as service:
        yield service


@pytest.fixture
def service(_running_service: Service) -> Service:
    """The real service, with empty tables."""
    _running_service.forget_everything()
    return _running_service


@pytest.fixture
def press() -> Iterator[Press]:
    """A press of the test's own."""
    with Press() as press:
        yield press


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mailbox of the test's own."""
    with Mailbox() as mailbox:
        yield mailbox
