/** The centre's services: which there are, and which take tickets now. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, pick, t } from "@web/i18n";
import { code, prefix } from "./checks";
import { Form, type Values } from "./form";
import { all, rowButton, table } from "./lists";
import { Schedule } from "./schedule";
import type { Person, Service } from "./types";

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

  private paint(): void {
    const departments = new Map(this.services.map((one) => [one.department, pick(one, "department_name")]));
    this.form.setOptions("department", [...departments].map(([value, text]) => ({ value, text })));
    const columns = ["service.prefix", "service.name", "service.department", "service.state", "service.capacity", "list.do"];
    const rows = this.services.map((one) => this.row(one));
    byId("services-list").replaceChildren(table(t("services.title"), columns, rows));
  }

  private row(service: Service): (Node | string)[] {
    const name = pick(service, "name");
    const action = service.open ? "close" : "open";
    const turn = async (): Promise<void> => {
      await api("POST", `/services/${service.id}/${action}`);
      await this.load();
    };
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
      ),
    ];
  }
}

function body(values: Values): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}
