"""The files of deploy/ name what there is, and their own programs accept them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from running import ROOT

DEPLOY = ROOT / "deploy"


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd is not installed")
    for unit in (DEPLOY / "systemd").iterdir():
        # A template is checked as one of its instances, with a program that is there.
        name = unit.name.replace("@.", "@8080.")
        text = unit.read_text("utf-8").replace("/usr/local/bin/motcua", sys.executable)
        (tmp_path / name).write_text(text, "utf-8")
    units = [path for path in tmp_path.iterdir() if path.suffix != ".env"]
    done = subprocess.run(
        [program, "verify", *map(str, units)], capture_output=True, text=True, timeout=60
    )
    # Of the machine's own units it may say things too.
    ours = [line for line in done.stderr.splitlines() if "motcua" in line]
    assert done.returncode == 0 and not ours, done.stderr


def test_compose_builds_and_mounts_what_is_there() -> None:
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    services, volumes = told["services"], set(told["volumes"])
    assert set(services) == {"postgres", "redis", "server", "nginx"}
    build = services["server"]["build"]
    assert ((DEPLOY / build["context"]) / build["dockerfile"]).is_file()
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        for mount in service.get("volumes", ()):
            source = mount.partition(":")[0]
            assert (DEPLOY / source).is_file() if source.startswith(".") else source in volumes


def test_the_images_recipe_runs_commands_that_are_there() -> None:
    recipe = (DEPLOY / "Dockerfile").read_text("utf-8")
    packages = re.findall(r"(libpango\S+)", recipe)
    # The same as for tests and as the installation's guide says.
    for told in (ROOT / "tests" / "install-services", ROOT / "docs" / "install.md"):
        assert all(package in told.read_text("utf-8") for package in packages), told
    assert packages and 'ENTRYPOINT ["motcua"]' in recipe
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").split()
    assert not {"server", "kiosk", "hardware", "README.md", "LICENSE"} & set(ignored)
