"""The centre's ticket template: fetched when its version changes, kept for when nobody answers."""

from __future__ import annotations

import json
import logging
import threading
from pathlib import Path
from typing import Any

from hardware.link import LinkDown, ServerLink
from hardware.tickets.template import DEFAULT, BadTemplate, Template, parse_template

PATH = "/api/v1/ticket-template"
FETCH_DEADLINE_S = 5.0
RETRY_S = 3.0
LONGEST_RETRY_S = 60.0

log = logging.getLogger(__name__)


class TemplateKeeper:
    """Knows the template to print with. Safe to use from several threads."""

    def __init__(self, link: ServerLink, folder: Path) -> None:
        """``folder`` keeps the last template that was fetched."""
        self._link = link
        self._file = folder / "ticket_template.json"
        self._version, self._template = self._read()
        self._wanted = self._version
        self._changed = threading.Condition()
        self._over = False
        self._thread = threading.Thread(target=self._run, name="template", daemon=True)

    @property
    def template(self) -> Template:
        """The centre's, or the default one until it was ever fetched."""
        return self._template

    @property
    def version(self) -> int:
        """0 for the default one."""
        return self._version

    def start(self) -> None:
        self._thread.start()

    def stop(self, deadline_s: float = 6.0) -> None:
        with self._changed:
            self._over = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(deadline_s)

    def see(self, version: object) -> None:
        """The server says which version holds; it is fetched in the background if it is new."""
        if not isinstance(version, int) or version < 0:
            return
        with self._changed:
            self._wanted = version
            self._changed.notify_all()

    def _run(self) -> None:
        pause = RETRY_S
        while self._wait_for_news():
            if self._fetch():
                pause = RETRY_S
                continue
            with self._changed:
                self._changed.wait_for(lambda: self._over, pause)
            pause = min(pause * 2, LONGEST_RETRY_S)

    def _wait_for_news(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._over or self._wanted != self._version)
            return not self._over

    def _fetch(self) -> bool:
        try:
            status, body = self._link.request("GET", PATH, deadline_s=FETCH_DEADLINE_S, attempts=2)
            if status != 200:
                raise ValueError(f"status {status}")
            version, template = _checked(body)
        except (LinkDown, BadTemplate, ValueError, KeyError, TypeError) as error:
            log.warning("no ticket template: %s", error)
            return False
        self._version, self._template = version, template
        with self._changed:
            # What came may be newer than what was announced; an older one is asked for again.
            self._wanted = max(self._wanted, version)
        self._write(body)
        return True

    def _read(self) -> tuple[int, Template]:
        try:
            return _checked(json.loads(self._file.read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return 0, DEFAULT

    def _write(self, body: Any) -> None:
        kept = {"version": body["version"], "template": body["template"]}
        beside = self._file.with_suffix(".new")
        try:
            beside.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
            beside.replace(self._file)
        except OSError as error:
            log.warning("the ticket template could not be kept: %s", error)


def _checked(body: Any) -> tuple[int, Template]:
    return int(body["version"]), parse_template(body["template"])
