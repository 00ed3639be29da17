"""The API as a Flask blueprint: every request takes the same few steps."""

import logging
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import flask
from flask import Blueprint, Response
from prometheus_client import Counter as Count
from prometheus_client import Histogram
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge

from ..core.errors import Forbidden, MotcuaError
from ..engine import Engine
from ..usecases.change import Actor
from .caching import tagged
from .cookies import put_cookie
from .endpoint import MAX_BODY, Endpoint, Request, check_text, parse_key, to_response
from .identity import Identities
from .origin import Origins
from .problems import ApiError, answer
from .refusals import Refusals
from .routes import endpoint as registry

PREFIX = "/api/v1"
DRAIN_LIMIT = 32 * 1024 * 1024
CHUNK = 64 * 1024
AGAIN_S = 10
"""When somebody may try again who asked too often, seconds."""

log = logging.getLogger("motcua.api")
REQUESTS = Count("motcua_requests_total", "Requests answered", ["operation", "status"])
SECONDS = Histogram(
    "motcua_request_seconds",
    "Time to answer, seconds",
    ["operation"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15),
)


def api_blueprint(
    engine: Engine,
    identities: Identities,
    default_centre: Callable[[], str],
    origins: Origins,
    check_answers: bool,
) -> Blueprint:
    """All endpoints under ``/api/v1``, and the error pages of that prefix."""
    blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
    refusals = Refusals()
    for declared in registry.endpoints:
        view = _View(declared, engine, identities, default_centre, origins, check_answers, refusals)
        rule = declared.path.replace("{", "<").replace("}", ">")
        name = f"{declared.method}_{declared.path}".replace(".", "_")
        blueprint.add_url_rule(rule, name, view, methods=[declared.method])
    return blueprint


class _View:
    """One endpoint as a Flask view."""

    def __init__(
        self,
        endpoint: Endpoint,
        engine: Engine,
        identities: Identities,
        default_centre: Callable[[], str],
        origins: Origins,
        check_answers: bool,
        refusals: Refusals,
    ) -> None:
        self._endpoint = endpoint
        self._engine = engine
        self._identities = identities
        self._default_centre = default_centre
        self._origins = origins
        self._check = check_answers
        self._operation = f"{endpoint.method} {endpoint.path}"
        self._refusals = refusals
        self._seconds = SECONDS.labels(self._operation)
        self._statuses: dict[int, Any] = {}
        self.__name__ = self.__qualname__ = endpoint.handler.__name__

    def __call__(self, **path: str) -> Response:
        began = time.perf_counter()
        try:
            response = self._answer(path)
        except MotcuaError as error:
            if isinstance(error, Forbidden):
                self._refusals.note(self._operation, error)
            if error.code in ("store_unavailable", "store_damaged"):
                log.error("store unavailable: %s", error)
            response = answer(error)
        self._seconds.observe(time.perf_counter() - began)
        self._count(response.status_code)
        return response

    def _answer(self, path: dict[str, str]) -> Response:
        incoming = flask.request
        data = read_body(incoming, self._most(incoming))
        actor = self._identities.of_request(incoming)
        flask.g.motcua_actor = actor
        self._endpoint.authorise(actor)
        request = Request(
            engine=self._engine,
            actor=actor,
            centre=self._centre(actor, incoming),
            path={name: check_text(name, value) for name, value in path.items()},
            query={name: check_text(name, v) for name, v in incoming.args.items()},
            body=self._endpoint.parse_body(data, incoming.mimetype),
            key=parse_key(incoming.headers.get("Idempotency-Key")),
            root=self._origins.root(incoming),
            address=self._origins.address(incoming),
            sent_cookies=incoming.cookies,
        )
        status, body = self._endpoint.handler(request)
        if request.forgets:
            self._identities.forget()
        model = self._endpoint.answers[status]
        if self._check and model is not None:
            model.model_validate(body)
        response = to_response(status, body)
        return self._dress(request, response, incoming)

    def _centre(self, actor: Actor | None, incoming: flask.Request) -> str:
        """Of whoever asks; what anybody may see is asked of the centre the address names."""
        named = self._endpoint.roles is None and incoming.args.get("centre")
        return self._default_centre() if actor is None or named else actor.centre

    def _most(self, incoming: flask.Request) -> int:
        """How many bytes of a body are read: a whole file only from those who may send one."""
        most = self._endpoint.upload or self._endpoint.roomy
        if not most:
            return MAX_BODY
        try:
            self._endpoint.authorise(self._identities.of_request(incoming))
        except MotcuaError:
            discard(incoming, incoming.content_length or 0)
            raise
        return most

    def _dress(self, request: Request, response: Response, incoming: flask.Request) -> Response:
        if request.repeated:
            response.headers["Idempotency-Replayed"] = "true"
        if self._endpoint.roles is None and incoming.method == "GET":
            response.headers["Access-Control-Allow-Origin"] = "*"
        keep = self._endpoint.keep_s
        response.headers["Cache-Control"] = f"public, max-age={keep}" if keep else "no-store"
        for name, value in request.cookies.items():
            if value is None:
                response.delete_cookie(name)
                continue
            put_cookie(
                response,
                name,
                value,
                secure=self._origins.is_secure(incoming),
                age_s=request.cookie_s.get(name),
            )
        return tagged(response, incoming) if keep else response

    def _count(self, status: int) -> None:
        counter = self._statuses.get(status)
        if counter is None:
            counter = self._statuses[status] = REQUESTS.labels(self._operation, str(status))
        counter.inc()


def read_body(incoming: flask.Request, most: int = MAX_BODY) -> bytes:
    """The body, at most ``most`` bytes. Raises an ``ApiError`` (too_large, bad_json).

    A body beyond the bound is read to its end first, in small pieces and thrown away, so that the
    client sees the answer instead of a broken line.
    """
    length = incoming.content_length
    if length is not None and length > most:
        discard(incoming, length)
        raise ApiError("too_large")
    try:
        data = incoming.stream.read(most + 1)
    except Exception as error:
        # A body that breaks off or is not chunked as it says; each WSGI server has its own error.
        raise ApiError("bad_json") from error
    if len(data) > most:
        raise ApiError("too_large")
    return data


def discard(incoming: flask.Request, length: int) -> None:
    """Read a body of ``length`` bytes to its end, within reason, and throw it away."""
    left = min(length, DRAIN_LIMIT)
    while left > 0:
        piece = incoming.stream.read(min(CHUNK, left))
        if not piece:
            break
        left -= len(piece)


def http_problem(error: HTTPException) -> Response:
    """Werkzeug's own errors under the API's prefix, in the API's shape."""
    if isinstance(error, NotFound):
        return answer(ApiError("not_found"))
    if isinstance(error, MethodNotAllowed):
        response = answer(ApiError("method_not_allowed"))
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or []))
        return response
    if isinstance(error, RequestEntityTooLarge):
        return answer(ApiError("too_large"))
    if error.code == HTTPStatus.TOO_MANY_REQUESTS:
        return answer(ApiError("too_many_requests", seconds=AGAIN_S))
    if error.code is not None and error.code < 500:
        return answer(ApiError("bad_json"))
    return answer(ApiError("internal"))
