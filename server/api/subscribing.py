"""A browser's push subscription as somebody sends it, checked."""

from ..core.errors import Invalid
from ..push.keys import is_phone_key, is_phone_secret
from ..usecases.push import Phone
from .addresses import check_address
from .endpoint import Request
from .phone_models import SubscriptionBody


def check_subscription(request: Request, body: SubscriptionBody) -> None:
    """Raises ``Invalid`` (endpoint, p256dh, auth)."""
    check_address(body.endpoint, "endpoint", request.engine.push_hosts)
    if not is_phone_key(body.p256dh):
        raise Invalid(field="p256dh")
    if not is_phone_secret(body.auth):
        raise Invalid(field="auth")


def phone_of(request: Request, body: SubscriptionBody) -> Phone:
    """The phone to be told. Raises as ``check_subscription`` does."""
    check_subscription(request, body)
    return Phone(body.endpoint, body.p256dh, body.auth, body.language)
