"""`motcua backup` and `motcua restore`."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ..clock import now_ms
from ..command_line import LANGUAGE, store_options
from ..config import STORE_FILE, Config
from ..texts import catalogue
from .archive import Archive, Json
from .making import make_backup, unwatched
from .problems import BackupError
from .restoring import restore
from .sealed import VARIABLE, read_passphrase

NICE = 10
TOLD = ("ticket", "rating", "dossier", "person", "token")


def text(key: str, **params: object) -> str:
    return catalogue("server.backup").text(key, LANGUAGE, **params)


passphrase_option = click.option(
    "--passphrase-file", "passphrase_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar=VARIABLE, help=text("passphrase"),
)  # fmt: skip


@click.command("backup", help=text("backup.help"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--quiet", is_flag=True, help=text("backup.quiet"))
@click.option("--steps", is_flag=True, hidden=True)
@passphrase_option
@store_options
def backup_command(
    file: Path, quiet: bool, steps: bool, passphrase_file: Path | None, data: Path,
    database: str | None,
) -> None:  # fmt: skip
    config = Config(data, database=database)
    if database is None and not (data / STORE_FILE).is_file():
        raise click.ClickException(BackupError("no_store", data=data).text(LANGUAGE))
    # The hall comes first.
    with contextlib.suppress(OSError):
        os.nice(NICE)
    with _told(file):
        tell = _Steps() if steps else unwatched if quiet else _Line()
        made = make_backup(config, file, now_ms(), tell, _passphrase(passphrase_file))
    if not quiet and not steps:
        _tell("backup.done", file, made.size, made.manifest)


@click.command("restore", help=text("restore.help"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help=text("restore.force"))
@click.option("--check", is_flag=True, help=text("restore.check"))
@passphrase_option
@store_options
def restore_command(
    file: Path, force: bool, check: bool, passphrase_file: Path | None, data: Path,
    database: str | None,
) -> None:  # fmt: skip
    with _told(file):
        passphrase = _passphrase(passphrase_file)
        if check:
            with Archive(file, passphrase) as archive:
                archive.check()
                _tell("restore.checked", file, file.stat().st_size, archive.manifest)
            return
        done = restore(
            Config(data, database=database), file, now_ms(), force=force, tell=_Line(),
            passphrase=passphrase,
        )  # fmt: skip
    _tell("restore.done", file, file.stat().st_size, done.manifest)
    if done.kept:
        click.echo(text("restore.kept", place=done.kept))


def _passphrase(file: Path | None) -> str | None:
    return None if file is None else read_passphrase(file)


class _Line:
    """Progress as one line that is written again, or a line a phase where nobody looks on."""

    def __init__(self) -> None:
        self._phase, self._shown = "", -1

    def __call__(self, phase: str, share: float) -> None:
        percent = int(share * 100)
        if (phase, percent) == (self._phase, self._shown):
            return
        live = sys.stderr.isatty()
        if live or phase != self._phase:
            end = "\n" if percent == 100 or not live else ""
            line = text(f"phase.{phase}") + (f" {percent} %" if live else "")
            click.echo(("\r" if live else "") + line + end, nl=False, err=True)
        self._phase, self._shown = phase, percent


class _Steps:
    """Progress for a program that reads along: ``pack 37``, a line a percent."""

    def __init__(self) -> None:
        self._said = ""

    def __call__(self, phase: str, share: float) -> None:
        line = f"{phase} {int(share * 100)}"
        if line != self._said:
            self._said = line
            click.echo(line)
            sys.stdout.flush()


@contextlib.contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except BackupError as error:
        raise click.ClickException(error.text(LANGUAGE)) from error
    except OSError as error:
        told = BackupError("unwritable", file=file, reason=error.strerror or error)
        raise click.ClickException(told.text(LANGUAGE)) from error


def _tell(key: str, file: Path, size: int, manifest: Json) -> None:
    counts = manifest["counts"]
    shown = {name: counts.get(name, 0) for name in TOLD}
    schema = max((row["version"] for row in manifest["schema"]), default=0)
    click.echo(
        text(key, file=file, size=f"{size / 1e6:.1f}", made_at=manifest["made_at"],
             program=manifest["program"], schema=schema, **shown)
    )  # fmt: skip
