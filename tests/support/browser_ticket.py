"""What is on a printed ticket: told by drawing the same ticket again."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image, ImageChops

from hardware.tickets.picture import ticket_picture, ticket_text
from hardware.tickets.template import DEFAULT, Template
from hardware.virtual.printer import PrintedTicket

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def shows(
    printed: PrintedTicket,
    ticket: Mapping[str, Any],
    centre: Mapping[str, Any],
    template: Template = DEFAULT,
) -> bool:
    """Whether the paper carries this ticket's number, QR code and facts, dot for dot."""
    text = ticket_text(ticket, centre, "vi")
    wanted = ticket_picture(text, printed.width, ZONE, template)
    return _ink(Image.open(BytesIO(printed.png))) == _ink(wanted)


def _ink(picture: Image.Image) -> tuple[tuple[int, int], bytes]:
    """The part with ink: how far the paper was fed before and after says nothing."""
    black = ImageChops.invert(picture.convert("L"))
    inked = black.crop(black.getbbox())
    return inked.size, inked.tobytes()
