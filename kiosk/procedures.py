"""The catalogue of procedures as the kiosk's page asks for it: the server's, or the copy here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

from kiosk.cache import Cache
from kiosk.catalogue_copy import CatalogueCopy
from kiosk.central import Central
from kiosk.errors import KioskError, ServerRefused
from kiosk.local_search import LocalSearch
from kiosk.reach import Reach

SEARCH_DEADLINE_S = 2.0
SEARCH_ATTEMPTS = 2
LONGEST_QUERY = 200
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


class Procedures:
    """Searches the server's catalogue while it answers. Safe to use from several threads."""

    def __init__(self, central: Central, reach: Reach, cache: Cache) -> None:
        self._central, self._reach, self._cache = central, reach, cache
        self._local = LocalSearch(cache.items())
        self._copy = CatalogueCopy(central, cache, self._see_items)

    def start(self) -> None:
        self._copy.start()

    def stop(self) -> None:
        self._copy.stop()

    def see_version(self, version: object) -> None:
        """The catalogue's version, as the kiosk's view tells it."""
        self._copy.see(version)

    def search(self, query: str, limit: str = "20") -> Any:
        """The first procedures that fit. Raises KioskError, ServerRefused."""
        if len(query) > LONGEST_QUERY:
            raise KioskError("invalid_field", "q")
        if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:4]) <= 200):
            raise KioskError("invalid_field", "limit")
        path = "/api/v1/procedures?" + urlencode({"q": query, "limit": limit})
        return self._ask(path, lambda: self._find_here(query, int(limit)))

    def find(self, code: str) -> Any:
        """One procedure with its documents. Raises KioskError, ServerRefused."""
        if not CODE.fullmatch(code):
            raise KioskError("not_found")
        path = "/api/v1/procedures/" + quote(code, safe="")
        return self._ask(path, lambda: self._cache.detail(code))

    def _ask(self, path: str, here: Callable[[], Any]) -> Any:
        if not self._reach.down:
            try:
                return self._central.ask("GET", path, SEARCH_DEADLINE_S, attempts=SEARCH_ATTEMPTS)
            except KioskError:
                self._reach.silent()
            except ServerRefused as error:
                if error.status < 500:
                    raise
        found = here()
        if found is None:
            raise KioskError("server_unreachable")
        return found

    def _find_here(self, query: str, limit: int) -> Any:
        if not len(self._local):
            return None
        return {"items": self._local.find(query, limit), "next": None}

    def _see_items(self) -> None:
        self._local = LocalSearch(self._cache.items())
