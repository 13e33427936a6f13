"""What is said, and how: a change put into words once, and bundles of such tellings as each kind of target takes them.

Read `compose.py` first; `kinds.py` is the table of the kinds. docs/renderings.md shows what comes out.
"""

from __future__ import annotations

from pipelines.render.amounts import amount, moved
from pipelines.render.claims import claim_title, headline, says, title
from pipelines.render.compose import render
from pipelines.render.kinds import KINDS, kind_of
from pipelines.render.telling import telling
from pipelines.render.templates import Templates
from pipelines.render.types import Rendered

__all__ = [
    "KINDS",
    "Rendered",
    "Templates",
    "amount",
    "claim_title",
    "headline",
    "kind_of",
    "moved",
    "render",
    "says",
    "telling",
    "title",
]
