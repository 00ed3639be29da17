"""A kiosk without the server: numbers leased beforehand, tickets handed in afterwards."""

from dataclasses import asdict

from ...core.offline import Block
from ...queries.snapshot import Json, when
from ...texts import catalogue
from ...usecases.blocks import LeaseBlocks, Used, lease_blocks
from ...usecases.change import Change
from ...usecases.offline import Merged, OfflineTicket, merge_offline
from ..endpoint import Answer, Request
from ..offline_models import (
    BlocksBody,
    BlocksOut,
    OfflineTicketsBody,
    OfflineTicketsOut,
)
from .registry import endpoint

KIOSKS = {"kiosk"}


@endpoint(
    "POST",
    "/kiosk/blocks",
    summary="Lease numbers for the time without a network: today's and tomorrow's of each service."
    " May be repeated; numbers are added where at most half a block is left.",
    roles=KIOSKS,
    body=BlocksBody,
    answers={200: BlocksOut},
    problems=(422,),
)
def lease(request: Request) -> Answer:
    body: BlocksBody = request.body
    used = tuple(Used(u.day, u.service, u.first, u.next) for u in body.used)
    command = LeaseBlocks(body.holder, body.services, used)

    def usecase(change: Change) -> Json:
        held = lease_blocks(change, command)
        return {
            "day": change.day,
            "zone": change.centre.zone,
            "now": when(change.now),
            "status_url": f"{request.root}/t/{{code}}",
            "blocks": [_block_json(block) for block in held],
        }

    return 200, request.engine.change(request.who, usecase)


@endpoint(
    "POST",
    "/kiosk/offline-tickets",
    summary="Hand in tickets issued without the server, oldest first. May be repeated. They join"
    " the queue by their time of issue; each is answered by itself.",
    roles=KIOSKS,
    body=OfflineTicketsBody,
    answers={200: OfflineTicketsOut},
    problems=(422,),
)
def hand_in(request: Request) -> Answer:
    body: OfflineTicketsBody = request.body
    given = [OfflineTicket(**ticket.model_dump()) for ticket in body.tickets]
    merged = request.engine.change(
        request.who, lambda change: merge_offline(change, body.now, given)
    )
    return 200, {"results": [_merged_json(one) for one in merged]}


def _block_json(block: Block) -> Json:
    told = asdict(block)
    del told["leased_at"]
    return told


def _merged_json(merged: Merged) -> Json:
    texts = catalogue("server.queries")
    return {
        "id": merged.id,
        "status": merged.status.value,
        "reason": merged.reason,
        "message": None
        if merged.reason is None
        else {lang: texts.text(f"offline.{merged.reason}", lang) for lang in ("vi", "en")},
    }
