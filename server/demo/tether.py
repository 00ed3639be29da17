"""Start a command that ends when its parent does: `python -m server.demo.tether PARENT CMD …`.

The request to be told of the parent's death survives exec, so the command itself needs to know
nothing of it. Linux only (prctl, PR_SET_PDEATHSIG); elsewhere the command just runs.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def tie() -> None:
    """Have this process get SIGTERM when its parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def main(arguments: list[str]) -> None:
    parent, *command = arguments
    tie()
    # The parent may have ended before the tie was made.
    if os.getppid() == int(parent):
        os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
