"""Ending together with the parent process (Linux; elsewhere nothing happens)."""

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1


def tie_to_parent(number: signal.Signals) -> None:
    """Have this process get a signal when its parent ends; it survives exec, not fork."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
