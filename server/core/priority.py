"""Priority classes and the lane each belongs to.

The classes follow common rules of Vietnamese one-stop centres; names and ages are the centre's
settings, so only the codes live here.
"""

from .model import Lane

NONE = "none"
CLASSES: tuple[str, ...] = (NONE, "merit", "disabled", "elderly", "pregnant", "child")


def lane_of(priority: str) -> Lane:
    """The lane of a priority class: every class but ``none`` goes to the priority lane."""
    return Lane.NORMAL if priority == NONE else Lane.PRIORITY
