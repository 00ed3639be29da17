/** Closed periods, and closing the one that is shown. */

import { api, ApiError } from "@web/api";
import { byId, el, setText } from "@web/dom";
import { t } from "@web/i18n";
import { cell, head } from "./cells";
import { dayInWords, momentInWords, percent, whole } from "./numbers";
import { today, type Period } from "./period";
import type { ClosedPeriod, Page, Report } from "./types";

const LIMIT = "12";

export class PeriodSection {
  private items: ClosedPeriod[] = [];
  private next: string | null = null;
  private known = false;
  private report: Report | null = null;

  constructor(
    private readonly choose: (period: Period) => void,
    private readonly closed: () => void,
  ) {
    byId("periods-more").addEventListener("click", () => void this.more());
    byId("close-period").addEventListener("click", () => this.ask());
    byId("confirm-no").addEventListener("click", () => this.dialog().close());
    byId("confirm-yes").addEventListener("click", () => void this.close());
  }

  async load(): Promise<void> {
    [this.items, this.next] = [[], null];
    await this.more();
  }

  /** The period that can be closed: the one shown. */
  show(report: Report): void {
    this.report = report;
    this.paint();
  }

  paint(): void {
    const { report } = this;
    const button = byId<HTMLButtonElement>("close-period");
    button.hidden = !report || report.closed !== null || report.to >= today();
    if (report) setText(button, t("periods.close", spoken(report)));
    if (!this.known) return;
    byId("periods-more").hidden = this.next === null;
    byId("periods-table").replaceChildren(this.items.length > 0 ? this.table() : el("p", { class: "none", text: t("periods.none") }));
  }

  private async more(): Promise<void> {
    const query = new URLSearchParams({ limit: LIMIT });
    if (this.next) query.set("cursor", this.next);
    const found = await api<Page<ClosedPeriod>>("GET", `/reports/dossiers/periods?${query.toString()}`);
    this.items.push(...(found?.items ?? []));
    this.next = found?.next ?? null;
    this.known = true;
    this.paint();
  }

  private ask(): void {
    if (!this.report) return;
    setText(byId("confirm-title"), t("periods.ask", spoken(this.report)));
    byId("confirm-problem").hidden = true;
    this.dialog().showModal();
    byId("confirm-title").focus();
  }

  private async close(): Promise<void> {
    const { report } = this;
    if (!report) return;
    const button = byId<HTMLButtonElement>("confirm-yes");
    button.disabled = true;
    try {
      await api("POST", "/reports/dossiers/periods", { from: report.from, to: report.to }, { timeoutMs: 60_000 });
      this.dialog().close();
      this.closed();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setText(byId("confirm-problem"), `${error.message} ${error.action}`);
      byId("confirm-problem").hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  private table(): HTMLElement {
    const heads = ["received", "resolved", "early", "on_time", "late", "pending"].map((name) => head(t(`figure.${name}`), "number"));
    return el(
      "table",
      { class: "data", "aria-labelledby": "periods-title" },
      el("thead", {}, el("tr", {}, head(t("periods.period")), ...heads, head(t("periods.closed_at")), head(t("periods.closed_by")))),
      el("tbody", {}, ...this.items.map((one) => this.row(one))),
    );
  }

  private row(one: ClosedPeriod): HTMLElement {
    const { figures } = one;
    const open = el("button", { type: "button", class: "drill", text: t("period.words", spoken(one)), on: { click: () => this.choose({ from: one.from, to: one.to }) } });
    const shared = (["early", "on_time", "late"] as const).map((name) =>
      cell(whole(figures[name]), "number", el("span", { class: "under", text: figures.base > 0 ? percent(figures.shares[name]) : "" })),
    );
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, open),
      cell(whole(figures.received), "number"),
      cell(whole(figures.resolved), "number"),
      ...shared,
      cell(whole(figures.pending), "number"),
      cell(momentInWords(one.closed_at), "time"),
      cell(one.closed_by ?? t("unknown")),
    );
  }

  private dialog(): HTMLDialogElement {
    return byId<HTMLDialogElement>("confirm");
  }
}

function spoken({ from, to }: Period): { from: string; to: string } {
  return { from: dayInWords(from), to: dayInWords(to) };
}
