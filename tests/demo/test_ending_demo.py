"""However a demo ends, it says why and leaves no process, port or data of its own."""

import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from demo_run import DemoRun, ended, is_free

from server.demo.command import demo_command

Start = Callable[..., DemoRun]


def test_a_part_that_dies_ends_the_demo_with_its_name(start_demo: Start) -> None:
    run = start_demo("--no-traffic")
    processes = run.descendants()
    pad = next(pid for pid, line in processes.items() if " pad " in line)
    os.kill(pad, signal.SIGKILL)
    assert run.await_end() == 1
    assert "bàn phím đánh giá quầy" in run.said and "ended unexpectedly (code -9)" in run.said
    assert [line for pid, line in processes.items() if not ended(pid, 5)] == []
    assert not list(run.temporary.iterdir())


def test_a_killed_demo_takes_its_children_along_and_its_data_serve_again(
    start_demo: Start, tmp_path: Path
) -> None:
    run = start_demo("--no-traffic", "--data", str(tmp_path / "kept"))
    ports, processes = run.ports(), run.descendants()
    tokens = (tmp_path / "kept" / "demo-tokens.json").read_text()
    run.process.kill()
    assert [line for pid, line in processes.items() if not ended(pid, 20)] == []
    assert [port for port in ports if not is_free(port)] == []

    again = start_demo("--no-traffic", "--data", str(tmp_path / "kept"))
    assert (tmp_path / "kept" / "demo-tokens.json").read_text() == tokens
    assert again.faces()["demo"] is True
    again.process.terminate()
    assert again.await_end() == 0, again.said
    assert (tmp_path / "kept" / "motcua.db").exists()
    assert not (tmp_path / "kept" / "tmp").exists()


def test_a_port_in_use_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = CliRunner().invoke(demo_command, ["--port", str(port)])
    assert result.exit_code == 1
    assert f"Cổng {port} đang được dùng" in result.output
    assert f"Port {port} is in use" in result.output


def test_a_real_centres_data_are_not_touched(tmp_path: Path) -> None:
    from server.config import Config, open_store
    from server.usecases.setup import ensure_centre

    store = open_store(Config(data=tmp_path))
    store.write(lambda session: ensure_centre(session, 1))
    store.close()
    result = CliRunner().invoke(demo_command, ["--port", "0", "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert "holds a real centre's data" in result.output
    assert not (tmp_path / "faces.json").exists()
