"""A disk of its own whose file system finds an error and goes read-only, as a real one does."""

import contextlib
import shutil
import subprocess
from pathlib import Path
from typing import Self

from ports import wait_until
from postgres import Missing

SIZE = 64 * 1024 * 1024
DEADLINE_S = 30
FAULT = Path("/sys/fs/ext4")


def _run(*command: str, fine: tuple[int, ...] = (0,)) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except FileNotFoundError as error:
        raise Missing(str(error)) from None
    if done.returncode not in fine:
        raise Missing(f"{' '.join(command)}: {done.stderr.strip()}")


class FailingDisk:
    """An ext4 file system in a file, mounted at ``folder``. Raises ``Missing`` without the rights
    or the programs. Use as a context manager."""

    def __init__(self, beside: Path) -> None:
        self.folder, self._image = beside / "disk", beside / "disk.img"

    def __enter__(self) -> Self:
        self.folder.mkdir()
        with self._image.open("wb") as file:
            file.truncate(SIZE)
        # The administrator's programs may not be on the path.
        _run(shutil.which("mkfs.ext4") or "/usr/sbin/mkfs.ext4", "-q", "-F", str(self._image))
        self._mount()
        if not self._fault().exists():
            self.__exit__()
            raise Missing("this kernel lets nobody make an error of a file system")
        return self

    def __exit__(self, *_error: object) -> None:
        with contextlib.suppress(Missing):
            _run("umount", "--lazy", str(self.folder))

    def fail(self) -> None:
        """The file system finds an error: from now on every write is refused."""
        self._fault().write_text("1")

    def repair(self) -> None:
        """What an administrator does, with nobody using the disk."""
        wait_until(self._free, DEADLINE_S, "somebody uses the disk")
        # Its block device is let go a little later, with what it still had to write.
        wait_until(self._let_go, DEADLINE_S, "the disk's device is held")
        check = shutil.which("e2fsck") or "/usr/sbin/e2fsck"
        _run(check, "-f", "-y", str(self._image), fine=(0, 1))
        self._mount()

    def _free(self) -> bool:
        done = subprocess.run(["umount", str(self.folder)], capture_output=True, timeout=60)
        return done.returncode == 0

    def _let_go(self) -> bool:
        program = shutil.which("losetup") or "/usr/sbin/losetup"
        command = [program, "--associated", str(self._image)]
        return not subprocess.run(command, capture_output=True, timeout=60).stdout

    def _mount(self) -> None:
        options = "loop,errors=remount-ro"
        _run("mount", "-o", options, str(self._image), str(self.folder))

    def _fault(self) -> Path:
        mounts = Path("/proc/mounts").read_text("utf-8").splitlines()
        device = next(line.split()[0] for line in mounts if f" {self.folder} " in line)
        return FAULT / Path(device).name / "trigger_fs_error"
