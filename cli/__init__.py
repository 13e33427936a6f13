"""The command line: each command is a docstring with an example and a few calls.

Modules take a second to load, and some swallow a KeyboardInterrupt that reaches them halfway. Until a command
begins, Ctrl-C therefore ends the process outright: there is nothing yet to clean up.
"""

import signal
import sys
from pathlib import Path


def end_on_ctrl_c() -> None:
    """While modules load: Ctrl-C ends the process at once and in silence, unless somebody ignores or handles it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def unwind_on_ctrl_c() -> None:
    """From here on there is something to clean up: Ctrl-C is a KeyboardInterrupt again."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)


if Path(sys.argv[0]).name in ("deltawire", "-m"):  # the program itself, not somebody who imports it
    end_on_ctrl_c()
