"""What each piece must look like: types and bounds, the same in a file, a form and an undo."""

from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from ...core.errors import Invalid

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Name = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", min_length=1, max_length=300)
]
Span = tuple[str, str]
Position = Annotated[int, Field(ge=0, le=100_000)]
S = TypeVar("S", bound=BaseModel)
T = TypeVar("T")


class Shape(BaseModel):
    """Unknown fields are errors, so that a typing mistake in a file is told."""

    model_config = ConfigDict(extra="forbid")


class CentreShape(Shape):
    """``zone`` is an IANA time zone name."""

    name: Name
    name_en: Name
    zone: Annotated[str, StringConstraints(max_length=64)]


class DepartmentShape(Shape):
    name: Name
    name_en: Name
    position: Position = 0


class ServiceShape(Shape):
    """``hours`` is a week (None: the centre's), ``capacity`` tickets a day (None: no bound),
    ``officers`` are the user names it is kept for (nobody: everybody), ``kind`` tells the line that
    hands results over."""

    name: Name
    name_en: Name
    department: Slug
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,3}$")]
    nominal_minutes: Annotated[int, Field(ge=1, le=480)] = 10
    open: bool = True
    hours: dict[str, list[Span]] | None = None
    capacity: Annotated[int, Field(ge=1, le=100_000)] | None = None
    officers: Annotated[list[Slug], Field(max_length=200)] = []
    kind: Literal["usual", "result"] = "usual"
    position: Position = 0


class SkillShape(Shape):
    weight: Annotated[int, Field(ge=1, le=10)] = 1
    helps: bool = False


class CounterShape(Shape):
    """``services`` are what it handles, by id."""

    number: Annotated[int, Field(ge=1, le=9999)]
    name: Name
    name_en: Name
    services: Annotated[dict[Slug, SkillShape], Field(max_length=200)] = {}


class PersonShape(Shape):
    """Somebody who signs in; passwords are in no file."""

    username: Slug
    name: Name
    role: Slug


def shaped(shape: type[S], piece: str, value: Any) -> S:
    """The value in its shape. Raises ``Invalid`` naming the piece and the field."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        raise _invalid(piece, error) from None


def typed(type: Any, piece: str, value: Any) -> Any:
    """The value as a ``type`` that is no shape: a dataclass, a list … Raises ``Invalid``."""
    try:
        return TypeAdapter(type).validate_python(value)
    except ValidationError as error:
        raise _invalid(piece, error) from None


def check_zone(zone: str, piece: str) -> None:
    if zone not in available_timezones():
        raise Invalid(field=f"{piece}.zone", value=zone)


def _invalid(piece: str, error: ValidationError) -> Invalid:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(map(str, first["loc"][:3]))
    return Invalid(field=f"{piece}.{place}" if place else piece)
