"""Endpoints: one declaration validates, authorises and documents."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Literal, TypeVar

from flask import Response
from pydantic import BaseModel, ValidationError

from ..core.errors import (
    Forbidden,
    Invalid,
    MustChangePassword,
    SecondFactorNeeded,
    Unauthorized,
)
from ..engine import Engine
from ..usecases.change import Actor, Change
from ..usecases.configuration.history import recorded
from .problems import ApiError

MAX_BODY = 64 * 1024
MAX_KEY = 200
MAX_PAGE = 200
DEFAULT_PAGE = 100
FIRST_STEPS = frozenset({"/session/password", "/session/totp", "/session/totp/confirm"})
"""What somebody may do who must choose a password or set up a second factor before all else."""
_NO_NAME = re.compile(r"[^A-Za-z0-9_.-]+|^\.+")
"""What the name of a file that is given out never holds."""
_PAGE_SIZE = re.compile(r"[0-9]{1,3}")

Json = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A query parameter and its JSON schema."""

    name: str
    schema: Json


PAGE = (
    Parameter(
        "limit", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": DEFAULT_PAGE}
    ),
    Parameter("cursor", {"type": "string", "maxLength": 100}),
)


@dataclass(slots=True)
class Request:
    """A request that has been parsed and authorised."""

    engine: Engine
    actor: Actor | None
    centre: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    key: str | None
    root: str
    """The address the citizen's phone can reach, without a slash at the end."""
    address: str = ""
    """Where the request comes from."""
    sent_cookies: Mapping[str, str] = field(default_factory=dict)
    repeated: bool = False
    cookies: dict[str, str | None] = field(default_factory=dict)
    """Cookies to set (or to drop, with None)."""
    cookie_s: dict[str, int] = field(default_factory=dict)
    """How long they are kept, seconds, where that is not as usual."""
    forgets: bool = False
    """Whether this request ended somebody's credentials."""

    @property
    def who(self) -> Actor:
        """The actor of an endpoint that needs one."""
        if self.actor is None:
            raise Unauthorized()
        return self.actor

    def configure(self, kind: str, usecase: Callable[[Change], T]) -> T:
        """Change the configuration: kept under ``kind``, so that it can be told and undone."""
        return self.engine.change(self.who, recorded(kind, usecase))

    def page(self) -> tuple[str, int]:
        """Cursor and limit. Raises ``Invalid`` (limit)."""
        text = self.query.get("limit", str(DEFAULT_PAGE))
        if not _PAGE_SIZE.fullmatch(text) or not 1 <= int(text) <= MAX_PAGE:
            raise Invalid(field="limit")
        return self.query.get("cursor", ""), int(text)


@dataclass(frozen=True, slots=True)
class Blob:
    """An answer that is a file: its media type and its bytes."""

    media: str
    data: bytes
    name: str = ""
    """What to call it where it is kept; none where it is shown."""
    policy: str = ""
    """The Content-Security-Policy of a page."""


@dataclass(frozen=True, slots=True)
class Stream:
    """An answer that is a file, sent as it is made."""

    media: str
    chunks: Iterator[str] | Iterator[bytes]
    name: str


