"""What people type finds its procedure: the table of queries, and the catalogue's own names.

Columns of ``queries.csv``: query, codes (any of which must be among the first three), kind, set
(``tuned``: looked at while the search was made; ``held``: written by others and kept away).
"""

import csv
import random
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest
from search_catalogue import codes, names

from server.core.search.entries import family_of
from server.core.search.folding import fold, words

TABLE = Path(__file__).with_name("queries.csv")
WANTED = {"tuned": 0.95, "held": 0.90}
SAMPLE = 150


def rows(of: str) -> list[tuple[str, set[str], str]]:
    """(query, codes, kind) of a set, those whose procedure is in the catalogue."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        listed = [r for r in csv.DictReader(file) if r["set"] == of]
    found = [(r["query"], set(r["codes"].split()) & names().keys(), r["kind"]) for r in listed]
    return [row for row in found if row[1]]


@pytest.mark.parametrize("of", ["tuned", "held"])
def test_everyday_queries_find_their_procedure_among_the_first_three(of: str) -> None:
    table = rows(of)
    if not table:
        pytest.skip(f"no queries of the set {of}")
    hits: dict[str, list[bool]] = defaultdict(list)
    missed = []
    for query, wanted, kind in table:
        found = codes(query)
        hits[kind].append(bool(wanted & set(found)))
        if not hits[kind][-1]:
            missed.append((query, sorted(wanted), found))
    for kind, results in sorted(hits.items()):
        print(f"{of:6} {kind:14} {sum(results):4} of {len(results):4}")
    rate = sum(sum(r) for r in hits.values()) / len(table)
    print(f"{of:6} hit rate {rate:.3f} of {len(table)}")
    print(*missed, sep="\n")
    assert rate >= WANTED[of]


def test_the_table_is_large_and_of_many_kinds() -> None:
    table = rows("tuned")
    assert len(table) >= 150
    assert len({query for query, _, _ in table}) == len(table)
    assert len({kind for _, _, kind in table}) >= 8


def slip(word: str, chance: random.Random) -> str:
    """A letter lost, doubled, or swapped with the next."""
    place = chance.randrange(len(word) - 1)
    return chance.choice(
        [
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ]
    )


def bare(name: str) -> list[str]:
    return [w.plain for w in words(re.sub(r"^Thủ tục:? ", "", name))]


def typed_with_slips(name: str, chance: random.Random) -> str:
    return " ".join(
        slip(w, chance) if len(w) > 2 and chance.random() < 0.25 else w for w in bare(name)[:12]
    )


FORMS: dict[str, tuple[float, Callable[[str, random.Random], str]]] = {
    "whole, no diacritics": (0.92, lambda name, _: fold(name)[:190]),
    "cut off": (0.85, lambda name, _: " ".join(bare(name)[: max(5, len(bare(name)) * 2 // 3)])),
    "from the middle": (0.72, lambda name, _: " ".join(bare(name)[len(bare(name)) // 4 :][:7])),
    "with slips": (0.9, typed_with_slips),
    "initials": (0.8, lambda name, _: "".join(w[0] for w in bare(name))[:7]),
}


@pytest.mark.parametrize("form", FORMS)
def test_official_names_find_themselves(form: str) -> None:
    """Procedures of one name that differ in who decides them count as one."""
    least, typed = FORMS[form]
    chance = random.Random(7)
    sample = chance.sample(sorted(names()), SAMPLE)
    hits = 0
    for code in sample:
        family = family_of(names()[code])
        hits += any(family_of(names()[c]) == family for c in codes(typed(names()[code], chance)))
    print(f"{form}: {hits} of {SAMPLE}")
    assert hits / SAMPLE >= least


def test_every_code_finds_its_procedure() -> None:
    for code in random.Random(3).sample(sorted(names()), 200):
        assert codes(code)[0] == code
        assert codes(code.replace(".", ""))[0] == code
        assert codes(f"mã thủ tục {code}.000.00.00.H38")[0] == code
