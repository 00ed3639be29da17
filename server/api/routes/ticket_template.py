"""The template of the centre's tickets: read, set, look at before it is set."""

from dataclasses import replace
from io import BytesIO

from hardware.tickets.logo import normalised
from hardware.tickets.picture import ticket_picture
from hardware.tickets.template import BadTemplate, Template, parse_template

from ...core.errors import Invalid
from ...queries.ticket_sample import sample_ticket
from ...queries.ticket_templates import template_answer
from ...usecases.ticket_templates import change_template
from ..device_models import PreviewBody, TemplateAnswer, TemplateBody
from ..endpoint import Answer, Blob, Request
from .registry import endpoint


@endpoint(
    "GET",
    "/ticket-template",
    summary="What stands on the centre's tickets, and the default to go back to.",
    roles={"kiosk", "manager", "admin"},
    answers={200: TemplateAnswer},
)
def get(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, template_answer)


@endpoint(
    "PUT",
    "/ticket-template",
    summary="Set what stands on the centre's tickets; kiosks print with it at once.",
    roles={"admin"},
    body=TemplateBody,
    answers={200: TemplateAnswer},
)
def put(request: Request) -> Answer:
    template = _checked(request, request.body)
    request.configure("ticket_template", lambda change: change_template(change, template))
    return get(request)


@endpoint(
    "POST",
    "/ticket-template/preview",
    summary="A ticket as a kiosk would print it with this template, as a PNG picture.",
    roles={"admin"},
    body=PreviewBody,
    answers={200: None},
    produces="image/png",
)
def preview(request: Request) -> Answer:
    body: PreviewBody = request.body
    template = _checked(request, body.template)
    ticket, zone = request.engine.look(
        request.centre, lambda look: sample_ticket(look, body.language, body.sample)
    )

    def draw() -> bytes:
        out = BytesIO()
        ticket_picture(ticket, body.width, zone, template).save(out, "PNG")
        return out.getvalue()

    return 200, Blob("image/png", request.engine.work(draw))


def _checked(request: Request, body: TemplateBody) -> Template:
    """The template with its logo in black and white. Raises ``Invalid``."""
    try:
        template = parse_template(body.raw())
        if template.logo is None:
            return template
        logo = template.logo
        return replace(template, logo=request.engine.work(lambda: normalised(logo)))
    except BadTemplate as error:
        raise Invalid(field=error.field) from None
