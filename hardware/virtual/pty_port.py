"""A serial port without the port: a pty whose name stays when it is pulled and plugged in again,
as /dev/serial/by-id/… does."""

import contextlib
import os
import tempfile
import tty
from pathlib import Path


class PtyPort:
    """``master`` is the far end, -1 while unplugged. Plugged in from the start.

    Not guarded: one thread, or a lock of the owner's.
    """

    def __init__(self, name: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="motcua-port-")
        self.path = Path(self._folder.name) / name
        self.master = self._slave = -1
        self.plug()

    def plug(self) -> None:
        """A new pty under the old name."""
        self._close_ends()
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self.master, False)
        fresh = self.path.with_suffix(".new")
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.rename(self.path)

    def unplug(self) -> None:
        self._close_ends()
        self.path.unlink(missing_ok=True)

    def write(self, data: bytes) -> None:
        """What the host does not take, or nobody hears, is lost: as on a wire."""
        with contextlib.suppress(OSError):
            os.write(self.master, data)

    def close(self) -> None:
        """Remove the port; a second call does nothing."""
        self._close_ends()
        self._folder.cleanup()

    def _close_ends(self) -> None:
        for fd in (self.master, self._slave):
            if fd >= 0:
                os.close(fd)
        self.master = self._slave = -1
