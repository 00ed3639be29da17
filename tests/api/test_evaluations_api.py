"""Quarterly evaluations over HTTP."""

from typing import Any

import pytest
from private_desk import Office, error_of

MARK = {"quarter": "2026-Q3", "kind": "department", "subject": "tu-phap", "index": "online",
        "points": 1.5, "note": "Theo biên bản"}  # fmt: skip


def test_a_mark_is_entered_and_read_again(office: Office) -> None:
    manager = office.client("manager")
    for _ in range(2):
        answer = manager.send("PUT", "/evaluations", MARK)
        assert answer.status_code == 200, answer.text
    read = manager.get("/evaluations", quarter="2026-Q3", kind="department").json()
    assert answer.json() == read
    assert (read["from"], read["to"], len(read["grades"])) == ("2026-07-01", "2026-09-30", 5)
    item = next(one for one in read["items"] if one["id"] == "tu-phap")
    online = next(one for one in item["indices"] if one["key"] == "online")
    assert (online["points"], online["source"], len(online["marks"])) == (1.5, "mark", 1)
    taken = manager.send("PUT", "/evaluations", {**MARK, "points": None}).json()
    item = next(one for one in taken["items"] if one["id"] == "tu-phap")
    assert next(one for one in item["indices"] if one["key"] == "online")["points"] is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"points": 0.3}, "points"),
        ({"points": 2.5}, "points"),
        ({"points": "NaN"}, "points"),
        ({"quarter": "2026-4"}, "quarter"),
        ({"kind": "city"}, "kind"),
        ({"note": "x" * 301}, "note"),
        ({"note": "a\u0000b"}, "note"),
    ],
)
def test_a_mark_out_of_bounds_is_refused_by_field(
    office: Office, wrong: dict[str, Any], field: str
) -> None:
    answer = office.client("manager").send("PUT", "/evaluations", {**MARK, **wrong})
    error_of(answer, 422, "invalid_field", field)


def test_wrong_questions_name_their_field(office: Office) -> None:
    manager = office.client("manager")
    error_of(manager.get("/evaluations", quarter="x"), 422, "invalid_field", "quarter")
    error_of(manager.get("/evaluations", kind="x"), 422, "invalid_field", "kind")
    unknown = manager.send("PUT", "/evaluations", {**MARK, "subject": "khong-co"})
    error_of(unknown, 404, "not_found", "subject")
    later = manager.send("PUT", "/evaluations", {**MARK, "quarter": "2999-Q4"})
    error_of(later, 422, "invalid_field", "quarter")


def test_the_rules_are_set_apart_from_other_settings(office: Office) -> None:
    admin = office.client("admin")
    rules = admin.get("/evaluations/rules").json()
    assert len(rules["indices"]) == 9
    changed = {**rules, "wait_target_min": 20}
    assert admin.send("PUT", "/evaluations/rules", changed).json() == changed
    settings = admin.get("/settings").json()["settings"]
    assert "evaluation" not in settings
    kept = {k: v for k, v in settings.items() if k in ("calling", "rating", "scale", "week")}
    assert admin.send("PUT", "/settings", kept).status_code == 200
    assert admin.get("/evaluations/rules").json() == changed
    error_of(
        admin.send("PUT", "/evaluations/rules", {**rules, "indices": rules["indices"][:8]}),
        422, "invalid_field", "indices",
    )  # fmt: skip
    admin.send("PUT", "/evaluations/rules", rules)
