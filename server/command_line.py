"""What commands have in common: their texts, where the store is, the centre they are about."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from .config import Config, open_store
from .core.errors import MotcuaError
from .store.base import Store
from .texts import LANGUAGES, catalogue

_TEXTS = catalogue("server")
LANGUAGE = os.environ.get("MOTCUA_LANG", "vi")
if LANGUAGE not in LANGUAGES:
    LANGUAGE = LANGUAGES[0]


def text(key: str, **params: object) -> str:
    return _TEXTS.text(key, LANGUAGE, **params)


def store_options(command: Any) -> Any:
    """The options that say where the store is."""
    command = click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("data"),
        show_default=True,
        help=text("cli.data"),
    )(command)
    return click.option(
        "--database", envvar="MOTCUA_DATABASE", default=None, help=text("cli.database")
    )(command)


@contextmanager
def at_first_centre(data: Path, database: str | None) -> Iterator[tuple[Store, str]]:
    """The store and its first centre's id, for one command. Ends it where there is none yet."""
    from .store import centres

    if database is None and not data.is_dir():
        raise click.ClickException(text("cli.token.no_centre", data=data))
    store = open_store(Config(data, database=database))
    try:
        centre = store.read(centres.first)
        if centre is None:
            raise click.ClickException(text("cli.token.no_centre", data=data))
        yield store, centre["id"]
    finally:
        store.close()


def said(error: MotcuaError) -> str:
    """What is wrong, in the language of the command line."""
    from .api.problems import problem

    return str(problem(error)["error"]["message"][LANGUAGE])


def bytes_of(file: Path) -> bytes:
    """The file's bytes, one more than are allowed at most: what is too large is told so."""
    from .usecases.catalogue.tables import MAX_BYTES

    with file.open("rb") as opened:
        return opened.read(MAX_BYTES + 1)
