"""A data folder made ready: the sample centre in its store, and the tokens of its devices."""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from ..config import Config, open_store
from ..core.model import Role
from ..store import centres, demand
from ..store.base import Store
from ..usecases.change import Actor, Change, change
from ..usecases.devices import create_token
from ..usecases.dossiers.importing import bring_in
from ..usecases.dossiers.reading import read_dossiers
from ..usecases.seed import seed_centre
from .register import sample_register
from .sample import SampleCentre

TOKENS = "demo-tokens.json"
LABEL = "demo"
BUSY = 10
"""By how many the demo's everyday procedures differ on the day before."""


class ForeignData(Exception):
    """The folder holds a centre that the demo did not make."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Bearer tokens of the demo's devices; those of counters by counter id."""

    kiosk: str
    display: str
    manager: str
    terminals: dict[str, str]
    staff: dict[str, str]


def prepare(folder: Path, centre: SampleCentre, *, register: bool = False) -> Tokens:
    """Seed `folder` unless the demo did so before, with two months of dossiers where `register`
    says so. Raises ForeignData."""
    kept = folder / TOKENS
    with _store(folder) as store:
        if kept.exists():
            return Tokens(**json.loads(kept.read_text("ascii")))
        if store.read(centres.first) is not None:
            raise ForeignData(folder)
        tokens = _seed(store, centre, register)
    write_private(kept, asdict(tokens))
    return tokens


def write_private(path: Path, content: dict[str, Any]) -> None:
    """JSON that only its owner may read, whole or not at all."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
        json.dump(content, written, ensure_ascii=True, indent=1)
    fresh.replace(path)


def _seed(store: Store, centre: SampleCentre, register: bool) -> Tokens:
    now = int(time.time() * 1000)
    actor = Actor("admin", seed_centre(store, centre, now), LABEL)
    store.write(change(actor, now, lambda made: _yesterday(made, centre)))
    if register:
        store.write(change(actor, now, lambda made: _register(made, centre)))
    job = change(actor, now, lambda made: _tokens(made, [c.id for c in centre.counters]))
    return store.write(job).value


def _yesterday(made: Change, centre: SampleCentre) -> None:
    """What people came for on the day before, so that the kiosk knows what is popular."""
    day = (date.fromisoformat(made.day) - timedelta(days=1)).isoformat()
    for service, share in centre.arrival_shares.items():
        demand.add(made.session, made.centre.id, day, demand.SERVICE, service, share)
    for rank, code in enumerate(reversed(centre.everyday), 1):
        demand.add(made.session, made.centre.id, day, demand.PROCEDURE, code, BUSY * rank)


def _register(made: Change, centre: SampleCentre) -> None:
    """The dossiers of the two months before."""
    local = datetime.fromtimestamp(made.now / 1000, ZoneInfo(centre.zone)).replace(tzinfo=None)
    file = sample_register(centre, date.fromisoformat(made.day), local)
    checked, _ = read_dossiers(file, centre.zone)
    bring_in(made, checked.rows, lambda _done: None)


def _tokens(made: Change, counters: list[str]) -> Tokens:
    def token(role: Role, counter: str | None = None) -> str:
        return create_token(made, role, counter, LABEL)[1]

    return Tokens(
        kiosk=token(Role.KIOSK),
        display=token(Role.DISPLAY),
        manager=token(Role.MANAGER),
        terminals={id: token(Role.TERMINAL, id) for id in counters},
        staff={id: token(Role.STAFF, id) for id in counters},
    )


@contextlib.contextmanager
def _store(folder: Path) -> Iterator[Store]:
    store = open_store(Config(data=folder))
    try:
        yield store
    finally:
        store.close()
