/** One service's own hours, its daily number of tickets, and the officers it is kept for. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { pick, t } from "@web/i18n";
import { between } from "./checks";
import { Form, type Values } from "./form";
import type { Person, Service } from "./types";
import { dayFields, weekOf, weekToValues } from "./week";

const CAPACITY = [1, 100_000] as const;

export class Schedule {
  private readonly dialog = byId<HTMLDialogElement>("schedule");
  private service: Service | null = null;
  private people: Person[] = [];
  private readonly form = new Form(
    "schedule",
    [
      { name: "capacity", kind: "number", optional: true, maxlength: 6, bounds: CAPACITY, check: between(...CAPACITY) },
      { name: "result", kind: "switch" },
      { name: "own_hours", kind: "switch" },
      ...dayFields(),
    ],
    (values) => this.save(values),
    true,
  );

  constructor(private readonly onSaved: () => Promise<void>) {
    byId("schedule-form").append(this.form.node);
    this.form.node.insertBefore(byId("schedule-people"), this.form.node.querySelector("button[type=submit]"));
    this.form.onChange("own_hours", (own) => this.showDays(own === "yes"));
    byId("schedule-cancel").addEventListener("click", () => this.dialog.close());
  }

  know(people: Person[]): void {
    this.people = people.filter(({ role }) => role === "staff");
  }

  async open(service: Service): Promise<void> {
    const kept = await api<{ people: string[] }>("GET", `/services/${service.id}/officers`);
    this.service = service;
    byId("schedule-title").textContent = t("schedule.title", { name: pick(service, "name") });
    this.form.fill({
      capacity: service.capacity === null ? "" : String(service.capacity),
      result: service.kind === "result" ? "yes" : "",
      own_hours: service.hours === null ? "" : "yes",
      ...weekToValues(service.hours),
    });
    this.showDays(service.hours !== null);
    byId("schedule-officers").replaceChildren(...this.people.map((one) => choice(one, kept?.people ?? [])));
    this.dialog.showModal();
  }

  private showDays(visible: boolean): void {
    for (const { name } of dayFields()) this.form.show(name, visible);
  }

  private async save(values: Values): Promise<string> {
    if (!this.service) return "";
    const path = `/services/${this.service.id}`;
    const hours = values["own_hours"] === "yes" ? weekOf(values) : null;
    const capacity = values["capacity"] ? Number(values["capacity"]) : null;
    await api("PUT", `${path}/schedule`, { hours, capacity });
    const kind = values["result"] === "yes" ? "result" : "usual";
    if (kind !== this.service.kind) await api("PUT", `${path}/kind`, { kind });
    const chosen = byId("schedule-officers").querySelectorAll<HTMLInputElement>("input:checked");
    await api("PUT", `${path}/officers`, { people: [...chosen].map((box) => box.value) });
    await this.onSaved();
    this.dialog.close();
    return "";
  }
}

function choice(person: Person, kept: string[]): HTMLElement {
  const box = el("input", { type: "checkbox", value: person.id, checked: kept.includes(person.id) });
  return el("label", { class: "switch-row" }, box, person.name);
}
