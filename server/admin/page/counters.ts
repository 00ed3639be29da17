/** The counters and the services each of them handles. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { applyTranslations, onLanguage, pick, t } from "@web/i18n";
import { number } from "./checks";
import { Editor } from "./edit";
import { Form } from "./form";
import { all, guarded, rowButton, table } from "./lists";
import { removeButton } from "./remove";
import type { Counter, Service, Skill } from "./types";

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

  private readonly editor = new Editor(
    "counter_edit",
    [
      { name: "number", kind: "number", maxlength: 4, check: number },
      { name: "name", kind: "text" },
      { name: "name_en", kind: "text", optional: true },
    ],
    ({ number: no, name, name_en: english }) => ({ number: Number(no), name, name_en: english || name }),
    () => this.load(),
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
    const path = `/counters/${counter.id}`;
    const edit = (): Promise<void> => this.edit(counter);
    const values = { number: String(counter.number), name: counter.name, name_en: counter.name_en };
    const change = async (): Promise<void> => this.editor.open(path, name, values);
    return [
      String(counter.number),
      name,
      t(`counter.${counter.state}`),
      handled || t("counter.no_services"),
      el(
        "span",
        { class: "row-buttons" },
        rowButton(t("counter.edit"), t("counter.edit.what", { name }), edit),
        rowButton(t("list.edit"), t("list.edit.what", { name }), change),
        removeButton(path, name, () => this.load()),
      ),
    ];
  }

  private async edit(counter: Counter): Promise<void> {
    const found = await api<{ services: Skill[] }>("GET", `/counters/${counter.id}/services`);
    const skills = new Map((found?.services ?? []).map((one) => [one.service, one]));
    this.edited = counter;
    byId("skills-title").textContent = t("skills.title", { name: pick(counter, "name") });
    byId("skills-list").replaceChildren(...this.services.map((one) => choice(one, skills.get(one.id))));
    applyTranslations(this.dialog);
    this.dialog.showModal();
  }

  private async save(): Promise<void> {
    const counter = this.edited;
    this.dialog.close();
    if (!counter) return;
    const rows = [...byId("skills-list").querySelectorAll<HTMLElement>(".skill")];
    const services = rows.flatMap((row) => skillOf(row) ?? []);
    await api("PUT", `/counters/${counter.id}/services`, { services });
    await this.load();
  }
}

const WEIGHTS = Array.from({ length: 10 }, (_, place) => String(place + 1));

/** A service the counter may handle: whether, how much its waits count, and whether it only helps. */
function choice(service: Service, skill: Skill | undefined): HTMLElement {
  const name = pick(service, "name");
  const handles = el("input", { type: "checkbox", value: service.id, checked: skill !== undefined, data: { part: "handles" } });
  const options = WEIGHTS.map((value) => el("option", { value, text: value, selected: value === String(skill?.weight ?? 1) }));
  const weight = el("select", { "aria-label": t("skills.weight.what", { name }), data: { part: "weight" } }, ...options);
  const helps = el("input", { type: "checkbox", checked: skill?.helps ?? false, "aria-label": t("skills.helps.what", { name }), data: { part: "helps" } });
  const details = el(
    "span",
    { class: "skill-details" },
    el("label", {}, t("skills.weight"), weight),
    el("label", {}, helps, t("skills.helps")),
  );
  const showDetails = (): void => {
    details.hidden = !handles.checked;
  };
  handles.addEventListener("change", showDetails);
  showDetails();
  return el("div", { class: "skill" }, el("label", { class: "switch-row" }, handles, el("b", { text: service.prefix }), name), details);
}

function skillOf(row: HTMLElement): Skill | null {
  const part = <T extends HTMLElement>(name: string): T | null => row.querySelector<T>(`[data-part=${name}]`);
  const handles = part<HTMLInputElement>("handles");
  if (!handles?.checked) return null;
  return {
    service: handles.value,
    weight: Number(part<HTMLSelectElement>("weight")?.value ?? 1),
    helps: part<HTMLInputElement>("helps")?.checked ?? false,
  };
}
