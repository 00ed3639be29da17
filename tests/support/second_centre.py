"""A centre beside the sample's, and a token of each role there."""

from server.clock import now_ms
from server.core.model import Centre, Counter, CounterState, Role
from server.store import centres, counters, services
from server.store.base import Session, Store
from server.usecases.change import Actor, change
from server.usecases.devices import create_token
from server.usecases.settings import Settings, dump

ID = "c-khac"
COUNTER = "900"


def second_centre_tokens(store: Store) -> dict[str, str]:
    """Tokens by role; staff and terminal at the counter ``COUNTER``."""
    store.write(_make)
    at, of = {"staff": COUNTER, "terminal": COUNTER}, {"department": "xa"}
    admin = Actor("admin", ID, "test")
    return {
        role.value: store.write(
            change(
                admin,
                now_ms(),
                lambda c, r=role: create_token(  # type: ignore[misc]
                    c, r, at.get(r.value), department=of.get(r.value)
                ),
            )
        ).value[1]
        for role in Role
    }


def _make(session: Session) -> None:
    now = now_ms()
    centre = Centre(ID, "Trung tâm khác", "Another centre", "Asia/Ho_Chi_Minh")
    centres.add(session, centre, dump(Settings()), now)
    services.add_department(session, ID, "xa", "Đơn vị khác", "Another unit", 0)
    counter = Counter(COUNTER, 900, "Quầy 900", "Counter 900", CounterState.CLOSED, now, None, None)
    counters.add(session, ID, counter)
