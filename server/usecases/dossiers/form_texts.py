"""How a centre words its forms: each change is kept as a version of its own."""

import json
from collections.abc import Mapping

from ...core.errors import NotFound
from ...core.forms import BLOCKS, check_text
from ...store import forms
from ...texts import LANGUAGES
from ..change import Change

Given = Mapping[str, Mapping[str, str]]
"""Texts by language and block."""
Kept = dict[str, dict[str, str]]


def checked_texts(form: str, given: Given) -> Kept:
    """The texts as they are kept, without what is blank and so has the usual text.

    Numbers are the same in all languages: their pattern is taken from the first. Raises
    ``NotFound`` (form) and ``Invalid`` naming the block.
    """
    if form not in BLOCKS:
        raise NotFound(field="form")
    kept: Kept = {}
    for language in LANGUAGES:
        texts = {
            block: text
            for block, raw in given.get(language, {}).items()
            if (text := check_text(form, block, raw))
        }
        kept[language] = texts
    for language in LANGUAGES[1:]:
        kept[language].pop("number", None)
    return kept


def set_texts(change: Change, form: str, given: Given) -> int:
    """Word a form; the version, which is the same where nothing differs. Sheets that were issued
    keep theirs. Raises as ``checked_texts`` does."""
    texts = json.dumps(checked_texts(form, given), ensure_ascii=False, sort_keys=True)
    row = forms.wording(change.session, change.centre.id, form)
    if row is not None and row["texts"] == texts:
        return int(row["version"])
    version = 1 if row is None else int(row["version"]) + 1
    forms.add_wording(
        change.session, change.centre.id, form, version, texts, change.actor.name, change.now
    )
    return version
