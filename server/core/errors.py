"""One tree of errors, each with a code that the catalogue of messages explains.

::

    MotcuaError
    ├── Invalid                a value breaks a bound or a format (the field is named)
    │   ├── UnknownService
    │   └── KeyReused          an Idempotency-Key came back with another command
    ├── NotFound
    │   ├── TicketNotFound
    │   └── CounterNotFound
    ├── Refused                understood, and the rules say no
    │   ├── Forbidden
    │   │   └── WrongCounter
    │   ├── WrongState
    │   ├── RecallLimit, RecallTooSoon, TooLate
    │   ├── DayFull            today's tickets of a service are gone
    │   ├── NotBooked          an appointment that was cancelled or used
    │   ├── AlreadyWaiting     one live ticket per person and service
    │   ├── ServiceClosed
    │   ├── CounterTaken
    │   ├── NotRateable
    │   └── AlreadyExists
    ├── Unauthorized           nobody, or nobody we know
    └── Unavailable            the store cannot answer now; nothing was changed
        └── Overloaded

The names of the codes are part of the API; texts and what to do are in ``api/messages``.
"""


class MotcuaError(Exception):
    """Base of all errors a caller is told about. ``params`` fill the message's placeholders."""

    code = "internal"

    def __init__(self, *, field: str | None = None, **params: object) -> None:
        super().__init__(self.code, field, params)
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} field={self.field} {self.params}"


class Invalid(MotcuaError):
    code = "invalid_field"


class UnknownService(Invalid):
    code = "service_not_found"


class KeyReused(Invalid):
    code = "idempotency_mismatch"


class NotFound(MotcuaError):
    code = "not_found"


class TicketNotFound(NotFound):
    code = "ticket_not_found"


class CounterNotFound(NotFound):
    code = "counter_not_found"


class Refused(MotcuaError):
    code = "refused"


class Forbidden(Refused):
    code = "forbidden"


class WrongCounter(Forbidden):
    code = "wrong_counter"


class WrongState(Refused):
    code = "wrong_state"


class RecallLimit(Refused):
    code = "recall_limit"


class RecallTooSoon(Refused):
    code = "recall_too_soon"


class TooLate(Refused):
    code = "too_late"


class DayFull(Refused):
    code = "day_full"


class AlreadyWaiting(Refused):
    code = "already_waiting"


class NotBooked(Refused):
    code = "appointment_used"


class ServiceClosed(Refused):
    code = "service_closed"


class CounterTaken(Refused):
    code = "counter_taken"


class NotRateable(Refused):
    code = "not_rateable"


class AlreadyExists(Refused):
    code = "already_exists"


class Unauthorized(MotcuaError):
    code = "unauthorized"


class Unavailable(MotcuaError):
    code = "store_unavailable"


class Overloaded(Unavailable):
    code = "overloaded"
