"""Which changes are worth a ring. `RULES` is the table of contents; docs/rules.md has a line for each."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.rules.figures import disputed_figure, new_figure, revised_figure, withdrawn_figure
from pipelines.rules.policy import policy_moved
from pipelines.types import Change

Rule = Callable[[Change], str | None]
"""Why this change rings, in words for the reader of the alert; None where the rule has nothing to say."""

RULES: tuple[Rule, ...] = (new_figure, revised_figure, disputed_figure, withdrawn_figure, policy_moved)


def why_it_rings(change: Change) -> str | None:
    """The first rule's reason, or None: confirmations and restatements are kept, and ring nobody."""
    return next((reason for rule in RULES if (reason := rule(change))), None)
