"""Numbers leased to kiosks, and online numbering around them."""

import pytest
from offline_floor import OfflineKiosk
from stores import NOON, Floor

from server.core.errors import DayFull, UnknownService
from server.core.offline import Block
from server.queries.services import services_list
from server.queries.snapshot import look
from server.store import services
from server.usecases.blocks import MOST_BLOCKS, Used

TODAY, TOMORROW = "2026-11-26", "2026-11-27"


@pytest.fixture
def kiosk(floor: Floor) -> OfflineKiosk:
    return OfflineKiosk(floor)


def test_every_service_has_a_block_for_today_and_one_for_tomorrow(kiosk: OfflineKiosk) -> None:
    held = kiosk.lease()
    assert {(b.day, b.service) for b in held} == {
        (day, service)
        for day in (TODAY, TOMORROW)
        for service in ("ho-tich", "chung-thuc", "dong-cua")
    }
    assert {(b.first, b.last, b.next) for b in held} == {(901, 950, 901)}
    assert held[0].leased_at == NOON


def test_asking_again_changes_nothing(kiosk: OfflineKiosk) -> None:
    assert kiosk.lease("ho-tich") == kiosk.lease("ho-tich")


def test_two_kiosks_and_a_kiosk_that_lost_its_store_never_hold_the_same_number(
    floor: Floor,
) -> None:
    kiosks = (
        OfflineKiosk(floor),
        OfflineKiosk(floor, device="kiosk-2"),
        OfflineKiosk(floor, holder="store-2"),
    )
    held = [block for kiosk in kiosks for block in kiosk.lease("ho-tich") if block.day == TODAY]
    assert [(b.first, b.last) for b in held] == [(901, 950), (951, 1000), (1001, 1050)]


def test_a_block_is_added_when_half_is_used_and_only_then(kiosk: OfflineKiosk) -> None:
    kiosk.lease("ho-tich")
    assert _today(kiosk.lease("ho-tich", used=(Used(TODAY, "ho-tich", 901, 925),))) == [
        (901, 950, 925)
    ]
    held = kiosk.lease("ho-tich", used=(Used(TODAY, "ho-tich", 901, 926),))
    assert _today(held) == [(901, 950, 926), (951, 1000, 951)]
    again = kiosk.lease("ho-tich", used=(Used(TODAY, "ho-tich", 901, 926),))
    assert again == held


def test_what_a_kiosk_says_of_numbers_that_are_not_its_own_is_ignored(
    floor: Floor, kiosk: OfflineKiosk
) -> None:
    kiosk.lease("ho-tich")
    other = OfflineKiosk(floor, device="kiosk-2")
    other.lease("ho-tich", used=(Used(TODAY, "ho-tich", 901, 951),))
    nonsense = (Used(TODAY, "ho-tich", 901, 10_000), Used("1999-01-01", "x", 1, 2))
    assert _today(kiosk.lease("ho-tich", used=nonsense)) == [(901, 950, 901)]


def test_blocks_are_bounded(kiosk: OfflineKiosk) -> None:
    held: list[Block] = []
    for _ in range(MOST_BLOCKS + 3):
        held = kiosk.lease(
            "ho-tich", used=tuple(Used(b.day, b.service, b.first, b.last + 1) for b in held)
        )
    assert len(_today(held)) == MOST_BLOCKS
    kiosk.holder = "store-2"
    assert kiosk.lease("ho-tich") == []


def test_an_unknown_service_is_named(kiosk: OfflineKiosk) -> None:
    with pytest.raises(UnknownService):
        kiosk.lease("khong-co")


def test_old_blocks_are_forgotten(floor: Floor, kiosk: OfflineKiosk) -> None:
    kiosk.lease("ho-tich")
    floor.pass_time(40 * 86_400)
    kiosk.lease("ho-tich")
    assert floor.value("SELECT COUNT(*) AS n FROM number_block") == 2


def test_online_numbers_jump_over_the_leased_ones(floor: Floor, kiosk: OfflineKiosk) -> None:
    kiosk.lease("ho-tich")
    kiosk.lease("ho-tich", used=(Used(TODAY, "ho-tich", 901, 951),))
    floor.issue()
    _set_serial(floor, 899)
    numbers = [floor.issue().ticket.number for _ in range(3)]
    assert numbers == ["A900", "A1001", "A1002"]
    held = kiosk.lease("ho-tich", used=(Used(TODAY, "ho-tich", 951, 1001),))
    assert _today(held)[-1] == (1201, 1250, 1201)
    assert floor.issue().ticket.number == "A1003"


def test_counts_and_capacity_know_tickets_not_numbers(floor: Floor, kiosk: OfflineKiosk) -> None:
    kiosk.lease("ho-tich")
    floor.do(lambda c: services.set_schedule(c.session, c.centre.id, "ho-tich", None, 3))
    _set_serial(floor, 900)
    assert [floor.issue().ticket.number for _ in range(3)] == ["A951", "A952", "A953"]
    with pytest.raises(DayFull):
        floor.issue()
    listed = floor.store.read(lambda s: services.listing(s, "c1", TODAY))
    assert {r["id"]: r["issued"] for r in listed}["ho-tich"] == 3
    waiting = floor.store.read(lambda s: services_list(look(s, "c1", floor.now)))
    assert {s["id"]: s["waiting"] for s in waiting}["ho-tich"] == 3


def test_the_size_and_the_beginning_of_blocks_are_settings(
    floor: Floor, kiosk: OfflineKiosk
) -> None:
    floor.store.write(
        lambda s: s.run(
            'UPDATE centre SET settings = \'{"offline": {"first_serial": 501, "block": 20}}\''
        )
    )
    assert _today(kiosk.lease("ho-tich")) == [(501, 520, 501)]


def _today(held: list[Block]) -> list[tuple[int, int, int]]:
    return [(b.first, b.last, b.next) for b in held if b.day == TODAY]


def _set_serial(floor: Floor, serial: int) -> None:
    floor.store.write(
        lambda s: s.run(
            "UPDATE line SET last_serial = :serial WHERE service = 'ho-tich' AND day = :day",
            serial=serial,
            day=TODAY,
        )
    )
