"""Which column of a file is which, by its heading."""

from collections.abc import Mapping, Sequence

from ...core.catalogue import COLUMNS, Cell, Kind
from ..folding import fold

# Headings as they are met in files, folded; a column's own name is understood too.
_HEADINGS: dict[str, str] = {
    "ma": "code",
    "ma tthc": "code",
    "ma thu tuc": "code",
    "ma thu tuc hanh chinh": "code",
    "ten": "name",
    "ten tthc": "name",
    "ten thu tuc": "name",
    "ten thu tuc hanh chinh": "name",
    "linh vuc": "field",
    "co quan": "agency",
    "co quan thuc hien": "agency",
    "co quan giai quyet": "agency",
    "cap": "level",
    "cap thuc hien": "level",
    "so ngay": "processing_days",
    "so ngay lam viec": "processing_days",
    "thoi han": "processing_text",
    "thoi han giai quyet": "processing_text",
    "phi": "fee_text",
    "le phi": "fee_text",
    "phi, le phi": "fee_text",
    "doi tuong": "audience",
    "doi tuong thuc hien": "audience",
    "dich vu": "service",
    "truong hop": "case",
    "giay to": "document",
    "ten giay to": "document",
    "thanh phan ho so": "document",
    "ban chinh": "originals",
    "so ban chinh": "originals",
    "ban sao": "copies",
    "so ban sao": "copies",
}


def kind_of(header: Sequence[Cell]) -> Kind:
    """What a file with these headings brings."""
    names = {_name(cell) for cell in header}
    return "documents" if "document" in names else "procedures"


def find_columns(header: Sequence[Cell], kind: Kind) -> tuple[dict[str, int], list[str]]:
    """Where each known column stands (the first of that name), and the headings left over."""
    wanted = {column.name for column in COLUMNS[kind]}
    places: dict[str, int] = {}
    ignored: list[str] = []
    for place, cell in enumerate(header):
        name = _name(cell)
        if name in wanted and name not in places:
            places[name] = place
        elif name:
            ignored.append(" ".join(str(cell).split())[:100])
    return places, ignored


def missing_columns(places: Mapping[str, int], kind: Kind) -> list[str]:
    """The columns a file of this kind cannot do without, and does."""
    return [c.name for c in COLUMNS[kind] if c.required and c.name not in places]


def _name(cell: Cell) -> str:
    text = fold(str(cell)).strip() if cell is not None else ""
    return _HEADINGS.get(text, text.replace(" ", "_"))
