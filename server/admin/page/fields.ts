/** Which service takes the procedures of which field. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, pick, t } from "@web/i18n";
import { all, guarded, table } from "./lists";
import type { CatalogueField, Service } from "./types";

/** As many fields as one request takes. */
const AT_ONCE = 100;

export class Fields {
  private fields: CatalogueField[] = [];
  private services: Service[] = [];
  private readonly chosen = new Map<string, string | null>();
  private readonly save = byId<HTMLButtonElement>("fields-save");
  private readonly unmapped = byId<HTMLInputElement>("fields-unmapped");

  /** `onNews` is told how many fields the catalogue has. */
  constructor(private readonly onNews: (fields: number) => void) {
    this.save.addEventListener("click", () => void guarded(() => this.store()));
    this.unmapped.addEventListener("change", () => this.paint());
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.fields = await all<CatalogueField>("/fields");
    this.chosen.clear();
    this.paint();
    this.onNews(this.fields.length);
  }

  know(services: Service[]): void {
    this.services = services;
    this.paint();
  }

  private async store(): Promise<void> {
    const wanted = [...this.chosen].map(([field, service]) => ({ field, service }));
    const saved = wanted.length;
    this.save.disabled = true;
    try {
      while (wanted.length > 0) await api("PUT", "/fields", { fields: wanted.splice(0, AT_ONCE) });
    } finally {
      this.save.disabled = false;
    }
    await this.load();
    byId("fields-status").textContent = t("fields.done", { n: saved });
  }

  private paint(): void {
    const listed = this.unmapped.checked ? this.fields.filter((one) => one.unserved > 0) : this.fields;
    const unserved = this.fields.filter((one) => one.unserved > 0).length;
    byId("fields-summary").textContent = t("fields.summary", { fields: this.fields.length, unserved });
    const rows = listed.map((one) => [one.field, String(one.procedures), this.choice(one)]);
    const columns = ["fields.field", "fields.procedures", "fields.service"];
    byId("fields-list").replaceChildren(table(t("fields.title"), columns, rows, t("fields.none")));
    byId("fields-status").textContent = "";
    this.save.hidden = listed.length === 0;
  }

  private choice(one: CatalogueField): HTMLElement {
    const label = t("fields.choose", { field: one.field });
    const nobody = el("option", { value: "", text: t("fields.nobody") });
    const options = this.services.map((service) => el("option", { value: service.id, text: pick(service, "name") }));
    const select = el("select", { "aria-label": label }, nobody, ...options);
    select.value = (this.chosen.has(one.field) ? this.chosen.get(one.field) : one.service) ?? "";
    select.addEventListener("change", () => {
      const service = select.value || null;
      if (service === one.service) this.chosen.delete(one.field);
      else this.chosen.set(one.field, service);
    });
    const some = one.service !== null && one.unserved > 0;
    return some ? el("span", { class: "named" }, select, el("span", { class: "hint", text: t("fields.some", { n: one.unserved }) })) : select;
  }
}
