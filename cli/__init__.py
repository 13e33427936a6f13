"""The command line: each command is a docstring with an example and a few calls.

Ctrl-C prints no traceback, not even in the first second, while the modules are still being read.
"""

import sys
from types import TracebackType


def _quiet_about_ctrl_c(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _quiet_about_ctrl_c
