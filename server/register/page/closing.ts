/** The banner of a closed period: since when, and each correction told since. */

import { api } from "@web/api";
import { byId, el, setText } from "@web/dom";
import { t } from "@web/i18n";
import { cell, head, known, verdictName } from "./cells";
import { files } from "./files";
import { momentInWords, NONE, signed, whole } from "./numbers";
import type { Correction, Page, Report } from "./types";

const LIMIT = "20";

export class ClosingBanner {
  private report: Report | null = null;
  private items: Correction[] = [];
  private next: string | null = null;

  constructor(
    private readonly departments: () => ReadonlyMap<string, string>,
    private readonly openDossier: (code: string) => void,
  ) {
    byId("closing-more").addEventListener("click", () => void this.load());
  }

  async show(report: Report): Promise<void> {
    [this.report, this.items, this.next] = [report, [], null];
    this.paint();
    if (report.closed && report.closed.corrections > 0) await this.load();
  }

  paint(): void {
    const { report } = this;
    const closed = report?.closed;
    byId("closing").hidden = !closed;
    if (!report || !closed) return;
    const told = { at: momentInWords(closed.closed_at), by: closed.closed_by ?? t("unknown"), n: whole(closed.corrections) };
    setText(byId("closing-words"), t(closed.corrections > 0 ? "closing.words" : "closing.words.none", told));
    const query = new URLSearchParams({ from: report.from, to: report.to });
    byId("closing-actions").replaceChildren(...(closed.corrections > 0 ? files("corrections", query) : []));
    byId("closing-table").replaceChildren(...(this.items.length > 0 ? [this.table()] : []));
    byId("closing-more").hidden = this.next === null;
  }

  private async load(): Promise<void> {
    const { report } = this;
    if (!report) return;
    const query = new URLSearchParams({ limit: LIMIT });
    if (this.next) query.set("cursor", this.next);
    const path = `/reports/dossiers/periods/${report.from}..${report.to}/corrections?${query.toString()}`;
    const found = await api<Page<Correction>>("GET", path, undefined, { timeoutMs: 30_000 });
    if (report !== this.report) return;
    this.items.push(...(found?.items ?? []));
    this.next = found?.next ?? null;
    this.paint();
  }

  private table(): HTMLElement {
    const heads = ["code", "recorded_at", "by", "changes", "figures"].map((name) => head(t(`correction.${name}`)));
    return el(
      "table",
      { class: "data", "aria-labelledby": "closing-title" },
      el("thead", {}, el("tr", {}, ...heads)),
      el("tbody", {}, ...this.items.map((one) => this.row(one))),
    );
  }

  private row(one: Correction): HTMLElement {
    const open = el("button", { type: "button", class: "drill code", text: one.code, on: { click: () => this.openDossier(one.code) } });
    const who = one.person ?? (one.department === null ? t("unknown") : (this.departments().get(one.department) ?? one.department));
    const figures = Object.entries(one.figures).map(([name, n]) => `${t(`figure.${name}`)} ${signed(n)}`);
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, open),
      cell(momentInWords(one.recorded_at), "time"),
      cell(one.kind === null ? who : `${who} (${known(`event.${one.kind}`, one.kind)})`),
      el("td", {}, ...one.changes.map((change) => el("div", { text: this.change(change) }))),
      cell(figures.join("; ") || t("correction.moved")),
    );
  }

  private change({ what, before, now }: Correction["changes"][number]): string {
    const told = (value: string | null): string => {
      if (what.endsWith("_at")) return momentInWords(value);
      if (what === "verdict") return verdictName(value);
      if (what === "department") return value === null ? NONE : (this.departments().get(value) ?? value);
      return value || NONE;
    };
    return t("correction.change", { what: t(`line.${what}`), before: told(before), now: told(now) });
  }
}
