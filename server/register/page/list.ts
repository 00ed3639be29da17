/** The dossiers behind a figure, page by page; each opens its own sheet. */

import { api, ApiError } from "@web/api";
import { byId, el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { cell, channelName, head, stateName, verdictName, type Filter } from "./cells";
import { files } from "./files";
import { momentInWords } from "./numbers";
import type { Period } from "./period";
import type { Line, Page } from "./types";

const LIMIT = "50";
const COLUMNS = ["code", "procedure", "department", "channel", "officer", "state", "received_at", "due_at", "resolved_at", "recorded_at", "verdict"];

export class List {
  private filter: Filter | null = null;
  private words = "";
  private items: Line[] = [];
  private next: string | null = null;
  private asked = 0;

  constructor(
    private readonly period: () => Period,
    private readonly openDossier: (code: string) => void,
  ) {
    byId("list-close").addEventListener("click", () => this.dialog().close());
    byId("list-more").addEventListener("click", () => void this.load());
    this.dialog().addEventListener("close", () => (this.filter = null));
  }

  open(filter: Filter, words: string): void {
    [this.filter, this.words, this.items, this.next] = [filter, words, [], null];
    this.paint();
    this.dialog().showModal();
    byId("list-title").focus();
    void this.load();
  }

  paint(): void {
    if (!this.filter) return;
    setText(byId("list-title"), t("list.title", { of: this.words }));
    byId("list-files").replaceChildren(...files("list", this.query()));
    byId("list-table").replaceChildren(...(this.items.length > 0 ? [this.table()] : []));
    byId("list-none").hidden = this.items.length > 0;
    byId("list-more").hidden = this.next === null;
  }

  private async load(): Promise<void> {
    const mine = ++this.asked;
    setText(byId("list-none"), t("loading"));
    try {
      const query = this.query();
      query.set("limit", LIMIT);
      if (this.next) query.set("cursor", this.next);
      const found = await api<Page<Line>>("GET", `/reports/dossiers/list?${query.toString()}`, undefined, { timeoutMs: 20_000 });
      if (mine !== this.asked || !found) return;
      this.items.push(...found.items);
      this.next = found.next;
      setText(byId("list-none"), t("none"));
      this.paint();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine !== this.asked) return;
      byId("list-none").hidden = false;
      setText(byId("list-none"), `${error.message} ${error.action}`);
    }
  }

  private query(): URLSearchParams {
    const { from, to } = this.period();
    return new URLSearchParams({ from, to, ...this.filter });
  }

  private table(): HTMLElement {
    return el(
      "table",
      { class: "data lines", "aria-labelledby": "list-title" },
      el("thead", {}, el("tr", {}, ...COLUMNS.map((name) => head(t(`line.${name}`))))),
      el("tbody", {}, ...this.items.map((one) => this.row(one))),
    );
  }

  private row(one: Line): HTMLElement {
    const open = el("button", { type: "button", class: "drill code", text: one.code, on: { click: () => this.openDossier(one.code) } });
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, open),
      cell(one.procedure_name ?? one.procedure, "wide"),
      cell(pick(one, "department_name"), "wide"),
      cell(channelName(one.channel)),
      cell(one.officer_name ?? ""),
      cell(stateName(one.state)),
      cell(momentInWords(one.received_at), "time"),
      cell(momentInWords(one.due_at), "time"),
      cell(momentInWords(one.resolved_at), "time"),
      cell(momentInWords(one.recorded_at), "time"),
      cell(verdictName(one.verdict), one.verdict === "late" ? "bad" : ""),
    );
  }

  private dialog(): HTMLDialogElement {
    return byId<HTMLDialogElement>("list");
  }
}
