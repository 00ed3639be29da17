"""Bodies and answers of a centre's configuration."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from .bodies import In
from .words import Slug, Text, Time


class CentreBody(In):
    name: Text
    name_en: Text | None = None
    zone: Annotated[str, StringConstraints(max_length=64)] = "Asia/Ho_Chi_Minh"


class DepartmentBody(In):
    """``position`` is its place among the others, from 0; left out: where it is, or last."""

    name: Text
    name_en: Text | None = None
    position: Annotated[int, Field(ge=0, le=100_000)] | None = None


class ServiceEditBody(In):
    """What a service is called and where it belongs; hours, officers and state stay."""

    name: Text
    name_en: Text | None = None
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,3}$")]
    department: Slug
    nominal_minutes: Annotated[int, Field(ge=1, le=480)]
    position: Annotated[int, Field(ge=0, le=100_000)] | None = None


class CounterEditBody(In):
    """What a counter is called; what it handles stays."""

    number: Annotated[int, Field(ge=1, le=9999)]
    name: Text
    name_en: Text | None = None


class FileBody(In):
    """A configuration file, and whether what it does not name shall go."""

    configuration: dict[str, Any]
    remove_missing: bool = False


class CentreFacts(BaseModel):
    name: str
    name_en: str
    zone: str


class DepartmentFacts(BaseModel):
    id: str
    name: str
    name_en: str
    position: int


class DepartmentFactsList(BaseModel):
    items: list[DepartmentFacts]
    next: str | None


class DifferenceOut(BaseModel):
    """A piece such as ``service/ho-tich``; the values before and after, null where it is not."""

    piece: str
    what: Literal["added", "changed", "removed"]
    fields: list[str]
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class NamedPerson(BaseModel):
    username: str
    name: str
    role: str


class ImportOut(BaseModel):
    """What a file changes, and the people who get an account (an administrator sets their
    passwords)."""

    changes: list[DifferenceOut]
    people: list[NamedPerson]


class ConfigurationChange(BaseModel):
    """One kept change. ``kind`` is a code; ``actor`` is ``person:…`` or ``device:…``."""

    id: str
    at: Time
    actor: str
    kind: str
    undone: bool
    changes: list[DifferenceOut]


class ConfigurationChangeList(BaseModel):
    items: list[ConfigurationChange]
    next: str | None


class ConfigurationFile(BaseModel):
    """The file: see the documentation of its parts. Lists stand in the order of the kiosk."""

    motcua: Literal[1]
    centre: dict[str, Any]
    settings: dict[str, Any]
    departments: list[dict[str, Any]] = []
    services: list[dict[str, Any]] = []
    counters: list[dict[str, Any]] = []
    fields: dict[str, Any] | None = None
    boards: list[dict[str, Any]] = []
    forms: list[dict[str, Any]] = []
    synonyms: dict[str, Any] | None = None
    ticket_template: dict[str, Any] | None = None
    alert_rules: dict[str, Any] | None = None
    dossier_rules: dict[str, Any] | None = None
    people: list[NamedPerson]
