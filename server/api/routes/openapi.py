"""The API's own description."""

from ..document import document
from ..endpoint import Answer, Request
from .registry import endpoint


@endpoint("GET", "/openapi.json", summary="This document.", answers={200: None})
def openapi(request: Request) -> Answer:
    return 200, document(endpoint.endpoints)