Answer = tuple[int, Json | Blob | Stream | None]
Handler = Callable[[Request], Answer]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation of the API."""

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    handler: Handler
    summary: str
    roles: frozenset[str] | None
    """Who may call it; None is everybody."""
    body: type[BaseModel] | None
    answers: Mapping[int, type[BaseModel] | None]
    parameters: tuple[Parameter, ...]
    keyed: bool
    """Whether an Idempotency-Key makes a repeat safe."""
    problems: tuple[int, ...]
    body_optional: bool = False
    upload: int = 0
    """The most bytes of a file that comes as the body; 0 where none does."""
    roomy: int = 0
    """The most bytes of a JSON body that may be larger than others; 0 for the usual bound."""
    produces: str = "application/json"
    """The media type of what it answers where that is no JSON; several with ", " between."""
    keep_s: int = 0
    """For how many seconds anybody may keep the answer; 0 for not at all."""

    def authorise(self, actor: Actor | None) -> None:
        """Raises ``Unauthorized`` or ``Forbidden``."""
        if self.roles is None:
            return
        if actor is None:
            raise Unauthorized()
        if actor.role not in self.roles:
            raise Forbidden()
        if self.path in FIRST_STEPS:
            return
        if actor.must_change:
            raise MustChangePassword()
        if actor.must_set_up:
            raise SecondFactorNeeded()

    def parse_body(self, data: bytes, content_type: str) -> Any:
        """The validated body (a file as its bytes), or None when the endpoint has none."""
        if self.upload:
            return data
        if self.body is None or (self.body_optional and not data):
            return None
        if content_type != "application/json":
            raise ApiError("unsupported_media", field="Content-Type")
        try:
            return self.body.model_validate_json(data)
        except ValidationError as error:
            raise _invalid(error) from None


class Registry:
    """The endpoints of the API, in the order they were declared."""

    def __init__(self) -> None:
        self.endpoints: list[Endpoint] = []

    def __call__(
        self,
        method: Literal["GET", "POST", "PUT", "DELETE"],
        path: str,
        *,
        summary: str,
        answers: Mapping[int, type[BaseModel] | None],
        roles: set[str] | frozenset[str] | None = None,
        body: type[BaseModel] | None = None,
        parameters: tuple[Parameter, ...] = (),
        keyed: bool = False,
        problems: tuple[int, ...] = (),
        body_optional: bool = False,
        upload: int = 0,
        roomy: int = 0,
        produces: str = "application/json",
        keep_s: int = 0,
    ) -> Callable[[Handler], Handler]:
        """Declare the decorated function as an endpoint.

        Whatever a manager or an administrator may read, an auditor may read too.
        """
        if roles is not None and method == "GET" and roles & {"manager", "admin"}:
            roles = {*roles, "auditor"}

        def declare(handler: Handler) -> Handler:
            self.endpoints.append(
                Endpoint(
                    method=method,
                    path=path,
                    handler=handler,
                    summary=summary,
                    roles=None if roles is None else frozenset(roles),
                    body=body,
                    answers=dict(answers),
                    parameters=parameters,
                    keyed=keyed,
                    problems=problems,
                    body_optional=body_optional,
                    upload=upload,
                    roomy=roomy,
                    produces=produces,
                    keep_s=keep_s,
                )
            )
            return handler

        return declare


def parse_key(text: str | None) -> str | None:
    """An Idempotency-Key: 1 to 200 visible ASCII characters."""
    if text is None:
        return None
    if not 1 <= len(text) <= MAX_KEY or not all("!" <= c <= "~" for c in text):
        raise ApiError("invalid_header", field="Idempotency-Key")
    return text


def check_text(name: str, value: str) -> str:
    """A path or query value: bounded, without control characters. Raises ``Invalid``."""
    if len(value) > MAX_KEY or any(c < " " or "\x7f" <= c < "\xa0" for c in value):
        raise Invalid(field=name)
    return value


def to_response(status: int, body: Json | Blob | Stream | None) -> Response:
    if body is None:
        return Response(status=status)
    if isinstance(body, Blob | Stream):
        return _file(status, body)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status=status, mimetype="application/json")


def _file(status: int, body: Blob | Stream) -> Response:
    content = body.data if isinstance(body, Blob) else body.chunks
    response = Response(content, status=status, content_type=body.media)
    if isinstance(body, Blob) and body.policy:
        response.headers["Content-Security-Policy"] = body.policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
    if body.name:
        name = _NO_NAME.sub("-", body.name)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _invalid(error: ValidationError) -> Exception:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return ApiError("bad_json")
    # "calling.ratio" for a value inside a part; places in lists and names of types are left out.
    names = list(takewhile(lambda part: isinstance(part, str), first["loc"]))[:2]
    return Invalid(field=".".join(map(str, names)) if names else "body")
