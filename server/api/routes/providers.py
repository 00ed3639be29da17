"""The provider through which people may sign in: set by administrators, offered to everybody."""

from dataclasses import asdict

from ...core.provider import Provider
from ...store import providers
from ...store.base import Session
from ...usecases.providing import provider_of, set_provider
from ..endpoint import Answer, Json, Request
from ..people_models import ProviderBody, ProviderOut, SignInWaysOut
from .registry import endpoint

ADMINS = {"admin"}
START = "/sign-in/oidc"


@endpoint(
    "GET",
    "/session/ways",
    summary="Ways to sign in besides a password.",
    answers={200: SignInWaysOut},
)
def ways(request: Request) -> Answer:
    provider = request.engine.read(provider_of)
    if provider is None or not provider.enabled:
        return 200, {"items": []}
    return 200, {"items": [{"name": provider.name, "start": START}]}


@endpoint(
    "GET",
    "/settings/provider",
    summary="The organisation's own provider (OpenID Connect); never its secret.",
    roles=ADMINS,
    answers={200: ProviderOut},
)
def get(request: Request) -> Answer:
    return 200, request.engine.read(_provider) | {"callback": f"{request.root}{START}/callback"}


@endpoint(
    "PUT",
    "/settings/provider",
    summary="Set the provider, for the whole installation.",
    roles=ADMINS,
    body=ProviderBody,
    answers={200: ProviderOut},
)
def put(request: Request) -> Answer:
    raw = request.body.model_dump(mode="json")
    secret = raw.pop("secret")
    request.engine.change(
        request.who, lambda change: set_provider(change, request.engine.vault, raw, secret)
    )
    return get(request)


def _provider(session: Session) -> Json:
    row = providers.get(session)
    kept = asdict(provider_of(session) or Provider("", ""))
    return kept | {"has_secret": row is not None and bool(row["secret"])}
