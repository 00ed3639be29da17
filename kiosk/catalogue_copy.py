"""Copies the catalogue of procedures from the server whenever its version changes, in no hurry."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from kiosk.cache import Cache
from kiosk.central import Central
from kiosk.errors import KioskError, ServerRefused

PROCEDURES = "/api/v1/procedures"
PAGE = 200
MOST = 10_000
"""Procedures; a centre has about 3,000."""
DEADLINE_S = 8.0
PAUSE_S = 0.1
"""Between requests: other kiosks and citizens come first. All details take some minutes."""
RETRY_S, LONGEST_RETRY_S = 5.0, 300.0
WITHOUT_VERSION = "0"

log = logging.getLogger(__name__)


class _Stopped(Exception):
    """The agent stops, or a newer version is there."""


class CatalogueCopy:
    """A thread of its own between start() and stop(). ``on_items`` after the list was copied."""

    def __init__(self, central: Central, cache: Cache, on_items: Callable[[], None]) -> None:
        self._central, self._cache, self._on_items = central, cache, on_items
        self._wanted = ""
        self._news, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="catalogue", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(DEADLINE_S + 1)

    def see(self, version: object) -> None:
        """The catalogue's version, as the kiosk's view tells it."""
        wanted = WITHOUT_VERSION if version is None else str(version)
        if wanted != self._wanted:
            self._wanted = wanted
            self._news.set()

    def _run(self) -> None:
        retry = RETRY_S
        while not self._over.is_set():
            self._news.clear()
            try:
                done = self._copy(self._wanted)
            except (KioskError, ServerRefused, KeyError, TypeError, ValueError) as error:
                log.info("the catalogue is not copied yet: %s", error)
                done = False
            except _Stopped:
                continue
            except Exception:
                log.exception("copying the catalogue failed")
                done = False
            self._news.wait(None if done else retry)
            retry = RETRY_S if done else min(retry * 2, LONGEST_RETRY_S)

    def _copy(self, wanted: str) -> bool:
        if not wanted or wanted == self._cache.version:
            return True
        self._cache.replace_items(self._items())
        self._on_items()
        for code in self._cache.codes():
            self._copy_detail(code)
        self._cache.keep_version(wanted)
        return True

    def _items(self) -> list[Mapping[str, Any]]:
        items: list[Mapping[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None and len(items) < MOST:
            query = {"limit": PAGE, **({"cursor": cursor} if cursor else {})}
            page = self._central.ask("GET", f"{PROCEDURES}?{urlencode(query)}", DEADLINE_S)
            items += page["items"]
            cursor = page["next"]
            self._rest()
        return items[:MOST]

    def _copy_detail(self, code: str) -> None:
        try:
            detail = self._central.ask("GET", f"{PROCEDURES}/{quote(code, safe='')}", DEADLINE_S)
        except ServerRefused as error:
            if error.status != 404:  # gone since it was listed
                raise
        else:
            self._cache.keep_detail(code, detail)
        self._rest()

    def _rest(self) -> None:
        if self._over.wait(PAUSE_S) or self._news.is_set():
            raise _Stopped
