"""Alerts: all there were, seeing them, their rules, and how they leave the page."""

from typing import Any

from ...queries.alert_settings import delivery_json, rules_json
from ...queries.alerts import history_page
from ...usecases.alert_rules import set_delivery, set_rules
from ...usecases.alerts import Browser, add_browser, forget_browser, see, send_test
from ..addresses import check_address
from ..alert_models import (
    AlertPage,
    BrowserBody,
    DeliveryBody,
    DeliveryOut,
    RulesBody,
    RulesOut,
)
from ..endpoint import PAGE, Answer, Request
from ..phone_models import ForgetBody
from ..subscribing import check_subscription
from .registry import endpoint

MANAGERS = {"manager", "admin"}
ADMINS = {"admin"}


@endpoint(
    "GET",
    "/alerts",
    summary="Alerts of all times, the latest first, each with its whole history.",
    roles=MANAGERS,
    answers={200: AlertPage},
    parameters=PAGE,
)
def listing(request: Request) -> Answer:
    cursor, limit = request.page()
    return 200, request.engine.look(request.centre, lambda look: history_page(look, cursor, limit))


@endpoint(
    "POST",
    "/alerts/{id}/seen",
    summary="Say that you have seen an alert and look after it; the first who does is shown."
    " May be repeated.",
    roles=MANAGERS,
    answers={204: None},
    problems=(404,),
)
def seen(request: Request) -> Answer:
    id = request.path["id"]
    request.engine.change(request.who, lambda change: see(change, id))
    return 204, None


@endpoint(
    "GET",
    "/alert-rules",
    summary="By which rules alerts are raised.",
    roles=MANAGERS,
    answers={200: RulesOut},
)
def rules(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, rules_json)


@endpoint(
    "PUT",
    "/alert-rules",
    summary="Set the rules alerts are raised by; they hold at once.",
    roles=MANAGERS,
    body=RulesBody,
    answers={200: RulesOut},
)
def put_rules(request: Request) -> Answer:
    raw: dict[str, Any] = request.body.model_dump(mode="json")
    request.configure("alert_rules", lambda change: set_rules(change, raw))
    return rules(request)


@endpoint(
    "GET",
    "/alert-delivery",
    summary="How alerts leave the page, and what was sent last. Secrets are never told.",
    roles=MANAGERS,
    answers={200: DeliveryOut},
)
def delivery(request: Request) -> Answer:
    return 200, request.engine.look(request.centre, delivery_json)


@endpoint(
    "PUT",
    "/alert-delivery",
    summary="Set how alerts leave the page: the mail server and the webhook.",
    roles=ADMINS,
    body=DeliveryBody,
    answers={200: DeliveryOut},
)
def put_delivery(request: Request) -> Answer:
    raw: dict[str, Any] = request.body.model_dump(mode="json")
    if raw["webhook"] is not None:
        check_address(raw["webhook"]["url"], "webhook.url", request.engine.alert_hosts)
    request.engine.change(request.who, lambda change: set_delivery(change, raw))
    return delivery(request)


@endpoint(
    "POST",
    "/alert-delivery/test",
    summary="Send a word by every way that is set, to see that it arrives.",
    roles=MANAGERS,
    answers={200: DeliveryOut},
)
def test(request: Request) -> Answer:
    request.engine.change(request.who, send_test)
    return delivery(request)


@endpoint(
    "POST",
    "/alert-browsers",
    summary="Tell this browser of the signed-in manager of alerts. May be repeated.",
    roles=MANAGERS,
    body=BrowserBody,
    answers={204: None},
    problems=(404,),
)
def browser(request: Request) -> Answer:
    body: BrowserBody = request.body
    check_subscription(request, body)
    told = Browser(body.endpoint, body.p256dh, body.auth, body.language)
    request.engine.change(request.who, lambda change: add_browser(change, told))
    return 204, None


@endpoint(
    "POST",
    "/alert-browsers/forget",
    summary="Tell this browser no more. May be repeated.",
    roles=MANAGERS,
    body=ForgetBody,
    answers={204: None},
)
def forget(request: Request) -> Answer:
    body: ForgetBody = request.body
    request.engine.change(request.who, lambda change: forget_browser(change, body.endpoint))
    return 204, None
