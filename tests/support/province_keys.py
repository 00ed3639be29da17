"""The keys of a province's desks, as they travel between processes of a bench."""

import json
from dataclasses import dataclass

SERVICES = 8
"""Lines of each centre: ``s0`` …"""
TAKES = 3
"""How many of them a counter takes."""


@dataclass(frozen=True)
class Keys:
    """The keys of one centre: its kiosk's, its manager's, and each desk's by counter."""

    centre: str
    kiosk: str
    manager: str
    desks: dict[str, str]


def lines_of(counter: int) -> tuple[str, ...]:
    """The lines a counter takes."""
    return tuple(f"s{(counter + k) % SERVICES}" for k in range(TAKES))


def dump(keys: list[Keys]) -> str:
    return json.dumps([[k.centre, k.kiosk, k.manager, k.desks] for k in keys])


def load(text: str) -> list[Keys]:
    return [Keys(*row) for row in json.loads(text)]
