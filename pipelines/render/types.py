"""What a renderer gives: one message as one kind of target takes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Form = Literal["text", "markdown", "html", "json"]
"""How a body is to be read; whoever sends it says so, and escapes nothing more in it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message with its title, within the limits of the kind of target that it was made for."""

    title: str
    """One line of plain text, whatever the body is; empty where the kind has its title in the body."""
    body: str
    form: Form = "text"
    trouble: str = ""
    """Why a template of the operator's could not be used, so that the bundled one was."""
