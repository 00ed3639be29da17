"""The tree of errors."""

from collections.abc import Iterator

from server.core import errors
from server.core.errors import MotcuaError


def tree(kind: type[MotcuaError] = MotcuaError) -> Iterator[type[MotcuaError]]:
    yield kind
    for below in kind.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from tree(below)


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in tree()]
    assert len(set(codes)) == len(codes)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    for kind in tree():
        assert kind.__name__ in (errors.__doc__ or "")


def test_an_error_says_its_code_field_and_params() -> None:
    text = str(errors.Invalid(field="limit", value=7))
    assert "invalid_field" in text and "limit" in text and "7" in text
