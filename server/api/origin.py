"""Where a request comes from, and by which address the outside reaches this server.

What a proxy says is believed of the proxies the installation names, and of nobody else.
"""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

import flask


class Origins:
    """``proxies``: addresses or networks whose X-Forwarded headers are believed."""

    def __init__(self, public_url: str | None, proxies: Sequence[str]) -> None:
        self._public_url = public_url
        self._proxies: list[IPv4Network | IPv6Network] = [
            ip_network(text.strip(), strict=False) for text in proxies if text.strip()
        ]

    def address(self, incoming: flask.Request) -> str:
        """The last address no trusted proxy has."""
        address = incoming.remote_addr or ""
        for hop in reversed(incoming.headers.get("X-Forwarded-For", "").split(",")):
            if not self._trusts(address) or not hop.strip():
                break
            address = hop.strip()
        return address[:64]

    def is_secure(self, incoming: flask.Request) -> bool:
        """Whether the browser's own line is encrypted."""
        if incoming.is_secure:
            return True
        told = incoming.headers.get("X-Forwarded-Proto", "").strip().lower()
        return told == "https" and self._trusts(incoming.remote_addr or "")

    def root(self, incoming: flask.Request) -> str:
        """The address the outside reaches this server by, without a slash at the end."""
        if self._public_url:
            return self._public_url
        scheme = "https" if self.is_secure(incoming) else "http"
        return f"{scheme}://{incoming.host}"

    def _trusts(self, address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self._proxies)
