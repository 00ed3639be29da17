"""schemathesis over the whole OpenAPI document, inside this process, as each role."""

import contextlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import schemathesis
import templates
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Unsatisfiable
from running import make_token
from schemathesis import checks
from schemathesis.core.failures import FailureGroup
from schemathesis.generation.case import Case
from schemathesis.specs.openapi import checks as openapi_checks

from server.app import create_app
from server.clock import now_ms
from server.config import Config
from server.core.model import Role
from server.store.base import Store

NOBODY = "none"
ROLES = (NOBODY, *(role.value for role in Role))
BOUND = {"staff": "1", "terminal": "1"}
CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
]


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer the document does not allow, or a server error."""

    role: str
    operation: str
    told: str

    def __str__(self) -> str:
        return f"{self.operation} as {self.role}: {self.told}"


def may(operation: Any) -> tuple[str, ...]:
    """The roles that may call an operation; nobody in particular where anybody may."""
    roles = operation.definition.raw.get("x-roles")
    return tuple(roles) if roles else (NOBODY,)


@dataclass
class Walk:
    """An installation with the sample centre and a token of each role. ``known`` are ids that are
    there, by the name of a path's or a body's field."""

    app: Flask
    tokens: Mapping[str, str]
    schema: Any
    store: Store
    known: dict[str, list[str]] = field(default_factory=dict)
    asked: int = 0
    statuses: dict[int, int] = field(default_factory=dict)

    @classmethod
    def open(cls, data: Path) -> "Walk":
        config = Config(data, check_answers=True, forecast=False, requests_a_minute=1_000_000)
        templates.put_sample(data)
        parts = create_app(config, direct=True)
        tokens = {role.value: _token(parts.store, role) for role in Role}
        parts.app.testing = False
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", parts.app)
        walk = cls(parts.app, tokens, schema, parts.store)
        walk._learn(parts.store)
        return walk

    def close(self) -> None:
        self.store.close()

    def operations(self) -> Iterator[Any]:
        for result in self.schema.get_all_operations():
            yield result.ok()

    def walk(self, role: str, operation: Any, examples: int, seed: int) -> list[Fault]:
        """Ask ``operation`` ``examples`` times as ``role`` with what the document allows, and as
        often with what it does not; what was wrong, each kind once."""
        faults: dict[str, Fault] = {}
        dice = random.Random(f"{seed} {role} {operation.label}")

        def ask(case: Case) -> None:
            for told in self._ask(case, role, dice):
                faults.setdefault(told.splitlines()[0], Fault(role, operation.label, told))

        for mode in schemathesis.GenerationMode:
            _drive(operation.as_strategy(generation_mode=mode), ask, examples, seed)
        return list(faults.values())

    def _ask(self, case: Case, role: str, dice: random.Random) -> list[str]:
        _aim(case, self.known, dice)
        headers = {} if role == NOBODY else {"Authorization": f"Bearer {self.tokens[role]}"}
        self.asked += 1
        try:
            response = case.call(headers=headers)
        except Exception as error:  # what no handler caught: a server error, told as one
            return [f"{type(error).__name__} {error}"]
        status = response.status_code
        if status == 503 and b'"no_forecast"' in response.content:
            return []  # its process is not started here, and the answer is a documented one
        self.statuses[status] = self.statuses.get(status, 0) + 1
        try:
            case.validate_response(response, checks=CHECKS)  # type: ignore[arg-type]
        except FailureGroup as group:
            return [f"{type(e).__name__}: {e.title}\n{e.message}\n{response.content[:300]!r}"
                    for e in group.exceptions]  # fmt: skip
        return []

    def _learn(self, store: Store) -> None:
        for name, sql in (
            ("service", "SELECT id FROM service"),
            ("counter", "SELECT id FROM counter"),
            ("department", "SELECT id FROM department"),
            ("procedure", "SELECT code AS id FROM procedure LIMIT 5"),
        ):
            rows = store.read(lambda session, sql=sql: session.all(sql))  # type: ignore[misc]
            self.known[name] = [row["id"] for row in rows][:5]


def _token(store: Store, role: Role) -> str:
    department = None
    if role is Role.DEPARTMENT:
        row = store.read(lambda s: s.one("SELECT id FROM department ORDER BY position"))
        assert row is not None
        department = row["id"]
    return make_token(store, role.value, BOUND.get(role.value), now_ms(), department)


def _aim(case: Case, known: Mapping[str, Sequence[str]], dice: random.Random) -> None:
    """Half of the time, ids that are there: else everything would end at "not found"."""
    for name in case.path_parameters or {}:
        kind = "counter" if "/counters/" in case.path else "service" if name == "id" else name
        if known.get(kind) and dice.random() < 0.5:
            case.path_parameters[name] = dice.choice(known[kind])
    if isinstance(case.body, dict):
        for name in case.body:
            if known.get(name) and dice.random() < 0.6:
                case.body[name] = dice.choice(known[name])


def _drive(cases: Any, ask: Callable[[Case], None], examples: int, seed: int) -> None:
    @hypothesis.seed(seed)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=cases)
    def run(case: Case) -> None:
        ask(case)

    # Some operations have nothing that could be wrong about them.
    with contextlib.suppress(Unsatisfiable):
        run()
