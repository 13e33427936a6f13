"""What the demo shows: each alert in full as it arrives, a line of progress below, and the summary at the end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from rich.console import Console, Group
from rich.live import Live
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from config.taxonomy import Taxonomy
from demo.judge import Judgement
from demo.receiver import Received
from pipelines.render import headline


class View:
    """Live on a terminal; plain lines where the output goes to a file."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, refresh_per_second=4, transient=True) if console.is_terminal else None
        self._last_line = ""

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._live.stop()

    def say(self, line: str) -> None:
        """A line that stays."""
        self._console.print(line, markup=False, highlight=False)

    def alert(self, received: Received) -> None:
        """One message, whole, as the subscriber got it."""
        self._console.print(
            Panel(Text(received.body), title=Text(received.title, style="bold"), title_align="left", border_style="red")
        )

    def progress(self, *, share: float, moment: datetime, counts: Mapping[str, int]) -> None:
        """How far the newswire is, and what became of what it brought."""
        line = f"{moment:%a %d %b %Y}  " + "  ".join(f"{name} {count}" for name, count in counts.items())
        if self._live:
            self._live.update(Group(ProgressBar(total=1.0, completed=share), Text(line)))
        elif f"{moment:%d %b}" not in self._last_line:
            self.say(f"[{share:4.0%}] {line}")
            self._last_line = line

    def summary(self, title: str, counts: Mapping[str, object], judgement: Judgement, taxonomy: Taxonomy) -> None:
        """The table at the end, and by name whatever was missed or rang in vain."""
        table = Table(title=title, title_justify="left", show_header=False)
        for name, count in counts.items():
            table.add_row(name, str(count))
        self._console.print(table)
        for answer in judgement.missed:
            self.say(f"missed:       {answer.statement} ({answer.article})")
        for change in judgement.in_vain:
            told = headline(change.kind, change.claim, change.previous, taxonomy)
            self.say(f"rang in vain: {told} ({change.url.rsplit('/', 1)[-1]})")
