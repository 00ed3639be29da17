"""The sample centre: what a centre of this kind looks like, to try the product on.

Read from the package's own files: `centre.json` (the centre, its lines, counters and people),
`procedures.csv` (facts of real procedures), `fields.json` (the line that takes each field),
`documents.csv` with `papers.json` (the sorts of papers procedures ask for) and `checklists.json`
(what to bring for everyday ones, in plain words).
The set-up page offers the same sample; its users and passwords are for the demo only.
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple, TypedDict


class SampleDepartment(NamedTuple):
    id: str
    name: str
    name_en: str


class SampleService(NamedTuple):
    """A line. `nominal_minutes`: the usual time at the counter."""

    id: str
    department: str
    name: str
    name_en: str
    prefix: str
    nominal_minutes: int
    open: bool


class SampleCounter(NamedTuple):
    """A desk; `services` are the ids of the lines it takes."""

    id: str
    number: int
    name: str
    name_en: str
    services: tuple[str, ...]


class SampleUser(NamedTuple):
    """An account of the demo; `role` is staff, manager or admin."""

    username: str
    name: str
    role: str
    password: str


class SampleProcedure(TypedDict):
    """Facts of one procedure. `processing_days`: working days, None where the law counts otherwise.

    `service` is the id of the line that takes it; unknown texts are "".
    """

    code: str
    name: str
    field: str
    agency: str
    level: str
    processing_days: int | None
    processing_text: str
    fee_text: str
    service: str


Document = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class SampleCentre:
    """Everything a store needs to become the sample centre. `zone`: IANA time zone name.

    `arrival_shares` gives each line's part of the simulated arrivals, in any unit.
    """

    name: str
    name_en: str
    zone: str
    departments: tuple[SampleDepartment, ...]
    services: tuple[SampleService, ...]
    counters: tuple[SampleCounter, ...]
    users: tuple[SampleUser, ...]
    arrival_shares: Mapping[str, int]
    everyday: tuple[str, ...]
    """Codes of the procedures people come for most, most first."""
    results: tuple[str, ...]
    """Ids of the lines that hand results over."""

    def procedures(self) -> Iterator[SampleProcedure]:
        """The procedures, read from the file anew at each call."""
        services: dict[str, str] = json.loads(_text("fields.json"))
        for row in csv.DictReader(_text("procedures.csv").splitlines()):
            yield _procedure(row, services[row["field"]])

    def documents(self) -> dict[str, list[Document]]:
        """What to bring, by procedure code: (case, document, originals, copies).

        Written out for what people come for most, else the sorts of papers a procedure asks for.
        """
        listed: dict[str, list[Document]] = {}
        papers = {paper["id"]: paper["text"] for paper in json.loads(_text("papers.json"))}
        for row in csv.DictReader(_text("documents.csv").splitlines()):
            told = (paper.split(":") for paper in row["papers"].split())
            entries = [(row["case"], papers[id], int(n), int(m)) for id, n, m in told]
            listed.setdefault(row["code"], []).extend(entries)
        written: dict[str, Any] = json.loads(_text("checklists.json"))
        for code, cases in written.items():
            listed[code] = [(case, *entry) for case, kept in cases.items() for entry in kept]
        return listed


@cache
def sample_centre() -> SampleCentre:
    """The sample centre; the same object each time."""
    raw: dict[str, Any] = json.loads(_text("centre.json"))
    return SampleCentre(
        name=raw["name"],
        name_en=raw["name_en"],
        zone=raw["zone"],
        departments=tuple(SampleDepartment(**row) for row in raw["departments"]),
        services=tuple(_service(row) for row in raw["services"]),
        counters=tuple(
            SampleCounter(**row | {"services": tuple(row["services"])}) for row in raw["counters"]
        ),
        users=tuple(SampleUser(**row) for row in raw["users"]),
        arrival_shares={row["id"]: row["share"] for row in raw["services"]},
        everyday=tuple(raw["everyday"]),
        results=tuple(raw["results"]),
    )


def _service(row: Mapping[str, Any]) -> SampleService:
    return SampleService(**{field: row[field] for field in SampleService._fields})


def _procedure(row: Mapping[str, str], service: str) -> SampleProcedure:
    return SampleProcedure(
        code=row["code"],
        name=row["name"],
        field=row["field"],
        agency=row["agency"],
        level=row["level"],
        processing_days=int(row["processing_days"]) if row["processing_days"] else None,
        processing_text=row["processing_text"],
        fee_text=row["fee_text"],
        service=service,
    )


def _text(name: str) -> str:
    return resources.files("server.demo").joinpath(name).read_text("utf-8")
