"""``--install`` and ``--check``, from the options of ``motcua kiosk``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from hardware.catalogue import text
from kiosk.setup import checking, machine
from kiosk.setup.findings import PACKAGE
from kiosk.setup.installing import ChangedByHand, Outcome, Written, install
from kiosk.setup.units import AGENT, PAGE, STATE_FOLDER, Plan, unit_texts

USER_NAME = re.compile("[a-z_][a-z0-9_-]{0,31}")
STATE_PARENT = Path("/var/lib")
_NOT_THE_AGENTS = {"install", "check", "user", "prefix", "force", "token", "data"}


class Setup:
    """What an administrator asks of the machine; texts in ``language``."""

    def __init__(self, context: click.Context, language: str) -> None:
        self._context, self._language = context, language

    def check(self, kiosk: checking.Kiosk) -> None:
        """Say what works; ends the program with 1 when something does not."""
        if not checking.run(kiosk, self._language, click.echo):
            self._context.exit(1)

    def install(self, user: str, prefix: Path, force: bool) -> None:
        """Write the units and say what to run next. Raises click's exceptions."""
        if not USER_NAME.fullmatch(user):
            raise click.BadParameter(self._text("install.bad_user", user=user))
        plan = self._plan(user)
        try:
            written = install(unit_texts(plan), prefix, force)
        except ChangedByHand as error:
            paths = "\n".join(f"  {path}" for path in error.paths)
            raise click.ClickException(self._text("install.changed", paths=paths)) from error
        except OSError as error:
            path, reason = error.filename or prefix, error.strerror or error
            message = self._text("install.failed", path=path, reason=reason)
            raise click.ClickException(message) from error
        self._tell(plan, written, prefix)

    def _plan(self, user: str) -> Plan:
        waiting = (machine.python(), "-m", "kiosk.setup.waiting", str(self._value("port")))
        return Plan(
            user=user,
            port=int(self._value("port")),
            agent=(*machine.motcua_command(), "kiosk", *self._agent_options()),
            waiting=waiting,
            cage=machine.cage_path() or "/usr/bin/cage",
            chromium=machine.chromium_path() or "/usr/bin/chromium",
            data=str(self._data().absolute()) if self._given("data") else None,
            groups=machine.device_groups(),
            environment=(f"MOTCUA_LANG={self._language}", *machine.python_path()),
        )

    def _agent_options(self) -> list[str]:
        """The agent's own options as they were given, paths made absolute."""
        words = []
        for option in self._context.command.params:
            name = option.name or ""
            if name in _NOT_THE_AGENTS or not self._given(name):
                continue
            value = self._value(name)
            value = value.absolute() if isinstance(value, Path) else value
            words += [option.opts[0], str(value)]
        data = self._data() if self._given("data") else STATE_PARENT / STATE_FOLDER
        return [*words, "--data", str(data.absolute())]

    def _tell(self, plan: Plan, written: list[Written], prefix: Path) -> None:
        for one in written:
            self._say(f"install.{one.outcome.value}", path=one.path, backup=one.backup)
        for program in ("cage", "chromium"):
            if not Path(getattr(plan, program)).exists():
                self._say("install.missing", program=program)
        if self._value("token"):
            self._say("install.token")
        self._next(plan, written)
        if prefix != Path("/"):
            self._say("install.prefix", prefix=prefix)
        self._say("install.next.check")

    def _next(self, plan: Plan, written: list[Written]) -> None:
        self._say("install.next")
        if not machine.is_user(plan.user):
            self._say("install.next.user", user=plan.user)
        self._say("install.next.reload")
        self._say("install.next.page", unit=PAGE)
        again = all(one.outcome is not Outcome.NEW for one in written)
        self._say("install.next.restart" if again else "install.next.agent", unit=AGENT)
        self._say("install.next.reboot")

    def _data(self) -> Path:
        return Path(self._value("data"))

    def _value(self, name: str) -> Any:
        return self._context.params[name]

    def _given(self, name: str) -> bool:
        source = self._context.get_parameter_source(name)
        return source is ParameterSource.COMMANDLINE

    def _say(self, key: str, **values: object) -> None:
        click.echo(self._text(key, **values))

    def _text(self, key: str, **values: object) -> str:
        return text(PACKAGE, self._language, key, **values)
