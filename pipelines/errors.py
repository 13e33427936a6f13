"""Two families of failure: what may go away by itself is retried, what will not is quarantined."""

from __future__ import annotations


class DeltawireError(Exception):
    """Anything this service says about its own work; the message names the input and the cure."""


class Transient(DeltawireError):
    """May succeed later: retried with backoff."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        """Seconds that the other side asked us to wait, if it did."""


class Permanent(DeltawireError):
    """Will fail the same way again: quarantined, listed, retried only by hand."""


class AddressRefused(Permanent):
    """An address that Deltawire does not open: private, malformed, not http(s), or redirected inward."""


class TooLarge(Permanent):
    """A body, an expansion or a feed beyond its cap."""


class Unreadable(Permanent):
    """A document or feed that cannot be parsed."""


class Unreachable(Transient):
    """No answer, a cut answer, a late answer, or a 5xx/429 one."""


class Refused(DeltawireError):
    """Input from a person that cannot be taken: the message says which and how to mend it."""
