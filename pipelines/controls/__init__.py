"""Where each control stands, and the line of states behind it, read off the ledger's policy facts.

    heard      a policy fact with everywhere it was told, and the control that most of them mean
    states     a control's steps: each with its date, who told it first, and on whose word
    line       the steps of one control in order: what stands, what is pending, what is disputed
    gathering  the policy facts of a replay, with where each was told
    records    all that for machines
    calendar   the days on which controls take effect, as iCalendar

The ledger judges; nothing here changes it.
"""

from __future__ import annotations

from pipelines.controls.heard import Heard, known_on, speaks_first_hand, speaks_officially
from pipelines.controls.line import Line, lines_of
from pipelines.controls.states import State, Upgrade

__all__ = ["Heard", "Line", "State", "Upgrade", "known_on", "lines_of", "speaks_first_hand", "speaks_officially"]
