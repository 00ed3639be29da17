"""The OpenAPI 3.1 document, made from the declarations that validate requests."""

import re
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from .answers import ProblemOut
from .endpoint import MAX_KEY, Endpoint

VERSION = "0.1.0"
_REF = "#/components/schemas/{model}"
_PATH_NAME = re.compile(r"{(\w+)}")


def document(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    """The whole document."""
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Motcua",
            "version": VERSION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "paths": paths,
        "components": {
            "schemas": _schemas(endpoints),
            "securitySchemes": {
                "device": {"type": "http", "scheme": "bearer"},
                "person": {"type": "apiKey", "in": "cookie", "name": "motcua_session"},
            },
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{endpoint.handler.__module__.rsplit('.', 1)[-1]}_"
        f"{endpoint.handler.__name__}",
        "summary": endpoint.summary,
        "parameters": _parameters(endpoint),
        "responses": _responses(endpoint),
    }
    if endpoint.roles is not None:
        operation["security"] = [{"device": []}, {"person": []}]
        operation["x-roles"] = sorted(endpoint.roles)
    if endpoint.body is not None:
        operation["requestBody"] = {
            "required": not endpoint.body_optional,
            "content": _content(endpoint.body),
        }
    if endpoint.upload:
        # A schema without a type: bytes as they are (OpenAPI 3.1).
        operation["requestBody"] = {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"maxLength": endpoint.upload}}},
        }
    return operation


def _parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    found = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "minLength": 1, "maxLength": MAX_KEY},
        }
        for name in _PATH_NAME.findall(endpoint.path)
    ]
    found += [
        {"name": p.name, "in": "query", "required": False, "schema": p.schema}
        for p in endpoint.parameters
    ]
    if endpoint.keyed:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "One per press; a repeat gets the same answer.",
                "schema": {"type": "string", "pattern": r"^[!-~]{1,200}$"},
            }
        )
    return found


def _responses(endpoint: Endpoint) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, model in endpoint.answers.items():
        responses[str(status)] = {"description": HTTPStatus(status).phrase}
        if model is not None:
            responses[str(status)]["content"] = _content(model)
        elif status == HTTPStatus.OK:
            schema = {"type": "object"} if endpoint.produces == "application/json" else {}
            media = endpoint.produces.split(", ")
            responses[str(status)]["content"] = {one: {"schema": schema} for one in media}
    for status in sorted(_problems(endpoint)):
        responses[str(status)] = {
            "description": HTTPStatus(status).phrase,
            "content": _content(ProblemOut),
        }
    return responses


def _problems(endpoint: Endpoint) -> set[int]:
    found = {401, 422, 429, 503, *endpoint.problems}
    if endpoint.roles is not None or endpoint.method != "GET":
        found.add(403)
    if endpoint.method != "GET":
        found |= {400, 413}
    if endpoint.body is not None:
        found.add(415)
    if endpoint.keyed:
        found.add(400)
    return found


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}}


def _schemas(endpoints: Sequence[Endpoint]) -> dict[str, Any]:
    incoming = {e.body for e in endpoints if e.body is not None}
    outgoing = {m for e in endpoints for m in e.answers.values() if m is not None}
    models: list[tuple[type[BaseModel], Any]] = [(m, "validation") for m in incoming]
    models += [(m, "serialization") for m in outgoing | {ProblemOut}]
    models.sort(key=lambda pair: pair[0].__name__)
    _, schema = models_json_schema(models, ref_template=_REF)
    definitions: dict[str, Any] = schema["$defs"]
    return definitions
