"""The rating terminal's page in a real browser: from a key to thanks, and what it costs asleep."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from browser_chromium import chromium
from floor_client import FloorClient
from load_figures import Figure, quantile
from load_server import Floor
from playwright.sync_api import Browser, Page

WARM_UP = 2
TERMINAL, BARE = "1", "2"
TICKS_S = 1 / os.sysconf("SC_CLK_TCK")

# From the key's own event until the page says thanks; what was kept by then is on the disk.
PRESS = """
() => new Promise((done) => {
  const began = performance.now();
  new MutationObserver((_, watch) => {
    if (document.body.dataset.stage !== "thanks") return;
    watch.disconnect();
    done(performance.now() - began);
  }).observe(document.body, { attributes: true });
  document.querySelector("#keys [data-value=satisfied]").click();
})
"""
ROUND_TRIP = """
async ([path, token, body]) => {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const asked = body === null ? {} : { method: "POST", headers, body: JSON.stringify(body) };
  const began = performance.now();
  const answer = await fetch(path, asked);
  await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${path}`);
  return performance.now() - began;
}
"""


def measure_terminal(floor: Floor, presses: int) -> list[Figure]:
    """A press on the page, and the same press as one bare ``fetch`` from the same browser, in
    turns; a round trip that stores nothing is told beside them. ``floor``'s server is running."""
    with chromium() as browser:
        took = _turns(floor, browser, presses)
    tail = {name: quantile(times, 0.95) for name, times in took.items()}
    middle = {name: quantile(times, 0.5) for name, times in took.items()}
    return [
        Figure(
            f"terminal: key to thanks / bare HTTP rating, p95 of {presses}",
            f"{tail['press'] / tail['bare']:.2f}",
            "≤ 2.50",
            ", ".join(f"{name} {ms:.1f} ms" for name, ms in tail.items()),
        ),
        Figure(
            "the same, p50",
            f"{middle['press'] / middle['bare']:.2f}",
            "",
            ", ".join(f"{name} {ms:.1f} ms" for name, ms in middle.items()),
        ),
    ]


def _turns(floor: Floor, browser: Browser, presses: int) -> dict[str, list[float]]:
    url = f"http://127.0.0.1:{floor.port}"
    visits = {counter: _visits(floor, counter) for counter in (TERMINAL, BARE)}
    tokens = {counter: floor.token("terminal", counter) for counter in (TERMINAL, BARE)}
    page = _terminal(browser, url, tokens[TERMINAL])
    bare = browser.new_page()
    # A page of this server that may fetch: what is no page may not.
    bare.goto(f"{url}/")
    took: dict[str, list[float]] = {"press": [], "bare": [], "ping": []}
    for number in range(presses + WARM_UP):
        visits[TERMINAL]()
        page.locator("body[data-stage=asking]").wait_for()
        rating = {"ticket": visits[BARE](), "value": "satisfied"}
        asked: dict[str, Callable[[], Any]] = {
            "press": lambda: page.evaluate(PRESS),
            "bare": lambda r=rating: bare.evaluate(
                ROUND_TRIP, ["/api/v1/ratings", tokens[BARE], r]
            ),
            "ping": lambda: bare.evaluate(ROUND_TRIP, ["/healthz", "", None]),
        }
        for name, ask in asked.items():
            ms = float(ask())
            if number >= WARM_UP:
                took[name].append(ms)
        # Afresh, instead of waiting until the thanks are over.
        page.reload()
        page.locator("body[data-stage=asleep]").wait_for()
    return took


def _visits(floor: Floor, counter: str) -> Callable[[], str]:
    """Each call is a visit that ends at ``counter``; its ticket's id."""
    url = f"http://127.0.0.1:{floor.port}"
    kiosk, officer = (
        FloorClient(url, floor.token(role, at))
        for role, at in (("kiosk", None), ("staff", counter))
    )
    served = kiosk.get("/counters").json()["items"]
    service = next(c for c in served if c["id"] == counter)["services"][0]

    def visit() -> str:
        kiosk.issue(service)
        id: str = officer.call_next(counter)["ticket"]["id"]
        officer.act(id, "finish")
        return id

    return visit


def _terminal(browser: Browser, url: str, token: str) -> Page:
    page = browser.new_page(viewport={"width": 1024, "height": 600})
    page.goto(f"{url}/terminal/{TERMINAL}#token={token}")
    page.locator("body[data-stage=asleep]").wait_for()
    page.locator("#counter:not(:empty)").wait_for()
    return page


def measure_asleep(floor: Floor, seconds: float) -> Figure:
    """What a sleeping terminal's page takes of one CPU, over ``seconds``, in percent."""
    with chromium() as browser:
        _terminal(browser, f"http://127.0.0.1:{floor.port}", floor.token("terminal", TERMINAL))
        # What loading the page still has to do is no part of its sleep.
        time.sleep(2.0)
        renderer, rest = _cpu_over(seconds)
    return Figure(
        f"terminal asleep: the page's process, % of a CPU over {seconds:.0f} s",
        f"{renderer:.2f}",
        "≤ 1.00",
        f"the browser's other processes {rest:.2f} %",
    )


def _cpu_over(seconds: float) -> tuple[float, float]:
    """Percent of a CPU that this process' renderers, and its other Chromium processes, take."""
    before = {pid: _cpu_s(pid) for pid in _browsers()}
    began = time.monotonic()
    time.sleep(seconds)
    spent = time.monotonic() - began
    took = {pid: _cpu_s(pid) - was for pid, was in before.items()}
    renderers = sum(s for pid, s in took.items() if "--type=renderer" in _command(pid))
    return 100 * renderers / spent, 100 * (sum(took.values()) - renderers) / spent


def _browsers() -> list[int]:
    return [pid for pid in _descendants(os.getpid()) if "chromium" in _command(pid)]


def _descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from _descendants(int(child))


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")


def _cpu_s(pid: int) -> float:
    """User and system time of a process so far, seconds (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * TICKS_S
