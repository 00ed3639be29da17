"""What the agents' command lines have in common: the server's address, the token, the log."""

import logging
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from hardware import catalogue, loudness

PACKAGE = "hardware"


def both(package: str, key: str, between: str = " / ", **values: object) -> str:
    """The Vietnamese text, then the English one."""
    return between.join(catalogue.both(package, key, **values).values())


def default_data(agent: str) -> Path:
    """Where an agent keeps its data when nobody says otherwise."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "motcua" / agent


def server_address(context: click.Context, option: click.Parameter, value: str) -> str:
    """For ``callback=``: an address of a server. Raises ``BadParameter``."""
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise click.BadParameter(both(PACKAGE, "agent.bad_server"))
    return value


def token_of(token: str | None, token_file: Path | None) -> str:
    """The token of the command line, else of the file, else of the environment."""
    source = click.get_current_context().get_parameter_source("token")
    if token_file is not None and source is not click.core.ParameterSource.COMMANDLINE:
        try:
            token = token_file.read_text(encoding="ascii").strip()
        except (OSError, ValueError) as error:
            reason = both(PACKAGE, "agent.bad_token_file", reason=error)
            raise click.ClickException(reason) from None
    if not token:
        raise click.UsageError(both(PACKAGE, "agent.no_token"))
    return token


def log_to_stderr(verbose: bool) -> None:
    logging.basicConfig(
        level=logging.DEBUG if verbose else logging.INFO,
        stream=sys.stderr,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    loudness.as_asked()
