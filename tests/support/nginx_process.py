"""A real nginx with the configuration we ship, in front of servers on free ports."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import requests
from ports import free_port, wait_until
from postgres import Missing

SHIPPED = Path(__file__).resolve().parents[2] / "deploy" / "nginx" / "motcua.conf"
START_S = 20
FRAME = """daemon off; master_process on; worker_processes 1;
pid {folder}/nginx.pid; error_log {folder}/error.log warn;
events {{ worker_connections 2048; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/motcua.conf;
}}
"""


def adapted(ports: list[int], port: int, folder: Path) -> str:
    """The shipped file, with these upstream ports, listening on ``port``."""
    text = SHIPPED.read_text("utf-8")
    servers = "".join(f"    server 127.0.0.1:{p} max_fails=2 fail_timeout=5s;\n" for p in ports)
    text = re.sub(r"(    server 127\.0\.0\.1:\d+ [^\n]*\n)+", lambda _: servers, text)
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};")
    return text.replace("/var/cache/nginx/motcua", f"{folder}/cache")


class NginxProcess:
    """Use as a context manager. Raises ``Missing`` where there is no nginx."""

    def __init__(self, ports: list[int]) -> None:
        found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if found is None:
            raise Missing("nginx is not installed (Debian: apt-get install nginx-light)")
        self._folder = Path(tempfile.mkdtemp(prefix="motcua-nginx-"))
        self._folder.chmod(0o755)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        (self._folder / "motcua.conf").write_text(adapted(ports, self.port, self._folder))
        frame = FRAME.format(folder=self._folder)
        if Path("/proc/self").owner() == "root":
            frame = "user root;\n" + frame
        (self._folder / "nginx.conf").write_text(frame)
        self._command = [found, "-c", str(self._folder / "nginx.conf"), "-p", str(self._folder)]
        self._process: subprocess.Popen[bytes] | None = None

    def check(self) -> str:
        """What ``nginx -t`` says. Raises where it does not like the file."""
        done = subprocess.run([*self._command, "-t"], capture_output=True, text=True, timeout=30)
        if done.returncode:
            raise AssertionError(done.stderr)
        return done.stderr

    def __enter__(self) -> "NginxProcess":
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        wait_until(self._answers, START_S, "nginx did not answer", 0.05)
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(15)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except requests.RequestException:
            return False
