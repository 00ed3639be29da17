/** Form II.06a by field, as it will be printed; every number opens its dossiers. */

import { api, ApiError } from "@web/api";
import { byId, el, setText } from "@web/dom";
import { t } from "@web/i18n";
import { count, head, type Open } from "./cells";
import { files } from "./files";
import { whole } from "./numbers";
import type { Period } from "./period";
import type { Form, FormRow } from "./types";

/** [part, cell, how the API calls the dossiers behind it]; sums of a part have none of their own. */
const CELLS = [
  ["received", "total", ""],
  ["received", "online", "online"],
  ["received", "direct", "direct"],
  ["received", "carried_over", "carried_over"],
  ["resolved", "total", ""],
  ["resolved", "early", "form_early"],
  ["resolved", "on_time", "form_on_time"],
  ["resolved", "overdue", "form_overdue"],
  ["in_progress", "total", ""],
  ["in_progress", "in_time", "open_in_time"],
  ["in_progress", "overdue", "open_overdue"],
] as const;
const PARTS = ["received", "resolved", "in_progress"] as const;

export class FormSection {
  private form: Form | null = null;

  constructor(private readonly open: Open) {}

  async load(period: Period): Promise<void> {
    const query = new URLSearchParams({ from: period.from, to: period.to });
    const problem = byId("form-problem");
    try {
      this.form = await api<Form>("GET", `/reports/dossiers/progress?${query.toString()}`, undefined, { timeoutMs: 30_000 });
      problem.hidden = true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.form = null;
      setText(problem, `${error.message} ${error.action}`);
      problem.hidden = false;
    }
    this.paint();
  }

  paint(): void {
    const form = this.form;
    byId("form-files").replaceChildren(...(form ? files("progress", new URLSearchParams({ from: form.from, to: form.to })) : []));
    byId("form-table").replaceChildren(...(form ? [this.table(form)] : []));
    const notes = form ? [t("form.note.checked"), t("form.note.moved")] : [];
    const corrected = form?.closed?.corrected;
    if (corrected) notes.push(t("form.note.corrected", { received: whole(corrected.received.total), resolved: whole(corrected.resolved.total), open: whole(corrected.in_progress.total) }));
    byId("form-notes").replaceChildren(...notes.map((text) => el("li", { text })));
  }

  private table(form: Form): HTMLElement {
    const across = (part: string): number => CELLS.filter(([one]) => one === part).length;
    const top = el("tr", {}, el("th", { scope: "col", rowspan: 2, text: t("by.field") }), ...PARTS.map((part) => head(t(`form.${part}`), "part", across(part))));
    const second = el("tr", {}, ...CELLS.map(([, one]) => head(t(`form.cell.${one}`), "number")));
    return el(
      "table",
      { class: "data form", "aria-labelledby": "form-title" },
      el("thead", {}, top, second),
      el("tbody", {}, ...form.rows.map((row) => this.row(row, row.field || t("unknown"), row.field ?? ""))),
      el("tfoot", {}, this.row(form.total, t("form.sum"), null)),
    );
  }

  private row(row: FormRow, name: string, key: string | null): HTMLElement {
    const cells = CELLS.map(([part, one, kind]) => {
      const n = (row[part] as Record<string, number>)[one] ?? 0;
      const filter = key === null ? { kind } : { kind, by: "field", key };
      const words = `${t(`form.${part}`)}, ${t(`form.cell.${one}`)}, ${name}`;
      const shown = kind === "" ? whole(n) : count(n, filter, words, this.open);
      return el("td", { class: one === "total" ? "number sum" : "number" }, shown);
    });
    return el("tr", {}, el("th", { scope: "row", class: "name", text: name }), ...cells);
  }
}
