"""A line and a counter of a test's own, on a server that many tests share."""

import itertools
import string
from dataclasses import dataclass, field
from typing import Any

from floor_client import FloorClient
from running import RunningServer, make_token

ROLES = (
    "kiosk",
    "display",
    "terminal",
    "staff",
    "manager",
    "admin",
    "auditor",
    "department",
)
# No service of the sample centre has a prefix that begins with one of these letters.
_PREFIXES = ("".join(p) for p in itertools.product("BCDEFGIJNPTVWZ", *[string.ascii_uppercase] * 2))
_NUMBERS = itertools.count(1_000)


@dataclass
class Office:
    """A server with a token of each kind; staff and terminal sit at the sample's counter 1."""

    server: RunningServer
    tokens: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, server: RunningServer) -> "Office":
        store = server.store()
        at, of = {"staff": "1", "terminal": "1"}, {"department": "tu-phap"}
        tokens = {
            role: make_token(store, role, at.get(role), department=of.get(role)) for role in ROLES
        }
        store.close()
        return cls(server, tokens)

    @property
    def url(self) -> str:
        return self.server.url

    def client(self, role: str | None = None) -> FloorClient:
        return FloorClient(self.url, self.tokens[role] if role else None)

    def desk(self, lines: int = 1) -> "PrivateDesk":
        """A new counter with ``lines`` new services."""
        admin, number = self.client("admin"), next(_NUMBERS)
        services = []
        for _ in range(lines):
            prefix = next(_PREFIXES)
            body = {"id": f"line-{prefix}", "name": f"Dịch vụ {prefix}", "prefix": prefix,
                    "department": "tu-phap"}  # fmt: skip
            created(admin.post("/services", body))
            services.append(body["id"])
        return self.counter(services, number)

    def counter(self, services: list[str], number: int | None = None) -> "PrivateDesk":
        """A new counter for services that are there."""
        admin, number = self.client("admin"), number or next(_NUMBERS)
        id = str(number)
        created(
            admin.post(
                "/counters",
                {"id": id, "number": number, "name": f"Quầy {id}", "services": services},
            )
        )
        staff, terminal = (
            created(admin.post("/tokens", {"role": role, "counter": id}))["token"]
            for role in ("staff", "terminal")
        )
        return PrivateDesk(self, id, services, staff, terminal)


@dataclass
class PrivateDesk:
    """A counter, its services, and who works there."""

    office: Office
    id: str
    services: list[str]
    staff_token: str
    terminal_token: str

    def __post_init__(self) -> None:
        self.staff = FloorClient(self.office.url, self.staff_token)
        self.terminal = FloorClient(self.office.url, self.terminal_token)
        self.kiosk = self.office.client("kiosk")

    @property
    def service(self) -> str:
        return self.services[0]

    def issue(self, **more: Any) -> Any:
        return self.kiosk.issue(self.service, **more)

    def call(self, key: str | None = None) -> Any:
        return self.staff.call_next(self.id, key)

    def called(self) -> Any:
        """A ticket that was issued and called just now."""
        self.issue()
        return self.call()["ticket"]

    def finished(self) -> Any:
        """A ticket whose visit has just ended."""
        return self.staff.act(self.called()["id"], "finish")


def created(answer: Any) -> Any:
    assert answer.status_code == 201, (answer.status_code, answer.text)
    return answer.json()


def error_of(answer: Any, status: int, code: str, field: str | None = None) -> Any:
    """The error of an answer, after checking that it is this one and of the one shape."""
    assert answer.status_code == status, (answer.status_code, answer.text[:300])
    assert answer.headers["Content-Type"] == "application/json"
    body = answer.json()
    assert set(body) == {"error"}
    error = body["error"]
    assert set(error) == {"code", "message", "action", "field"}
    for part in ("message", "action"):
        assert set(error[part]) == {"vi", "en"}
        assert all(error[part].values())
        assert error[part]["vi"] != error[part]["en"]
    assert (error["code"], error["field"]) == (code, field)
    return error
