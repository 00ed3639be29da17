/** The centre's services: which there are, and which take tickets now. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, pick, t } from "@web/i18n";
import { between, code, prefix } from "./checks";
import { Editor } from "./edit";
import { Form, type Values } from "./form";
import { all, rowButton, table } from "./lists";
import { removeButton } from "./remove";
import { Schedule } from "./schedule";
import type { Person, Service } from "./types";
import type { Unit } from "./units";

const MINUTES = [1, 480] as const;
const PLACE = [1, 999] as const;

export class Services {
  private services: Service[] = [];
  private readonly form = new Form(
    "service",
    [
      { name: "name", kind: "text" },
      { name: "name_en", kind: "text", optional: true },
      { name: "id", kind: "text", maxlength: 64, check: code },
      { name: "prefix", kind: "text", maxlength: 3, check: prefix },
      { name: "department", kind: "text", maxlength: 64, suggestions: true, check: code },
    ],
    async (values) => {
      await api<Service>("POST", "/services", body(values));
      await this.load();
      return t("service.done", { name: values["name"] ?? "" });
    },
  );

  private readonly editor = new Editor(
    "service_edit",
    [
      { name: "name", kind: "text" },
      { name: "name_en", kind: "text", optional: true },
      { name: "prefix", kind: "text", maxlength: 3, check: prefix },
      { name: "department", kind: "select" },
      { name: "nominal_minutes", kind: "number", maxlength: 3, bounds: MINUTES, check: between(...MINUTES) },
      { name: "place", kind: "number", maxlength: 3, bounds: PLACE, check: between(...PLACE) },
    ],
    edited,
    () => this.load(),
  );

  private readonly schedule = new Schedule(() => this.load());

  /** `onNews` gets the services after every change. */
  constructor(private readonly onNews: (services: Service[]) => void) {
    byId("services-form").append(this.form.node);
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.services = await all<Service>("/services");
    this.paint();
    this.onNews(this.services);
  }

  know(people: Person[]): void {
    this.schedule.know(people);
  }

  knowUnits(units: Unit[]): void {
    const options = units.map((one) => ({ value: one.id, text: pick(one, "name") }));
    this.editor.setOptions("department", options);
    this.form.setOptions("department", options);
  }

  private paint(): void {
    const columns = ["service.prefix", "service.name", "service.department", "service.state", "service.capacity", "list.do"];
    const rows = this.services.map((one, place) => this.row(one, place));
    byId("services-list").replaceChildren(table(t("services.title"), columns, rows));
  }

  private row(service: Service, place: number): (Node | string)[] {
    const name = pick(service, "name");
    const action = service.open ? "close" : "open";
    const turn = async (): Promise<void> => {
      await api("POST", `/services/${service.id}/${action}`);
      await this.load();
    };
    const edit = async (): Promise<void> => this.editor.open(`/services/${service.id}`, name, valuesOf(service, place));
    return [
      service.prefix,
      el("span", { class: "named" }, name, el("code", { text: service.id })),
      pick(service, "department_name"),
      t(service.open ? "service.open" : "service.closed"),
      service.capacity === null ? "–" : String(service.capacity),
      el(
        "span",
        { class: "row-buttons" },
        rowButton(t(`service.do_${action}`), t(`service.do_${action}.what`, { name }), turn),
        rowButton(t("service.schedule"), t("service.schedule.what", { name }), () => this.schedule.open(service)),
        rowButton(t("list.edit"), t("list.edit.what", { name }), edit),
        removeButton(`/services/${service.id}`, name, () => this.load()),
      ),
    ];
  }
}

function valuesOf(service: Service, place: number): Values {
  const { name, name_en: english, department } = service;
  const minutes = String(service.nominal_minutes);
  return { name, name_en: english, prefix: service.prefix, department, nominal_minutes: minutes, place: String(place + 1) };
}

function edited(values: Values): Record<string, unknown> {
  const { name, name_en: english, prefix: letters, department } = values;
  const minutes = Number(values["nominal_minutes"]);
  const position = Number(values["place"]) - 1;
  return { name, name_en: english || name, prefix: letters, department, nominal_minutes: minutes, position };
}

function body(values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
