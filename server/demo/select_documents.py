"""Tell which sorts of papers each of the demo's procedures asks for: a one-off script.

    python -m server.demo.select_documents SOURCE.csv

SOURCE.csv has the columns code, case, document, originals, copies in official wording; it is not
part of the repository, and its wording does not enter it. `papers.json` names sorts of papers in
the product's own words, with how each is met in the source (folded text). Kept are a procedure's
sorts of papers and how many of each, and only where every paper it asks for is of a known sort:
a list with gaps would send people home. Run again, it writes the same `documents.csv`.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..usecases.folding import fold

HERE = Path(__file__).parent
COLUMNS = ("code", "case", "papers")
MOST_PAPERS = 9
# What stands before the paper's name: bullets, numbers, "a certified copy of".
_LEAD = re.compile(
    r"^([\W\d_]|(?:[ivx]{1,4}|[a-z])[\).] |bo |mot |hai |0?\d+ (?:bo|ban) |kem theo "
    r"|(?:ban (?:sao|chinh|goc|chup|dien tu)(?:,| hoac| va| co chung thuc| dien tu| chup| hop le"
    r"| kem| cua)* ))*"
)
# Cases that can be told in a few words; a procedure with another one is left out.
_CASES = (
    (re.compile(r"$|thanh phan ho so|bao gom|ho so gom"), ""),
    (re.compile(r"giay to phai nop"), "Nộp lại"),
    (re.compile(r"giay to phai xuat trinh|xuat trinh"), "Mang theo để xem"),
    (re.compile(r".*uy quyen"), "Khi nhờ người khác nộp thay"),
    (re.compile(r".*(moi truong dien tu|truc tuyen)"), "Khi nộp qua mạng"),
    (re.compile(r".*truc tiep"), "Khi nộp tại quầy"),
)
_NOTE = re.compile(r"luu y|ghi chu")

Row = dict[str, str]
Lists = dict[str, dict[str, tuple[int, int]]]
"""By case: how many originals and copies of each sort of paper."""


def papers() -> list[tuple[str, re.Pattern[str]]]:
    """The sorts of papers, those looked for first before the others."""
    listed = json.loads((HERE / "papers.json").read_text("utf-8"))
    return [(paper["id"], re.compile(paper["found"])) for paper in listed]


def sort_of(document: str, sorts: Iterable[tuple[str, re.Pattern[str]]]) -> str | None:
    """The sort of a paper in official wording; None for one nobody knows."""
    folded = fold(document)
    for text in (folded, _LEAD.sub("", folded)):
        for id, found in sorts:
            if found.match(text):
                return id
    return None


def case_of(text: str) -> str | None:
    """A case in plain words; None for one that is left out."""
    folded = re.sub(r"^\W+", "", fold(text))
    return next((plain for found, plain in _CASES if found.match(folded)), None)


def select(rows: list[Row], sorts: list[tuple[str, re.Pattern[str]]]) -> Lists | None:
    """What one procedure asks for; None unless all of it is known."""
    lists: Lists = {}
    for row in rows:
        originals, copies = int(row["originals"]), int(row["copies"])
        # Without a count it is a note, not a paper.
        if originals + copies == 0 or _NOTE.match(fold(row["case"])):
            continue
        case, sort = case_of(row["case"]), sort_of(row["document"], sorts)
        if case is None or sort is None:
            return None
        kept = lists.setdefault(case, {})
        before = kept.get(sort, (0, 0))
        kept[sort] = (max(before[0], originals), max(before[1], copies))
    known = lists if sum(map(len, lists.values())) <= MOST_PAPERS else {}
    return known or None


def chosen(rows: Iterable[Row], wanted: set[str]) -> Iterator[Row]:
    """Rows of `documents.csv`, by code."""
    sorts = papers()
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["code"], []).append(row)
    for code in sorted(wanted & grouped.keys()):
        for case, kept in (select(grouped[code], sorts) or {}).items():
            told = " ".join(f"{sort}:{n}:{m}" for sort, (n, m) in kept.items())
            yield {"code": code, "case": case, "papers": told}


def main(source: str) -> None:
    with open(HERE / "procedures.csv", encoding="utf-8", newline="") as read:
        wanted = {row["code"] for row in csv.DictReader(read)}
    with open(source, encoding="utf-8-sig", newline="") as read:
        kept = list(chosen(csv.DictReader(read), wanted))
    with open(HERE / "documents.csv", "w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    print(len({row["code"] for row in kept}), "of", len(wanted), "procedures have a checklist")


if __name__ == "__main__":
    main(sys.argv[1])
