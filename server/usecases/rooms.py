"""Names of the rooms that clients watch, inside one centre."""

HALL = "hall"
KIOSK = "kiosk"
MANAGER = "manager"
ALERTS = "alerts"
"""Not watched: rules have changed, or something is to be sent."""
DOSSIERS = "dossiers"
"""Not watched: where dossiers stand may have changed."""
LATER = "~"


def board(id: str) -> str:
    """A part of the hall: told whatever the hall is told."""
    return f"{HALL}/{id}"


def counter(id: str) -> str:
    return f"counter/{id}"


def service(id: str) -> str:
    return f"service/{id}"


def ticket(id: str) -> str:
    return f"ticket/{id}"


def desk(counter: str) -> str:
    return f"desk/{counter}"


def terminal(counter: str) -> str:
    return f"terminal/{counter}"


def pairing(id: str) -> str:
    """Not watched: whoever waits for a device's approval is told by it."""
    return f"pairing/{id}"


def token(id: str) -> str:
    """Not watched: a token has ended, and whoever is connected with it is hung up on."""
    return f"token/{id}"


def later(room: str) -> str:
    """The room, for a change that nobody watching it is in a hurry to see."""
    return f"{LATER}{room}"


def waits(service: str) -> str:
    """Not a room of its own: everybody in a service's line who is told how long it takes."""
    return f"wait/{service}"


def line(service: str) -> str:
    """Not a room of its own: everybody whose place in a service's line may have changed."""
    return f"line/{service}"
