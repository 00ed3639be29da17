"""Finding procedures through the engine: the index follows the catalogue and the synonyms."""

import threading

from stores import NOON, add_centre

from server.core.search.finder import Finder
from server.engine import DirectLanes, Engine
from server.queries.procedures import find_procedures
from server.queries.snapshot import Snapshot
from server.store import catalogue_version, procedures
from server.store.base import Session, Store
from server.usecases.change import Actor
from server.usecases.everyday import shipped_words
from server.usecases.synonyms import list_of, replace_list, restore_list

ADMIN = Actor("admin", "c1", "test")


def engine_of(store: Store) -> Engine:
    add_centre(store)
    return Engine(DirectLanes(store), lambda centre, rooms: None)


def found(engine: Engine, query: str, limit: int = 3, field: str | None = None) -> list[str]:
    items = engine.find(
        "c1",
        lambda look, finder: find_procedures(look, engine.finders, finder, query, field, limit),
    )
    return [item["code"] for item in items]


def index(engine: Engine) -> Finder:
    return engine.find("c1", lambda look, finder: finder)


def add_procedure(store: Store, code: str, name: str) -> None:
    def job(session: Session) -> None:
        row = {"code": code, "name": name, "field": "Đất đai", "agency": "", "level": "Cấp tỉnh",
               "processing_days": None, "processing_text": "", "fee_text": "", "service": None,
               "search": ""}  # fmt: skip
        procedures.put(session, "c1", [row])
        catalogue_version.raise_(session, "c1")

    store.write(job)


def test_the_best_comes_first_with_or_without_diacritics(store: Store) -> None:
    engine = engine_of(store)
    for query in ("đăng ký kết hôn", "dang ky ket hon", "lấy vợ", "dkkh", "ket hom"):
        assert found(engine, query)[0] == "1.002", query
    assert found(engine, "công chứng giấy tờ")[0] == "1.003"
    assert found(engine, "zzzz qqqq") == []


def test_the_index_is_made_once_until_the_catalogue_changes(store: Store) -> None:
    engine = engine_of(store)
    first = index(engine)
    assert index(engine) is first
    add_procedure(store, "1.900", "Tách thửa hoặc hợp thửa đất")
    assert found(engine, "tach thua dat") == ["1.900"]
    assert index(engine) is not first


def test_tickets_do_not_make_the_index_anew(store: Store) -> None:
    engine = engine_of(store)
    first = index(engine)
    store.write(lambda s: s.run("UPDATE centre SET version = version + 1 WHERE id = 'c1'"))
    assert index(engine) is first


def test_every_process_notices_that_another_changed_the_synonyms(store: Store) -> None:
    engine = engine_of(store)
    other = Engine(DirectLanes(store), lambda centre, rooms: None)
    assert found(engine, "tờ giấy hồng hồng") == found(other, "tờ giấy hồng hồng")
    engine.change(ADMIN, lambda c: replace_list(
        c, [{"said": "tờ giấy hồng hồng; giấy màu hồng", "means": ["đăng ký khai sinh"]}]
    ))  # fmt: skip
    for each in (engine, other):
        assert found(each, "tờ giấy hồng hồng")[0] == "1.001"
        assert found(each, "giay mau hong")[0] == "1.001"
        assert found(each, "wedding")[:1] != ["1.002"]


def test_an_edited_list_can_be_taken_back(store: Store) -> None:
    engine = engine_of(store)
    assert engine.look("c1", lambda look: list_of(look.session, "c1")) == (shipped_words(), True)
    engine.change(ADMIN, lambda c: replace_list(c, []))
    assert engine.look("c1", lambda look: list_of(look.session, "c1")) == ([], False)
    assert found(engine, "wedding")[:1] != ["1.002"]
    engine.change(ADMIN, restore_list)
    engine.change(ADMIN, restore_list)
    assert found(engine, "wedding")[0] == "1.002"


def test_centres_with_the_same_catalogue_share_one_index(store: Store) -> None:
    engine = engine_of(store)
    add_centre(store, "c2", NOON)
    first = index(engine)
    assert engine.find("c2", lambda look, finder: finder) is first
    add_procedure(store, "1.900", "Tách thửa đất")
    assert index(engine) is not first
    assert engine.find("c2", lambda look, finder: finder) is first


def test_while_an_index_is_being_made_the_one_before_answers(store: Store) -> None:
    engine = engine_of(store)
    first = index(engine)
    add_procedure(store, "1.900", "Tách thửa đất")
    material = engine.look("c1", lambda look: engine.finders.material(look))
    assert index(engine) is first
    engine.finders.make("c1", material)
    engine.finders.leave("c1")
    assert found(engine, "tách thửa") == ["1.900"]


def test_many_threads_ask_at_once(store: Store) -> None:
    engine = engine_of(store)
    answers: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda: answers.append(found(engine, "kết hôn"))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == 6
    assert all(answer[0] == "1.002" for answer in answers)


def test_only_procedures_of_the_field_are_found(store: Store) -> None:
    engine = engine_of(store)
    add_procedure(store, "1.900", "Đăng ký khai sinh cho đất")
    assert found(engine, "khai sinh", field="Đất đai") == ["1.900"]
    assert "1.900" not in found(engine, "khai sinh", field="Hộ tịch")
    assert found(engine, "khai sinh", field="Không có") == []


def test_what_is_asked_for_most_here_comes_first_among_equals(store: Store) -> None:
    engine = engine_of(store)
    add_procedure(store, "1.901", "Đo đạc thửa đất loại một")
    add_procedure(store, "1.902", "Đo đạc thửa đất loại hai")
    assert found(engine, "đo đạc thửa đất") == ["1.901", "1.902"]

    def ask(session: Session) -> None:
        session.run(
            "INSERT INTO popular (centre, kind, id, n) VALUES ('c1', 'procedure', '1.902', 9)"
        )

    store.write(ask)
    engine.finders = type(engine.finders)()
    assert found(engine, "đo đạc thửa đất") == ["1.902", "1.901"]


def test_a_removed_procedure_is_not_found_even_by_an_old_index(store: Store) -> None:
    engine = engine_of(store)
    finder = index(engine)
    store.write(lambda s: s.run("DELETE FROM procedure WHERE code = '1.002'"))

    def ask(look: Snapshot) -> list[dict[str, object]]:
        return find_procedures(look, engine.finders, finder, "kết hôn", None, 3)

    assert all(item["code"] != "1.002" for item in engine.look("c1", ask))
