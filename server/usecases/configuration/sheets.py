"""The pieces ``form/…``: how the centre words its paper forms, where it has worded them."""

import json

from ...core.errors import MotcuaError
from ...core.forms import BLOCKS
from ...store import forms
from ...store.base import Session
from ..change import Change
from ..dossiers.form_texts import set_texts
from .piece import Json, Pieces
from .shapes import typed


class Sheets:
    name = "form"

    def read(self, session: Session, centre: str) -> Pieces:
        found = {form: forms.wording(session, centre, form) for form in BLOCKS}
        texts = {form: json.loads(row["texts"]) for form, row in found.items() if row is not None}
        return {form: given for form, given in texts.items() if any(given.values())}

    def put(self, change: Change, id: str, value: Json) -> None:
        piece = f"{self.name}/{id}"
        given: dict[str, dict[str, str]] = typed(dict[str, dict[str, str]], piece, value)
        try:
            set_texts(change, id, given)
        except MotcuaError as error:
            error.field = f"{piece}.{error.field}"
            raise

    def drop(self, change: Change, id: str) -> None:
        set_texts(change, id, {})
