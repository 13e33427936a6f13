"""Keeps a child from outliving its owner: drops root, ties itself to the owner, and becomes the program.

Run as a script: `leash.py OWNER_PID SIGNAL UID PROGRAM ARGUMENT…`; UID `-1` keeps the user. It is started by
path and with `-I -S`, so it may import nothing but the standard library.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1


def die_with(owner: int, signum: signal.Signals) -> None:
    """Have the kernel send `signum` to this process once `owner`, its parent, is gone; on Linux only.

    Linux takes the death of the *thread* that started the child for the owner's: start children from the main
    thread. Changing credentials clears the tie, so it comes after that; `execv` keeps it.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, int(signum), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != owner:  # it died before the tie was made
        raise SystemExit(1)


def leashed(program: Path, *arguments: str, signum: signal.Signals, uid: int | None = None) -> list[str]:
    """The command that runs `program` as `uid` (None: the present user), sent `signum` when this process dies."""
    shim = [sys.executable, "-I", "-S", str(Path(__file__).resolve())]
    return [*shim, str(os.getpid()), str(int(signum)), str(-1 if uid is None else uid), str(program), *arguments]


def become(uid: int) -> None:
    """Give up root for the user `uid`, with that user's group and no other."""
    user = pwd.getpwuid(uid)
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(uid)
    os.environ["HOME"] = "/"


def main(argv: Sequence[str]) -> None:
    """Turn into the program that `argv` names."""
    owner, signum, uid, program = int(argv[0]), signal.Signals(int(argv[1])), int(argv[2]), argv[3]
    if uid >= 0:
        os.chdir("/")  # that user may not be allowed where we stand
        become(uid)
    die_with(owner, signum)
    os.execv(program, list(argv[3:]))  # noqa: S606 - no shell is wanted here; the caller names the program


if __name__ == "__main__":
    main(sys.argv[1:])
