/** The counters and the services each of them handles. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { applyTranslations, onLanguage, pick, t } from "@web/i18n";
import { number } from "./checks";
import { Form } from "./form";
import { all, guarded, rowButton, table } from "./lists";
import type { Counter, Service } from "./types";

export class Counters {
  private counters: Counter[] = [];
  private services: Service[] = [];
  private edited: Counter | null = null;
  private readonly dialog = byId<HTMLDialogElement>("skills");
  private readonly form = new Form(
    "counter",
    [
      { name: "number", kind: "number", maxlength: 4, fills: ["id"], check: number },
      { name: "name", kind: "text" },
    ],
    async (values) => {
      const id = values["number"] ?? "";
      const created = { id, number: Number(id), name: values["name"], services: [] };
      await api<Counter>("POST", "/counters", created);
      await this.load();
      return t("counter.done", { name: values["name"] ?? "" });
    },
  );

  /** `onNews` gets the counters after every change. */
  constructor(private readonly onNews: (counters: Counter[]) => void) {
    byId("counters-form").append(this.form.node);
    onLanguage(() => this.paint());
    byId("skills-save").addEventListener("click", () => void guarded(() => this.save()));
    byId("skills-cancel").addEventListener("click", () => this.dialog.close());
  }

  async load(): Promise<void> {
    this.counters = await all<Counter>("/counters");
    this.paint();
    this.onNews(this.counters);
  }

  know(services: Service[]): void {
    this.services = services;
    this.paint();
  }

  private paint(): void {
    const names = new Map(this.services.map((one) => [one.id, pick(one, "name")]));
    const columns = ["counter.number", "counter.name", "counter.state", "counter.services", "list.do"];
    const rows = this.counters.map((one) => this.row(one, names));
    byId("counters-list").replaceChildren(table(t("counters.title"), columns, rows));
  }

  private row(counter: Counter, names: Map<string, string>): (Node | string)[] {
    const name = pick(counter, "name");
    const handled = counter.services.map((id) => names.get(id) ?? id).join(" · ");
    const edit = (): Promise<void> => Promise.resolve(this.edit(counter));
    return [
      String(counter.number),
      name,
      t(`counter.${counter.state}`),
      handled || t("counter.no_services"),
      rowButton(t("counter.edit"), t("counter.edit.what", { name }), edit),
    ];
  }

  private edit(counter: Counter): void {
    this.edited = counter;
    byId("skills-title").textContent = t("skills.title", { name: pick(counter, "name") });
    byId("skills-list").replaceChildren(...this.services.map((one) => this.choice(one, counter)));
    applyTranslations(this.dialog);
    this.dialog.showModal();
  }

  private choice(service: Service, counter: Counter): HTMLElement {
    const checked = counter.services.includes(service.id);
    const box = el("input", { type: "checkbox", value: service.id, checked });
    return el("label", { class: "switch-row" }, box, el("b", { text: service.prefix }), pick(service, "name"));
  }

  private async save(): Promise<void> {
    const counter = this.edited;
    this.dialog.close();
    if (!counter) return;
    const boxes = byId("skills-list").querySelectorAll<HTMLInputElement>("input:checked");
    const services = [...boxes].map((box) => box.value);
    await api("PUT", `/counters/${counter.id}/services`, { services });
    await this.load();
  }
}
