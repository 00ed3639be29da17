"""One tree of errors, each with a code that the catalogue of messages explains.

::

    MotcuaError
    ├── Invalid                a value breaks a bound or a format (the field is named)
    │   ├── UnknownService
    │   ├── Unreadable         a file that is no table, or too large a one
    │   ├── KeyReused          an Idempotency-Key came back with another command
    │   ├── BadMedia           not a picture or video that browsers show
    │   ├── BadClip            a recording that cannot be used in calls
    │   └── PdfTooLong         more than one PDF may have
    ├── NotFound
    │   ├── TicketNotFound
    │   ├── CounterNotFound
    │   └── UnknownCode        no device shows this pairing code
    ├── Refused                understood, and the rules say no
    │   ├── Forbidden
    │   │   ├── WrongCounter
    │   │   ├── MustChangePassword
    │   │   └── SecondFactorNeeded
    │   ├── WrongState
    │   │   └── WrongCaseState     a step that does not fit the case's state
    │   ├── RecallLimit, RecallTooSoon, TooLate
    │   ├── DayFull            today's tickets of a service are gone
    │   ├── NotBooked          an appointment that was cancelled or used
    │   ├── AlreadyWaiting     one live ticket per person and service
    │   ├── ImportStale        the catalogue has changed since the preview
    │   ├── ServiceClosed
    │   ├── NotAllowedLate     no swap of places here
    │   │   ├── LateTwice      the one swap is used up
    │   │   └── NobodyBehind   nobody could go first
    │   ├── CounterTaken
    │   ├── NotRateable
    │   ├── InUse              what is used cannot go, or cannot change now
    │   ├── BackupBusy         a backup is being made already
    │   ├── ChangedSince       a later change must be taken back first
    │   ├── DoesNotAddUp       an identity of a form is broken
    │   ├── PeriodNotOver      only days that are past can be closed
    │   ├── PeriodCrosses      shares days with a closed period that does not hold it
    │   ├── AlreadyExists
    │   │   └── CaseOpen           an open case is about the same reason
    │   ├── SeveralCentres     more than one centre has what is asked for: name one
    │   ├── TooMany            a list has reached its bound
    │   ├── TooManyPairings    too many devices wait to be paired
    │   ├── TooManyTries       too many wrong pairing codes
    │   ├── TooManySignIns     too many wrong passwords: wait
    │   └── LastAdmin          a centre keeps one administrator
    ├── Unauthorized           nobody, or nobody we know
    │   ├── CodeNeeded         the password is right; the code of the phone is to come
    │   └── WrongCode
    └── Unavailable            the store cannot answer now; nothing was changed
        ├── NoForecast         the forecast starts again
        ├── StillCounting      days that a report needs are being counted
        ├── NoPdf              this machine cannot make PDFs
        ├── Damaged            the store's file is not what it was
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


class Unreadable(Invalid):
    code = "import_unreadable"


class KeyReused(Invalid):
    code = "idempotency_mismatch"


class BadMedia(Invalid):
    code = "media_unreadable"


class BadClip(Invalid):
    code = "clip_unfit"


class PdfTooLong(Invalid):
    code = "pdf_too_long"


class NotFound(MotcuaError):
    code = "not_found"


class TicketNotFound(NotFound):
    code = "ticket_not_found"


class CounterNotFound(NotFound):
    code = "counter_not_found"


class UnknownCode(NotFound):
    code = "pairing_not_found"


class Refused(MotcuaError):
    code = "refused"


class Forbidden(Refused):
    code = "forbidden"


class WrongCounter(Forbidden):
    code = "wrong_counter"


class WrongState(Refused):
    code = "wrong_state"


class WrongCaseState(WrongState):
    code = "case_state"


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


class ImportStale(Refused):
    code = "import_stale"


class ServiceClosed(Refused):
    code = "service_closed"


class NotAllowedLate(Refused):
    code = "late_not_possible"


class LateTwice(NotAllowedLate):
    code = "late_twice"


class NobodyBehind(NotAllowedLate):
    code = "nobody_behind"


class CounterTaken(Refused):
    code = "counter_taken"


class NotRateable(Refused):
    code = "not_rateable"


class InUse(Refused):
    code = "in_use"


class BackupBusy(Refused):
    code = "backup_busy"


class ChangedSince(Refused):
    code = "changed_since"


class DoesNotAddUp(Refused):
    code = "does_not_add_up"


class PeriodNotOver(Refused):
    code = "period_not_over"


class PeriodCrosses(Refused):
    code = "period_crosses"


class AlreadyExists(Refused):
    code = "already_exists"


class CaseOpen(AlreadyExists):
    code = "case_open"


class SeveralCentres(Refused):
    code = "several_centres"


class TooMany(Refused):
    code = "too_many"


class TooManyPairings(Refused):
    code = "too_many_pairings"


class TooManyTries(Refused):
    code = "too_many_tries"


class TooManySignIns(Refused):
    code = "too_many_sign_ins"


class LastAdmin(Refused):
    code = "last_admin"


class MustChangePassword(Forbidden):
    code = "must_change_password"


class SecondFactorNeeded(Forbidden):
    code = "second_factor_needed"


class Unauthorized(MotcuaError):
    code = "unauthorized"


class CodeNeeded(Unauthorized):
    code = "code_needed"


class WrongCode(Unauthorized):
    code = "wrong_code"


class Unavailable(MotcuaError):
    code = "store_unavailable"


class Damaged(Unavailable):
    code = "store_damaged"


class Overloaded(Unavailable):
    code = "overloaded"


class NoForecast(Unavailable):
    code = "no_forecast"


class StillCounting(Unavailable):
    code = "still_counting"


class NoPdf(Unavailable):
    code = "pdf_unavailable"
