"""The small types that bodies and answers share."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from ..core.priority import CLASSES

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Text = Annotated[
    str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]*$", min_length=1, max_length=300)
]
Priority = Literal["none", "merit", "disabled", "elderly", "pregnant", "child"]
Value = Literal["very_satisfied", "satisfied", "neutral", "unsatisfied", "very_unsatisfied"]
Time = Annotated[str, Field(json_schema_extra={"format": "date-time"})]

assert set(CLASSES) == set(Priority.__args__)  # type: ignore[attr-defined]
