"""create_app: the one place where the parts are wired together."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from flask import Flask, Response, request
from flask_socketio import SocketIO
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.exceptions import HTTPException

import display.routes
import rating_terminal.routes

from .account import routes as account
from .admin import routes as admin
from .alerting.starting import alerting
from .alerting.watch import Watch
from .api import blueprint as api
from .api.identity import Identities
from .api.limits import Bounds, limit
from .api.origin import Origins
from .backup.schedule import Clockwork
from .backup.shelf import Shelf
from .config import FACES_FILE, Config, open_store
from .engine import DirectLanes, Engine, GeventLanes
from .figures import routes as figures
from .files import Files
from .forecast.starting import Forecasting
from .health import Health, HealthCheck
from .heard import routes as heard
from .home import routes as home
from .lease import Lease
from .live import transport
from .live.bus import Bus, LocalBus, RedisBus
from .live.door import Door
from .live.presence import Presence
from .live.publisher import Publisher
from .live.sockets import Sockets, make_socketio
from .live.watchers import Watchers
from .logs import name_requests
from .lookup import routes as lookup
from .manager import routes as manager
from .metrics import metrics as metrics_of
from .naming import CentreNames
from .nightly import Nightly
from .oidc import routes as oidc
from .outlook import routes as outlook
from .province import routes as province
from .push.starting import pushes, result_pushes, signing_key
from .register import routes as register
from .satisfaction import routes as satisfaction
from .staff import routes as staff
from .status import routes as status
from .store.base import Store
from .usecases.vault import Vault
from .web.headers import add_headers
from .web.host_cookies import HostCookies
from .web.live_path import LivePath


@dataclass(frozen=True, slots=True)
class Parts:
    """What was wired, for whoever starts or tests it."""

    app: Flask
    socketio: SocketIO
    store: Store
    engine: Engine


def create_app(config: Config, *, direct: bool = False) -> Parts:
    """The whole server. ``direct`` runs store work where it is called (no event loop: tests)."""
    store = open_store(config)
    bus: Bus = RedisBus(config.redis) if config.redis else LocalBus()
    key = signing_key(store)

    def publish(centre: str, rooms: frozenset[str]) -> None:
        bus.publish(centre, rooms)
        notices.touch(centre, rooms)
        results.touch(centre, rooms)

    engine = Engine(DirectLanes(store) if direct else GeventLanes(store), publish)
    engine.push_hosts = config.push_hosts
    engine.alert_hosts = config.alert_hosts
    notices = pushes(engine, key, config.public_url, config.push_hosts)
    results = result_pushes(engine, key, config.public_url, config.push_hosts)
    shared = config.database is not None
    watch, courier = alerting(
        engine, key, config.public_url, config.push_hosts, config.alert_hosts, shared=shared
    )
    forecasting = Forecasting(config, engine)
    app = Flask(__name__, static_folder=None)
    default_centre = CentreNames(engine)
    identities = Identities(engine)
    origins = Origins(config.public_url, config.proxies)
    limit(app, Bounds(address=config.requests_a_minute), origins, config.redis)
    add_headers(app, origins)
    app.register_blueprint(
        api.api_blueprint(engine, identities, default_centre, origins, config.check_answers)
    )
    engine.files = Files.under(config.data)
    engine.vault = Vault.of(config.data)
    engine.backups = Shelf(config)
    _add_pages(app, config, engine, identities, default_centre)
    app.register_blueprint(oidc.blueprint(lambda: engine, origins))
    app.register_blueprint(lookup.blueprint(lambda: engine, default_centre, origins.address))
    _add_operations(app, config, engine, bus.is_there)
    name_requests(app)
    app.register_error_handler(HTTPException, _http_error)
    presence = Presence(engine)
    identities.on_device = presence.heard
    socketio = _add_live(app, engine, identities, bus, default_centre, watch, forecasting, presence)
    app.wsgi_app = HostCookies(app.wsgi_app, origins)  # type: ignore[method-assign, assignment]
    if not direct:
        forecasting.start()
        Nightly(engine, Lease(engine, "nightly", shared=shared)).start()
        Clockwork(engine, config, Lease(engine, "backups", shared=shared)).start()
        watch.start()
        courier.start()
        presence.start()
    return Parts(app, socketio, store, engine)


def _add_pages(
    app: Flask,
    config: Config,
    engine: Engine,
    identities: Identities,
    default_centre: Callable[[], str],
) -> None:
    app.register_blueprint(home.blueprint(config.data / FACES_FILE))
    app.register_blueprint(status.blueprint(lambda: engine))
    app.register_blueprint(outlook.blueprint(lambda: engine, default_centre))
    app.register_blueprint(heard.blueprint(lambda: engine, default_centre))
    for made in (
        account,
        staff,
        manager,
        figures,
        satisfaction,
        register,
        admin,
        rating_terminal.routes,
    ):
        app.register_blueprint(made.blueprint())
    app.register_blueprint(province.blueprint())
    for page in display.routes.blueprints(engine, identities, default_centre):
        app.register_blueprint(page)


def _add_live(
    app: Flask,
    engine: Engine,
    identities: Identities,
    bus: Bus,
    default_centre: Callable[[], str],
    watch: Watch,
    forecasting: Forecasting,
    presence: Presence,
) -> SocketIO:
    socketio = make_socketio()
    straight = app.wsgi_app
    socketio.init_app(app)
    app.wsgi_app = LivePath(app.wsgi_app, straight)  # type: ignore[method-assign, assignment]
    door = Door()
    transport.install(socketio, door)
    watchers = Watchers()
    emit = partial(_emit, socketio)
    publisher = Publisher(lambda: engine, watchers, emit)
    sockets = Sockets(socketio, identities, watchers, publisher, default_centre, presence, door)
    sockets.register()

    def touch(centre: str, rooms: frozenset[str]) -> None:
        publisher.touch(centre, rooms)
        forecasting.touch(centre)
        engine.waits.touch(centre, rooms)
        watch.touch(centre, rooms)
        sockets.ended(centre, rooms)

    def heal() -> None:
        publisher.touch_all()
        forecasting.touch_all()
        engine.waits.touch_all()
        watch.touch_all()

    forecasting.join(publisher.touch, watchers.tickets, bus.tell if bus.shared else None)
    bus.start(touch, heal, forecasting.hear)
    return socketio


def _emit(socketio: SocketIO, channel: str, message: dict[str, object]) -> None:
    socketio.emit("view", message, to=channel)


def _add_operations(
    app: Flask, config: Config, engine: Engine, redis_is_there: Callable[[], bool]
) -> None:
    look = HealthCheck(config, engine, redis_is_there)

    def healthz() -> Health:
        return look()

    told = metrics_of(engine)

    def metrics() -> Response:
        return Response(told(), content_type=CONTENT_TYPE_LATEST)

    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/metrics", "metrics", metrics)


def _http_error(error: HTTPException) -> Response:
    if request.path.startswith(f"{api.PREFIX}/"):
        return api.http_problem(error)
    response: Response = error.get_response()  # type: ignore[assignment]
    if error.code == HTTPStatus.TOO_MANY_REQUESTS:
        response.headers["Retry-After"] = str(api.AGAIN_S)
    return response
