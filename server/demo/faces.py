"""What the demo's home page lists: the faces by who uses them, and the sign-ins."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .prepare import Tokens
from .sample import SampleCentre, SampleUser
from .texts import both

SHOWN_STAFF = 4
"""Officers' accounts on the home page; the others follow the same pattern."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the parts listen, as `http://host:port` without a slash at the end."""

    server: str
    kiosk: str
    printer: str


def faces(
    centre: SampleCentre, at: Addresses, tokens: Tokens, pad_counters: Iterable[str]
) -> dict[str, Any]:
    """The content of `faces.json`. Device pages get their token in the address's fragment."""
    counters = [counter.id for counter in centre.counters]
    groups = [
        _group("citizen", [_link("kiosk", at.kiosk + "/"), _link("printer", at.printer + "/"),
                           _link("hall", "/hall"), _link("heard", "/heard"),
                           _link("outlook", "/waits"), _link("lookup", "/ho-so")]),
        _group("staff", [_link("staff", "/staff"), _link("manager", "/manager"),
                         _link("reports", "/manager/reports"),
                         _link("satisfaction", "/manager/satisfaction"),
                         _link("register", "/manager/dossiers"),
                         _link("admin", "/admin")]),
        _group("counter", [_link("counter", f"/counter/{id}", counter=id) for id in counters]),
        _group("terminal", [_terminal(id, tokens, id in set(pad_counters)) for id in counters]),
        _group("data", [
            _link("waits", "/api/v1/public/waits"),
            _link("openapi", "/api/v1/openapi.json"),
            _link("health", "/healthz"),
            _link("metrics", "/metrics"),
        ]),
    ]  # fmt: skip
    return {"demo": True, "groups": groups, "sign_ins": sign_ins(centre)}


def sign_ins(centre: SampleCentre) -> list[dict[str, str]]:
    """Some officers, then the manager and the administrator."""
    staff = [user for user in centre.users if user.role == "staff"][:SHOWN_STAFF]
    others = [user for user in centre.users if user.role != "staff"]
    return [_sign_in(user, i) for i, user in enumerate([*staff, *others], 1)]


def _sign_in(user: SampleUser, counter: int) -> dict[str, str]:
    role = both(f"role.{user.role}", counter=counter)
    return {
        "role": role["vi"],
        "role_en": role["en"],
        "username": user.username,
        "password": user.password,
    }


def _terminal(counter: str, tokens: Tokens, has_pad: bool) -> dict[str, str]:
    href = f"/terminal/{counter}#token={tokens.terminals[counter]}"
    note = "link.terminal.pad_note" if has_pad else "link.terminal.note"
    return _link("terminal", href, note, counter=counter)


def _link(name: str, href: str, note: str = "", **values: object) -> dict[str, str]:
    title, noted = both(f"link.{name}", **values), both(note or f"link.{name}.note")
    return {
        "title": title["vi"],
        "title_en": title["en"],
        "note": noted["vi"],
        "note_en": noted["en"],
        "href": href,
    }


def _group(id: str, links: list[dict[str, str]]) -> dict[str, Any]:
    title = both(f"group.{id}")
    return {"id": id, "title": title["vi"], "title_en": title["en"], "links": links}
