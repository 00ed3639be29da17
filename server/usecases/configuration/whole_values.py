"""The pieces a centre has one of: rules, words, the ticket, who takes which field."""

import json
from dataclasses import asdict

from hardware.tickets.template import DEFAULT, BadTemplate, parse_template

from ...core.errors import Invalid
from ...store import catalogue, catalogue_version, centres, dossier_rules, services, synonyms
from ...store import ticket_templates as templates
from ...store.base import Session
from .. import alert_rules, rooms, settings
from ..change import Change
from ..change_settings import keep_settings
from ..dossiers import rules as dossiers
from ..everyday import SynonymRow
from ..settings import Settings
from ..synonyms import replace_list, restore_list
from ..ticket_templates import change_template
from .piece import Json, Pieces
from .shapes import typed


class Rules:
    """The settings: calling, rating, hours, and every other rule with a default."""

    name = "settings"

    def read(self, session: Session, centre: str) -> Pieces:
        row = centres.get(session, centre)
        if row is None:
            return {}
        return {"": json.loads(settings.dump(settings.load(row["settings"])))}

    def put(self, change: Change, id: str, value: Json) -> None:
        typed(Settings, self.name, value)
        try:
            wanted = settings.check(value)
        except Invalid as error:
            raise Invalid(field=f"{self.name}.{error.field}", **error.params) from None
        keep_settings(change, wanted)
        change.settings = wanted

    def drop(self, change: Change, id: str) -> None:
        keep_settings(change, Settings())


class Fields:
    """Which service takes the procedures of which field."""

    name = "fields"

    def read(self, session: Session, centre: str) -> Pieces:
        mapped = catalogue.field_services(session, centre)
        return {"": dict(sorted(mapped.items()))} if mapped else {}

    def put(self, change: Change, id: str, value: Json) -> None:
        session, centre = change.session, change.centre.id
        wanted: dict[str, str] = typed(dict[str, str], self.name, value)
        for field, service in wanted.items():
            if services.get(session, centre, service) is None:
                raise Invalid(field=f"{self.name}.{field}", value=service)
        before = catalogue.field_services(session, centre)
        for field in {**before, **wanted}:
            if before.get(field) != wanted.get(field):
                catalogue.map_field(session, centre, field, wanted.get(field))
        catalogue_version.raise_(session, centre)
        change.touch(rooms.KIOSK)

    def drop(self, change: Change, id: str) -> None:
        self.put(change, id, {})


class Words:
    """Everyday words for official ones, where the centre has changed the shipped list."""

    name = "synonyms"

    def read(self, session: Session, centre: str) -> Pieces:
        content = synonyms.get(session, centre)
        return {} if content is None else {"": {"rows": json.loads(content)}}

    def put(self, change: Change, id: str, value: Json) -> None:
        rows: list[SynonymRow] = typed(list[SynonymRow], self.name, value.get("rows"))
        replace_list(change, rows)

    def drop(self, change: Change, id: str) -> None:
        restore_list(change)


class Ticket:
    """What stands on the paper ticket, where the centre has changed it."""

    name = "ticket_template"

    def read(self, session: Session, centre: str) -> Pieces:
        row = templates.get(session, centre)
        return {} if row is None else {"": json.loads(row["body"])}

    def put(self, change: Change, id: str, value: Json) -> None:
        try:
            change_template(change, parse_template(value))
        except BadTemplate as error:
            raise Invalid(field=f"{self.name}.{error.field}") from None

    def drop(self, change: Change, id: str) -> None:
        change_template(change, DEFAULT)


class Alerts:
    """When a manager is alerted; where to (with its secrets) is no part of the configuration."""

    name = "alert_rules"

    def read(self, session: Session, centre: str) -> Pieces:
        found = alert_rules.rules_of(session, centre)
        rules = {kind.value: asdict(rule) for kind, rule in found.rules.items()}
        return {"": {"rules": rules, "target_minutes": found.target_minutes}}

    def put(self, change: Change, id: str, value: Json) -> None:
        typed(alert_rules.AlertRules, self.name, value)
        alert_rules.set_rules(change, value)

    def drop(self, change: Change, id: str) -> None:
        usual = alert_rules.AlertRules()
        rules = {kind.value: asdict(rule) for kind, rule in usual.rules.items()}
        alert_rules.set_rules(change, {"rules": rules, "target_minutes": usual.target_minutes})


class Dossiers:
    """The working calendar and the codes of dossiers."""

    name = "dossier_rules"

    def read(self, session: Session, centre: str) -> Pieces:
        row = dossier_rules.latest(session, centre)
        return {} if row is None else {"": json.loads(row["settings"])}

    def put(self, change: Change, id: str, value: Json) -> None:
        whole = {**json.loads(json.dumps(asdict(dossiers.DossierRules()))), **value}
        typed(dossiers.DossierRules, self.name, whole)
        try:
            dossiers.set_rules(change, whole)
        except Invalid as error:
            raise Invalid(field=f"{self.name}.{error.field}", **error.params) from None

    def drop(self, change: Change, id: str) -> None:
        self.put(change, id, {})
