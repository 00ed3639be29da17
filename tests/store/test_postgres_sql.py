"""Parameters written once for both stores."""

import pytest

from server.store.postgres import translate


@pytest.mark.parametrize(
    ("sql", "translated"),
    [
        ("a = :a AND b = :b_2", "a = %(a)s AND b = %(b_2)s"),
        ("x::text = :x", "x::text = %(x)s"),
        ("name LIKE 'a%' AND y = :y", "name LIKE 'a%%' AND y = %(y)s"),
        ("VALUES (:a, :a)", "VALUES (%(a)s, %(a)s)"),
    ],
)
def test_named_parameters_are_translated(sql: str, translated: str) -> None:
    assert translate(sql) == translated
