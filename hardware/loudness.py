"""How much this program's own logs say, where somebody asks for more: ``MOTCUA_LOG_LEVEL``.

Only what the project writes itself becomes louder: libraries at their loudest repeat what they
carry, which is other people's.
"""

import logging
import os

VARIABLE = "MOTCUA_LOG_LEVEL"
OURS = ("motcua", "server", "kiosk", "display", "rating_terminal", "hardware")


def as_asked() -> None:
    """Set our own loggers to the level that the environment names (``debug`` … ``error``).

    Nothing changes where it names none, or one that there is not.
    """
    level = logging.getLevelNamesMapping().get(os.environ.get(VARIABLE, "").upper())
    if level is not None:
        for name in OURS:
            logging.getLogger(name).setLevel(level)
