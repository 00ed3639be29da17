/** The appointments of a day: who is expected when; book and cancel. */

import { api } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, el } from "@web/dom";
import { onLanguage, pick, t } from "@web/i18n";
import { day, moment, today } from "./days";
import { Form, type Values } from "./form";
import { all, guarded, rowButton, table } from "./lists";
import type { Appointment, Service } from "./types";

export class Appointments {
  private listed: Appointment[] = [];
  private services: Service[] = [];
  private readonly date = byId<HTMLInputElement>("appointments-day");
  private readonly form = new Form(
    "appointment",
    [
      { name: "service", kind: "select" },
      { name: "day", kind: "date", fills: ["begins_at"] },
      { name: "from", kind: "time" },
      { name: "to", kind: "time", fills: ["ends_at"], check: (to, values) => (to > (values["from"] ?? "") ? null : "form.later") },
    ],
    (values) => this.book(values),
    true,
  );

  constructor() {
    byId("appointments-form").append(this.form.node);
    this.date.value = today();
    this.form.fill({ day: today() });
    this.date.addEventListener("change", () => void guarded(() => this.load()));
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.listed = await all<Appointment>("/appointments", `&day=${encodeURIComponent(this.date.value || today())}`);
    this.paint();
  }

  know(services: Service[]): void {
    this.services = services;
    this.paint();
  }

  private async book(values: Values): Promise<string> {
    const date = values["day"] ?? "";
    const made = await api<Appointment>("POST", "/appointments", {
      service: values["service"],
      begins_at: moment(date, values["from"] ?? ""),
      ends_at: moment(date, values["to"] ?? ""),
    });
    this.date.value = date;
    await this.load();
    return t("appointment.done", { code: made?.code ?? "" });
  }

  private paint(): void {
    this.form.setOptions("service", this.services.map((one) => ({ value: one.id, text: pick(one, "name") })));
    const columns = ["appointment.when", "appointment.code", "appointment.service", "appointment.state", "list.do"];
    const rows = this.listed.map((one) => this.row(one));
    byId("appointments-list").replaceChildren(table(t("appointments.title"), columns, rows, t("appointment.none")));
  }

  private row(one: Appointment): (Node | string)[] {
    const service = this.services.find(({ id }) => id === one.service);
    const when = `${timeOfDay(one.begins_at)}–${timeOfDay(one.ends_at)}`;
    const what = t("appointment.cancel.what", { code: one.code, when: `${day(one.begins_at)} ${when}` });
    const cancel = async (): Promise<void> => {
      await api("POST", `/appointments/${one.id}/cancel`);
      await this.load();
    };
    return [
      when,
      el("code", { text: one.code }),
      service ? pick(service, "name") : one.service,
      t(`appointment.${one.state}`),
      one.state === "booked" ? rowButton(t("appointment.cancel"), what, cancel) : "–",
    ];
  }
}
