"""Pick the demo's procedures from the national portal's open facts: a one-off script.

    python -m server.demo.select_procedures SOURCE.csv

SOURCE.csv has the columns code, name, field, agency, level, processing_days, processing_text,
fee_text (more are ignored); it is not part of the repository. Only facts are kept: codes,
official titles, fields, agencies, levels, times and amounts. Left out are the wording of fees in
brackets, amounts that the portal itself got wrong (a "125 VNĐ" that means thousands), a "free"
that its brackets take back, customs, whose level it got wrong, and the courts. Run again, it
writes the same `procedures.csv` and says which fields `fields.json` does not map to a line yet.
"""

import csv
import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

COLUMNS = (
    "code",
    "name",
    "field",
    "agency",
    "level",
    "processing_days",
    "processing_text",
    "fee_text",
)
LEVELS = ("Cấp tỉnh", "Cấp xã")
LEFT_OUT = frozenset({"Hải quan", "Tòa án"})
LONGEST_NAME = 400
LONGEST_AGENCY = 200
FREE = "Miễn phí"
REALLY_FREE = re.compile(r"Miễn phí( \(Không[^()]{0,20}\))?$")
# Dong amounts below this are thousands whose zeros were lost on the way into the portal.
LEAST_PLAUSIBLE_DONG = 2_000
PLACES = re.compile(
    r"\s*(?:-\s*)?(?:tỉnh (?:An Giang|Sơn La|Quảng Ninh)"
    r"|(?:Thành phố |TP\.\s?)(?:Hà Nội|Hải Phòng|Đồng Nai|Đà Nẵng))$"
)
HERE = Path(__file__).parent

Row = dict[str, str]


def tidy(text: str) -> str:
    """One line, single spaces, no doubled word pair ("Nông nghiệp Nông nghiệp")."""
    return re.sub(r"^(.+) \1$", r"\1", " ".join(text.split()))


def agencies(text: str) -> str:
    """The deciding agencies, each once, without the name of one province; "" when too long."""
    names = (PLACES.sub("", tidy(name)).rstrip(".") for name in text.split(";"))
    joined = "; ".join(dict.fromkeys(name for name in names if name))
    return joined if len(joined) <= LONGEST_AGENCY else ""


def without_brackets(text: str) -> str:
    while (shorter := re.sub(r"\s*\([^()]*\)", "", text)) != text:
        text = shorter
    return tidy(re.sub(r"[()].*", "", text))


def amount(part: str) -> str | None:
    """`part` ("Trực tiếp: 50,000 Việt Nam Đồng") tidied; None when its sum is not to be trusted."""
    if FREE in part and not REALLY_FREE.search(part):
        return None
    part = without_brackets(part)
    if re.search(r": ?(0|Không) Đồng$", part) or part.endswith(FREE):
        return re.sub(r"((?:Phí|Lệ phí) ?: )?((0|Không) Đồng|Miễn phí)$", FREE, part)
    found = re.search(r"([\d.,]+) (?:VNĐ|Việt Nam Đồng|Đồng)$", part)
    if not found or int(re.sub(r"\D", "", found[1]) or 0) < LEAST_PLAUSIBLE_DONG:
        return None
    return part[: found.start()] + found[1].replace(",", ".") + " đồng"


def fee(text: str) -> str:
    """The fee by way of handing in, or one amount when all are equal, or "" when unknown."""
    parts = [amount(tidy(part)) for part in text.split(" | ")]
    known = list(dict.fromkeys(part for part in parts if part))
    sums = {part.rpartition(": ")[2] for part in known}
    if None in parts or not known:
        return ""
    return sums.pop() if len(sums) == 1 else " | ".join(known)


def wanted(row: Row) -> bool:
    return (
        any(level in row["level"] for level in LEVELS)
        and row["field"] not in LEFT_OUT
        and len(row["name"]) <= LONGEST_NAME
    )


def facts(row: Row) -> Row:
    kept = {column: tidy(row[column]) for column in COLUMNS}
    return kept | {"agency": agencies(row["agency"]), "fee_text": fee(row["fee_text"])}


def select(rows: Iterable[Row]) -> Iterator[Row]:
    """The wanted rows' facts in the order of their codes."""
    return (facts(row) for row in sorted(rows, key=lambda row: row["code"]) if wanted(row))


def main(source: str) -> None:
    with open(source, encoding="utf-8-sig", newline="") as read:
        chosen = list(select(csv.DictReader(read)))
    with open(HERE / "procedures.csv", "w", encoding="utf-8", newline="") as written:
        writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(chosen)
    mapped = json.loads((HERE / "fields.json").read_text("utf-8"))
    missing = sorted({row["field"] for row in chosen} - mapped.keys())
    print(len(chosen), "procedures;", len(missing), "fields without a service:", *missing, sep="\n")


if __name__ == "__main__":
    main(sys.argv[1])
