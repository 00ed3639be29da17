"""How the centre words its forms: read, set, looked at before it is set."""

from ...core.forms import REGISTER, TEMPLATE, WORDS
from ...forms.pages import register_html, sheet_html
from ...forms.wording import preview_page, texts_list, texts_of
from ...usecases.dossiers.form_texts import set_texts
from ..endpoint import Answer, Request
from ..form_models import FormTextsList, FormTextsOut, PreviewFormBody, TextsBody
from .forms import shown
from .registry import endpoint

ADMINS = {"admin"}


@endpoint(
    "GET",
    "/form-texts",
    summary="The editable texts of the forms, with the usual ones and who changed them last.",
    roles=ADMINS,
    answers={200: FormTextsList},
)
def listing(request: Request) -> Answer:
    return 200, {**request.engine.look(request.centre, texts_list), "words": sorted(WORDS)}


@endpoint(
    "PUT",
    "/form-texts/{form}",
    summary="Word a form from now on (`common`: what all of them share); sheets that were issued"
    " keep theirs.",
    roles=ADMINS,
    body=TextsBody,
    answers={200: FormTextsOut},
    problems=(404, 422),
)
def put(request: Request) -> Answer:
    form, given = request.path["form"], request.body.model_dump()
    request.configure("form_texts", lambda change: set_texts(change, form, given))
    return 200, request.engine.look(request.centre, lambda look: texts_of(look, form))


@endpoint(
    "POST",
    "/form-texts/{form}/preview",
    summary="A form with these texts, filled with made-up facts, as a page.",
    roles=ADMINS,
    body=PreviewFormBody,
    answers={200: None},
    problems=(404, 422),
    produces="text/html",
)
def preview(request: Request) -> Answer:
    body: PreviewFormBody = request.body
    form, given = request.path["form"], body.model_dump(include={"vi", "en"})
    page = request.engine.look(request.centre, lambda look: preview_page(look, form, given))
    if form == REGISTER:
        return shown(register_html(page, version=TEMPLATE, language=body.language))
    html = sheet_html(
        page, version=TEMPLATE, language=body.language, size=body.size, root=request.root
    )
    return shown(html)
