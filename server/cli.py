"""The command line: ``motcua``."""

import importlib
import sys

import click

from .backup.problems import BackupError
from .command_line import LANGUAGE, text
from .core.errors import MotcuaError

# Where each command lives: imported only when it is asked for.
COMMANDS = {
    "audit": ("server.audit_command", "audit_command"),
    "backup": ("server.backup.command", "backup_command"),
    "catalogue": ("server.catalogue_command", "catalogue_command"),
    "centre": ("server.moving.centre_command", "centre_command"),
    "config": ("server.configuration_command", "configuration_command"),
    "demo": ("server.demo.command", "demo_command"),
    "doctor": ("server.doctor.command", "doctor_command"),
    "dossiers": ("server.dossiers_command", "dossiers_command"),
    "kiosk": ("kiosk.command", "kiosk_command"),
    "move": ("server.moving.command", "move_command"),
    "keypad": ("server.staff.keypad.command", "keypad_command"),
    "people": ("server.people_command", "people_command"),
    "pad": ("rating_terminal.command", "pad_command"),
    "person-data": ("server.person_data_command", "person_command"),
    "replay": ("server.replay_command", "replay_command"),
    "restore": ("server.backup.command", "restore_command"),
    "serve": ("server.serve_command", "serve_command"),
    "sign": ("display.sign.command", "sign_command"),
    "token": ("server.token_command", "token_command"),
}


class Commands(click.Group):
    """A group that finds its commands by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        found: click.Command = getattr(importlib.import_module(module), name)
        return found


@click.group(cls=Commands, help=text("cli.help"))
@click.version_option(package_name="motcua", message="%(version)s")
def cli() -> None:
    pass


def main() -> None:
    """Run the command line; errors of the floor become one clear line."""
    try:
        cli()
    except MotcuaError as error:
        from .api.problems import problem

        told = problem(error)["error"]
        message = f"{told['message'][LANGUAGE]} {told['action'][LANGUAGE]}"
        click.echo(text("cli.error", message=message), err=True)
        sys.exit(1)
    except BackupError as error:
        click.echo(text("cli.error", message=error.text(LANGUAGE)), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
