"""Start a command that ends when its parent does: `python -m server.demo.tether PARENT CMD …`.

The request to be told of the parent's death survives exec, so the command itself needs to know
nothing of it. Linux only; elsewhere the command just runs.
"""

import os
import signal
import sys

from ..tie import tie_to_parent


def main(arguments: list[str]) -> None:
    parent, *command = arguments
    tie_to_parent(signal.SIGTERM)
    # The parent may have ended before the tie was made.
    if os.getppid() == int(parent):
        os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
