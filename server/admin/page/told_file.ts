/** A department's progress from a file: looked at first, then taken in. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { language, onLanguage, t } from "@web/i18n";
import type { Option } from "./form";
import { guarded, table } from "./lists";

interface Told {
  applied: boolean;
  received: number;
  accepted: number;
  malformed: number;
  changed: number;
  unknown_total: number;
  problems: { place: number; code: string; field: string | null; problem: { vi: string; en: string } }[];
}

const PATIENCE_MS = 90_000;
const SHOWN = 100;

export class ToldFile {
  private told: Told | null = null;
  private readonly file = byId<HTMLInputElement>("told-file");
  private readonly department = byId<HTMLSelectElement>("told-department");
  private readonly look = byId<HTMLButtonElement>("told-look");
  private readonly take = byId<HTMLButtonElement>("told-take");

  /** `onNews` is told after a file was taken in. */
  constructor(private readonly onNews: () => Promise<void>) {
    for (const control of [this.file, this.department]) control.addEventListener("change", () => this.forget());
    this.look.addEventListener("click", () => void this.send(this.look, false));
    this.take.addEventListener("click", () => void this.send(this.take, true));
    onLanguage(() => this.paint());
    this.paint();
  }

  know(departments: readonly Option[]): void {
    const chosen = this.department.value;
    this.department.replaceChildren(...departments.map(({ value, text }) => el("option", { value, text })));
    if (departments.some((one) => one.value === chosen)) this.department.value = chosen;
  }

  private async send(button: HTMLButtonElement, apply: boolean): Promise<void> {
    const chosen = this.file.files?.[0];
    if (!chosen) return this.say("trouble", t("told.choose_first"));
    button.disabled = true;
    this.say("calm", t("told.reading"));
    const query = new URLSearchParams({ department: this.department.value, apply: apply ? "1" : "0" });
    await guarded(async () => {
      this.told = null;
      this.told = await api<Told>("POST", `/dossiers/sync/file?${query.toString()}`, chosen, { timeoutMs: PATIENCE_MS });
      if (apply) await this.onNews();
    }).finally(() => {
      button.disabled = false;
      this.say("calm", "");
      this.paint();
    });
  }

  private forget(): void {
    this.told = null;
    this.say("calm", "");
    this.paint();
  }

  private paint(): void {
    const told = this.told;
    this.take.hidden = told === null || told.applied || told.accepted === 0;
    byId("told-found").replaceChildren(...(told ? found(told) : []));
    if (told) this.say(told.applied ? "good" : "calm", t(told.applied ? "told.applied" : "told.looked", counts(told)));
  }

  private say(tone: string, text: string): void {
    const status = byId("told-status");
    status.dataset["tone"] = tone;
    status.textContent = text;
  }
}

function counts(told: Told): Record<string, number> {
  return { received: told.received, accepted: told.accepted, changed: told.changed, bad: told.malformed };
}

function found(told: Told): HTMLElement[] {
  const said: HTMLElement[] = [];
  if (told.unknown_total > 0) said.push(el("p", { class: "note", text: t("told.unknown", { n: told.unknown_total }) }));
  if (told.malformed === 0) return said;
  const rows = told.problems.slice(0, SHOWN).map((one) => [String(one.place), named(one), one.problem[language()]]);
  const title = t("told.problems", { n: told.malformed });
  return [...said, el("h4", { class: "bad", text: title }), table(title, ["catalogue.row", "told.code", "catalogue.problem"], rows)];
}

/** Which dossier, and which of its columns. */
function named({ code, field }: Told["problems"][number]): HTMLElement {
  return el("span", { class: "named" }, code || "–", el("code", { text: field ?? "" }));
}
