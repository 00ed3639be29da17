"""Everything the demo says is there in both languages, with the same placeholders."""

import string

from server.texts import catalogue


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_say_the_same_things() -> None:
    texts = catalogue("server.demo")
    assert texts.keys("vi") == texts.keys("en")


def test_the_home_page_has_every_title_in_both_languages() -> None:
    from server.demo.faces import Addresses, faces
    from server.demo.prepare import Tokens
    from server.demo.sample import sample_centre

    counters = {counter.id: "t" for counter in sample_centre().counters}
    shown = faces(
        sample_centre(),
        Addresses("http://s", "http://k", "http://p"),
        Tokens("k", "d", "m", counters, counters),
        ["1"],
    )
    for group in shown["groups"]:
        assert group["title"] and group["title_en"] and group["links"]
        for link in group["links"]:
            assert link["title"] and link["title_en"] and link["note"] and link["note_en"]
            assert not placeholders(link["title"] + link["note"])
    assert {sign_in["role_en"] for sign_in in shown["sign_ins"]} >= {"Manager", "Administrator"}
