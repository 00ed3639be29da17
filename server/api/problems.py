"""Errors as the API tells them: one shape, both languages, with what to do."""

import json
from typing import Any

from flask import Response

from ..core.errors import MotcuaError
from ..texts import LANGUAGES, catalogue

STATUS = {
    "bad_json": 400,
    "invalid_header": 400,
    "unauthorized": 401,
    "code_needed": 401,
    "wrong_code": 401,
    "forbidden": 403,
    "must_change_password": 403,
    "second_factor_needed": 403,
    "wrong_counter": 403,
    "csrf": 403,
    "not_found": 404,
    "ticket_not_found": 404,
    "counter_not_found": 404,
    "pairing_not_found": 404,
    "method_not_allowed": 405,
    "wrong_state": 409,
    "case_state": 409,
    "recall_limit": 409,
    "recall_too_soon": 409,
    "too_late": 409,
    "day_full": 409,
    "already_waiting": 409,
    "appointment_used": 409,
    "import_stale": 409,
    "service_closed": 409,
    "late_not_possible": 409,
    "late_twice": 409,
    "nobody_behind": 409,
    "counter_taken": 409,
    "not_rateable": 409,
    "does_not_add_up": 409,
    "period_not_over": 409,
    "period_crosses": 409,
    "already_exists": 409,
    "in_use": 409,
    "backup_busy": 409,
    "changed_since": 409,
    "case_open": 409,
    "several_centres": 409,
    "too_many": 409,
    "too_large": 413,
    "unsupported_media": 415,
    "invalid_field": 422,
    "service_not_found": 422,
    "import_unreadable": 422,
    "media_unreadable": 422,
    "clip_unfit": 422,
    "pdf_too_long": 422,
    "idempotency_mismatch": 422,
    "too_many_requests": 429,
    "too_many_pairings": 429,
    "too_many_tries": 429,
    "too_many_sign_ins": 429,
    "last_admin": 409,
    "internal": 500,
    "store_unavailable": 503,
    "store_damaged": 503,
    "overloaded": 503,
    "still_counting": 503,
    "no_forecast": 503,
    "pdf_unavailable": 503,
}
RETRY_AFTER_S = 2


class ApiError(MotcuaError):
    """An error that only the HTTP side knows, by its code."""

    def __init__(self, code: str, *, field: str | None = None, **params: object) -> None:
        super().__init__(field=field, **params)
        self.code = code


def problem(error: MotcuaError) -> dict[str, Any]:
    """The body of an error: code, message and action in both languages, the field if any."""
    texts = catalogue("server.api")
    params = {"field": error.field or "", **error.params}
    return {
        "error": {
            "code": error.code,
            "message": {
                lang: texts.text(f"{error.code}.message", lang, **_for(lang, params))
                for lang in LANGUAGES
            },
            "action": {
                lang: texts.text(f"{error.code}.action", lang, **_for(lang, params))
                for lang in LANGUAGES
            },
            "field": error.field,
        }
    }


def answer(error: MotcuaError) -> Response:
    """An error as a response."""
    status = STATUS[error.code]
    body = json.dumps(problem(error), ensure_ascii=False)
    response = Response(body, status=status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    if status in (429, 503):
        response.headers["Retry-After"] = str(error.params.get("seconds", RETRY_AFTER_S))
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


class _Lenient(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return ""


def _for(language: str, params: dict[str, object]) -> dict[str, object]:
    # "service_en" fills {service} in the English text.
    chosen = _Lenient(params)
    suffix = f"_{language}"
    for name, value in params.items():
        if name.endswith(suffix):
            chosen[name.removesuffix(suffix)] = value
    return chosen
