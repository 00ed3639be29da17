"""A serial port without the port: a pty whose name stays when it is pulled and plugged in again,
as /dev/serial/by-id/… does."""

import contextlib
import os
import tempfile
import tty
from pathlib import Path

FOLDER = "motcua-port-"


class PtyPort:
    """``master`` is the far end, -1 while unplugged. Plugged in from the start.

    Not guarded: one thread, or a lock of the owner's.
    """

    def __init__(self, name: str) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix=FOLDER)
        self.path = Path(self._folder.name) / name
        self.master = self._slave = -1
        self.plug()

    def plug(self) -> None:
        """A new pty under the old name."""
        self.unplug()
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self.master, False)
        _forget(os.ttyname(self._slave))
        fresh = self.path.with_suffix(".new")
        fresh.symlink_to(os.ttyname(self._slave))
        fresh.rename(self.path)

    def unplug(self) -> None:
        # The name first: the number of a pty that is closed may be another port's the next moment.
        self.path.unlink(missing_ok=True)
        self._close_ends()

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


def _forget(pty: str) -> None:
    """Names that still lead to ``pty`` are of ports whose process was killed: whoever listened
    there would listen to another's line."""
    for name in Path(tempfile.gettempdir()).glob(f"{FOLDER}*/*"):
        with contextlib.suppress(OSError):
            if name.readlink() == Path(pty):
                name.unlink()
