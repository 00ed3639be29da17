"""`motcua serve`: the central server, until it is told to stop."""

import os
import sys
from pathlib import Path

import click

from .clock import now_ms
from .command_line import store_options, text
from .config import Config, open_store
from .serving import Server
from .store import driver, moved
from .usecases.setup import setup_secret


@click.command("serve", help=text("cli.serve.help"))
@store_options
@click.option("--host", default="127.0.0.1", show_default=True, help=text("cli.host"))
@click.option(
    "--port",
    default=8080,
    show_default=True,
    type=click.IntRange(1, 65_535),
    help=text("cli.port"),
)
@click.option("--redis", envvar="MOTCUA_REDIS", default=None, help=text("cli.redis"))
@click.option("--public-url", default=None, help=text("cli.public_url"))
def serve_command(
    data: Path,
    database: str | None,
    host: str,
    port: int,
    redis: str | None,
    public_url: str | None,
) -> None:
    config = Config(
        data,
        host,
        port,
        database,
        redis,
        public_url and public_url.rstrip("/"),
        push_hosts=frozenset(os.environ.get("MOTCUA_PUSH_HOSTS", "").split()),
        alert_hosts=frozenset(os.environ.get("MOTCUA_ALERT_HOSTS", "").split()),
        check_answers=os.environ.get("MOTCUA_CHECK_ANSWERS") == "1",
        forecast=os.environ.get("MOTCUA_FORECAST") != "off",
    )
    if database is None and not driver.is_safe():
        click.echo(text("cli.serve.unsafe", version=driver.sqlite.sqlite_version), err=True)
    store = open_store(config)
    if store.read(moved.everything):
        raise click.ClickException(text("cli.serve.moved", data=data))
    secret = store.write(lambda session: setup_secret(session, now_ms()))
    store.close()
    url = config.public_url or f"http://{host}:{port}"
    click.echo(text("cli.serve.ready", url=url))
    if secret is not None:
        click.echo(text("cli.serve.setup"))
        click.echo(f"  {url}/setup/{secret}")
    sys.stdout.flush()
    Server(config).run()
