"""A whole day of the demo centre in some seconds: its clock runs at the demo's own speed."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from demo_run import DemoRun
from ports import wait_until
from private_desk import Office

from hardware import loudness
from server.clock import VARIABLE, now_ms
from server.config import Config, existing_store
from server.demo.prepare import prepare
from server.demo.sample import SampleCentre, sample_centre
from server.store.base import Store

OPENING, CLOSING = 8.0, 17.0
STEP_S = 0.02
DEADLINE_S = 120.0


class DayClock:
    """The server's clock: stands at an hour of today until it ``runs``, ``speed`` times as fast."""

    def __init__(self, file: Path, zone: str) -> None:
        self._file, self._zone = file, ZoneInfo(zone)
        self._day: date = datetime.now(self._zone).date()
        self._changed = threading.Condition()
        self.hour = OPENING
        self.set(self.hour)

    def set(self, hour: float) -> None:
        """Make it ``hour`` (of the day after, where it is past 24)."""
        began = datetime(self._day.year, self._day.month, self._day.day, tzinfo=self._zone)
        aim = (began + timedelta(hours=hour)).timestamp() * 1000
        aside = self._file.with_suffix(".new")
        with self._changed:
            # Put in place whole: the server may read it at any moment.
            aside.write_text(str(int(aim) - now_ms()))
            aside.replace(self._file)
            self.hour = hour
            self._changed.notify_all()

    def run(self, speed: float) -> None:
        """Let the day pass until the doors close."""
        while self.hour < CLOSING:
            threading.Event().wait(STEP_S)
            self.set(min(CLOSING, self.hour + STEP_S * speed / 3600))

    @contextmanager
    def held_at(self, hour: float) -> Iterator[None]:
        """The day comes to ``hour`` and goes no further, but as fast as other clocks, until the
        block ends: minutes count in it as they do for people."""
        with self._changed:
            assert self._changed.wait_for(lambda: self.hour >= hour, DEADLINE_S), self.hour
            yield

    def await_hour(self, hour: float) -> None:
        with self.held_at(hour):
            pass


class DemoDay:
    """The demo, its logs at their loudest, as a context manager; ``names`` are the officers'."""

    def __init__(self, temporary: Path, speed: int, names: str) -> None:
        self.data = temporary / "data"
        self.data.mkdir()
        centre = _renamed(sample_centre(), names)
        prepare(self.data, centre)
        # Now: a store that is as busy as this one will be makes others wait.
        self.tokens = Office.of(self).tokens  # type: ignore[arg-type]
        self.clock = DayClock(temporary / "wrong-by", centre.zone)
        self._speed = speed
        self._demo = DemoRun(
            temporary, "--data", str(self.data), "--speed", str(speed), "--seed", "7", "--verbose",
            environment={
                VARIABLE: str(temporary / "wrong-by"), loudness.VARIABLE: "debug",
                "MOTCUA_LOG": "json", "MOTCUA_SLOW_MS": "0", "MOTCUA_MOST_SIGN_INS": "1000",
            },
        )  # fmt: skip

    def __enter__(self) -> Self:
        try:
            self._demo.await_ready()
        except BaseException:
            self._demo.close()
            raise
        self.url = self._demo.url
        self.kiosk = self._demo.address_of("Ticket kiosk").rstrip("/")
        self._hours = threading.Thread(target=self.clock.run, args=(self._speed,), daemon=True)
        self._hours.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._demo.close()

    def store(self) -> Store:
        return existing_store(Config(self.data))

    def end(self, least: int) -> None:
        """The doors close, not before ``least`` visits took place, and the night's work is done: a
        worker begins with it."""
        self.clock.await_hour(CLOSING)
        wait_until(lambda: self.served() >= least, DEADLINE_S, f"not {least} were served")
        self.clock.set(24 + 2)
        serving = sorted(p for p, line in self._demo.descendants().items() if " serve " in line)
        os.kill(serving[1], signal.SIGKILL)
        store = self.store()
        try:
            wait_until(lambda: bool(_purges(store)), DEADLINE_S, "the night's work was not done")
        finally:
            store.close()

    def served(self) -> int:
        """Visits that have taken place."""
        store = self.store()
        row = store.read(lambda s: s.one("SELECT COUNT(*) AS n FROM ticket WHERE started_at > 0"))
        store.close()
        return int(row["n"]) if row else 0

    def stop(self) -> str:
        """Stop the demo; what it said."""
        assert self._demo.stop() == 0, self._demo.said
        return self._demo.said


def _renamed(centre: SampleCentre, names: str) -> SampleCentre:
    users = tuple(user._replace(name=f"{names} {n}") for n, user in enumerate(centre.users))
    return replace(centre, users=users)


def _purges(store: Store) -> list[object]:
    return store.read(lambda s: list(s.all("SELECT at FROM audit WHERE what = 'purged'")))
