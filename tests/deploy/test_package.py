"""The package as it is installed: built, put into an empty folder, and at work from there alone."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from running import ROOT, RunningServer

PACKAGES = ("server", "kiosk", "display", "rating_terminal", "hardware")
NOT_SHIPPED = {"node_modules", "__pycache__"}
PAGES = ("/", "/staff", "/admin", "/hall", "/counter/1", "/terminal/1", "/waits", "/ho-so")


class Installation(RunningServer):
    """A server whose code is that of the folder ``site`` only."""

    def __init__(self, site: Path, data: Path) -> None:
        super().__init__(data, PYTHONPATH=str(site))
        self._program = [sys.executable, "-P", str(site / "bin" / "motcua")]
        self.environment = self._environment
        self._command = [*self._program, *self._command[self._command.index("serve") :]]

    def ask(self, *words: str) -> str:
        done = subprocess.run(
            [*self._program, *words], cwd=self.data, env=self.environment,
            capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout

    def schema(self) -> set[int]:
        store = self.store()
        rows = store.read(lambda s: s.all("SELECT version FROM schema_version"))
        store.close()
        return {row["version"] for row in rows}


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pip lays down."""
    folder = tmp_path_factory.mktemp("package")
    _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    (wheel,) = folder.glob("*.whl")
    installed = folder / "site"
    pip = (sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--no-compile")
    _run(*pip, "--quiet", "--target", str(installed), str(wheel))
    return installed


def _files(root: Path) -> Iterator[str]:
    for package in PACKAGES:
        for folder, inside, names in os.walk(root / package):
            inside[:] = [name for name in inside if name not in NOT_SHIPPED]
            yield from (str((Path(folder) / name).relative_to(root)) for name in names)


def test_everything_of_the_packages_is_in_the_wheel(site: Path) -> None:
    shipped = set(_files(site))
    assert set(_files(ROOT)) - shipped == set()
    pages = [name for name in shipped if name.endswith("static/manifest.json")]
    assert len(pages) >= 15


def test_an_installation_serves_by_itself(site: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    here = Installation(site, data)
    code = "import server, kiosk; print(server.__file__, kiosk.__file__)"
    told = subprocess.check_output([sys.executable, "-P", "-c", code], env=here.environment)
    assert told.decode().count(str(site)) == 2
    here.launch()
    try:
        assert "serve" in here.ask("--help")
        here.await_ready()
        assert "Traceback" not in here.ask("doctor", "--data", str(data))
        for page in PAGES:
            answer = requests.get(here.url + page, timeout=30)
            assert answer.status_code == 200, page
            for asset in re.findall(r'(?:src|href)="(/assets/[^"]+)"', answer.text):
                assert requests.get(here.url + asset, timeout=30).status_code == 200, asset
        assert here.schema() == {
            int(step.name[:4]) for step in (site / "server/store/migrations").glob("[0-9]*.sql")
        }
    finally:
        here.kill()
