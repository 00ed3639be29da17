"""Where pushes may be sent: an address somebody on the internet gave us, and that we call.

A subscription must not make the server call itself or its neighbours. So only https to a public
name on the usual port is taken, and a name is looked up once for each push: every address it has
must be public, and the very address that was checked is the one that is called.
"""

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

MOST_ENDPOINT = 1_000
HTTPS_PORT = 443
_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9][a-z0-9-]{0,62}\.)+[a-z][a-z0-9-]{1,62}")
_LOCAL = (".local", ".localhost", ".internal", ".lan", ".home", ".arpa", ".test", ".invalid")
# Global by the letter, but they carry another address inside.
_WRAPPING = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")))


class Unreachable(Exception):
    """This endpoint is not one the server calls."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A push service's address for one phone. ``trusted`` ones are named in the settings of the
    installation (tests, a push service of one's own): they are called wherever they are."""

    scheme: str
    host: str
    port: int
    path: str
    trusted: bool

    @property
    def origin(self) -> str:
        """What the signature is made out to (RFC 8292, section 2)."""
        usual = self.port == (HTTPS_PORT if self.scheme == "https" else 80)
        return f"{self.scheme}://{self.host}" + ("" if usual else f":{self.port}")


def parse(text: str, trusted: frozenset[str] = frozenset()) -> Endpoint:
    """Read an endpoint; ``trusted`` are ``host:port``. Raises ``Unreachable``."""
    if len(text) > MOST_ENDPOINT or not text.isascii() or not text.isprintable() or " " in text:
        raise Unreachable("not an address")
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise Unreachable("not an address") from None
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Unreachable("not an address of a push service")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    port = port or (HTTPS_PORT if parts.scheme == "https" else 80)
    if f"{host}:{port}" in trusted and parts.scheme in ("http", "https"):
        return Endpoint(parts.scheme, host, port, path, True)
    if parts.scheme != "https" or port != HTTPS_PORT:
        raise Unreachable("only https on its usual port")
    if not _NAME.fullmatch(host) or host.endswith(_LOCAL):
        raise Unreachable("not a public name")
    return Endpoint("https", host, port, path, False)


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def address_of(endpoint: Endpoint, look_up: Callable[[str, int], list[str]] = _look_up) -> str:
    """The address to call, looked up now. Raises ``Unreachable``, or ``OSError`` when the name
    cannot be looked up."""
    addresses = look_up(endpoint.host, endpoint.port)
    if not endpoint.trusted and not all(map(is_public, addresses)):
        raise Unreachable("the name leads to an address that is not public")
    if not addresses:
        raise Unreachable("the name leads nowhere")
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to somebody on the internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if found.version == 6 and any(found in wrapping for wrapping in _WRAPPING):
        return False
    return found.is_global and not found.is_multicast
