"""Pairing a device: it asks for a code and waits; an administrator types the code."""

from ...clock import now_ms
from ...core.errors import UnknownCode
from ...core.model import Role
from ...queries.pairing import pairing_list
from ...queries.snapshot import when
from ...usecases import rooms
from ...usecases.change import Actor
from ...usecases.pairing import (
    Approval,
    Claimed,
    Unclaimed,
    approve_pairing,
    claim,
    open_pairing,
)
from ..endpoint import PAGE, Answer, Request
from ..pairing_models import (
    ApproveBody,
    ApprovedOut,
    ClaimBody,
    ClaimOut,
    NewPairingOut,
    PairingBody,
    PairingList,
    StillWaitingOut,
)
from .paging import page_of
from .registry import endpoint

ADMINS = {"admin"}


@endpoint(
    "POST",
    "/pairings",
    summary="A device asks to be paired; it shows the code and keeps the secret.",
    body=PairingBody,
    answers={201: NewPairingOut},
    problems=(404, 429),
)
def ask(request: Request) -> Answer:
    body: PairingBody = request.body
    # Nobody in particular: a device is of no centre until an administrator says so.
    nobody = Actor("device", request.centre, "pairing")
    opened = request.engine.change(
        nobody, lambda c: open_pairing(c, Role(body.kind), body.name, request.address)
    )
    return 201, {
        "id": opened.id,
        "secret": opened.secret,
        "code": opened.code,
        "expires_at": when(opened.expires_at),
        "expires_in_s": max(0, opened.expires_at - now_ms()) // 1000,
    }


@endpoint(
    "POST",
    "/pairings/{id}/claim",
    summary="Wait until the device is approved; its secret is then its token. 202: ask again.",
    body=ClaimBody,
    answers={200: ClaimOut, 202: StillWaitingOut},
    problems=(404,),
)
def wait_for_approval(request: Request) -> Answer:
    body: ClaimBody = request.body
    claimed = _claimed(request, body)
    if isinstance(claimed, Unclaimed):
        return 202, {"status": "waiting"}
    return 200, {
        "token": body.secret,
        "role": claimed.role,
        "counter": claimed.counter,
        "label": claimed.label,
        "centre": {name: claimed.centre[name] for name in ("id", "name", "name_en")},
    }


@endpoint(
    "GET",
    "/pairings",
    summary="Devices that wait to be paired, and those paired lately; without their codes.",
    roles=ADMINS,
    answers={200: PairingList},
    parameters=PAGE,
)
def list_pairings(request: Request) -> Answer:
    return 200, page_of(request, request.engine.look(request.centre, pairing_list))


@endpoint(
    "POST",
    "/pairings/approve",
    summary="Pair the device that shows this code with the administrator's centre.",
    roles=ADMINS,
    body=ApproveBody,
    answers={200: ApprovedOut},
    problems=(404, 409, 422, 429),
)
def approve(request: Request) -> Answer:
    body: ApproveBody = request.body
    given = Approval(body.code, Role(body.role) if body.role else None, body.counter, body.label)
    row = request.engine.change(request.who, lambda c: approve_pairing(c, given, request.address))
    if row is None:  # told only here: a wrong try has to be kept, and an error would undo that
        raise UnknownCode(field="code")
    return 200, {
        "id": row["id"],
        "role": row["kind"],
        "counter": row["counter"],
        "label": row["label"] or "",
        "name": row["name"],
    }


def _claimed(request: Request, body: ClaimBody) -> Claimed | Unclaimed:
    id = request.path["id"]

    def look() -> Claimed | Unclaimed:
        return request.engine.read(lambda session: claim(session, id, body.secret, now_ms()))

    # Only whoever knows the secret may hold a connection open.
    found = look()
    if isinstance(found, Claimed) or body.wait_s == 0:
        return found
    with request.engine.waits.of(rooms.pairing(id)) as news:
        found = look()
        if isinstance(found, Unclaimed):
            left_s = (found.expires_at - now_ms()) / 1000
            if news(max(0.0, min(body.wait_s, left_s))) or left_s <= body.wait_s:
                found = look()
    return found
