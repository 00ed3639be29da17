/** Dates that are missed, with the apology (form 04) that was drafted for each. */

import { api, ApiError } from "@web/api";
import { byId, el, setText } from "@web/dom";
import { t } from "@web/i18n";
import "./apologies.css";
import { cell, head } from "./cells";
import { dayInWords, momentInWords } from "./numbers";
import type { Page } from "./types";

interface Draft {
  code: string;
  department: string;
  why: string;
  reason: string;
  due_at: string;
  missed: string;
  proposed: string;
}

const LIMIT = "12";
const HEADS = ["line.code", "line.department", "apologies.missed", "apologies.why", "apologies.proposed", "apologies.do"];
/** "2026-11-27" of a moment, in the centre's zone. */
const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" });

export class ApologySection {
  private items: Draft[] = [];
  private next: string | null = null;
  private known = false;
  private draft: Draft | null = null;

  constructor(
    private readonly nameOf: (department: string) => string,
    private readonly openDossier: (code: string) => void,
  ) {
    byId("apologies-more").addEventListener("click", () => void this.more());
    byId("apology-no").addEventListener("click", () => this.dialog().close());
    byId("apology-yes").addEventListener("click", () => void this.decide(() => this.give()));
    byId("apology-dismiss").addEventListener("click", () => void this.decide(() => this.dismiss()));
  }

  async load(): Promise<void> {
    [this.items, this.next] = [[], null];
    await this.more();
  }

  paint(): void {
    if (!this.known) return;
    byId("apologies").hidden = this.items.length === 0;
    byId("apologies-more").hidden = this.next === null;
    byId("apologies-table").replaceChildren(this.table());
  }

  private async more(): Promise<void> {
    const query = new URLSearchParams({ limit: LIMIT });
    if (this.next) query.set("cursor", this.next);
    const found = await api<Page<Draft>>("GET", `/apologies?${query.toString()}`);
    this.items.push(...(found?.items ?? []));
    this.next = found?.next ?? null;
    this.known = true;
    this.paint();
  }

  private table(): HTMLElement {
    return el(
      "table",
      { class: "data", "aria-labelledby": "apologies-title" },
      el("thead", {}, el("tr", {}, ...HEADS.map((key) => head(t(key))))),
      el("tbody", {}, ...this.items.map((one) => this.row(one))),
    );
  }

  private row(one: Draft): HTMLElement {
    const open = el("button", { type: "button", class: "drill code", text: one.code, on: { click: () => this.openDossier(one.code) } });
    const label = t("apologies.see.what", { code: one.code });
    const see = el("button", { type: "button", class: "button small", text: t("apologies.see"), "aria-label": label, on: { click: () => this.ask(one) } });
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, open),
      cell(this.nameOf(one.department), "wide"),
      cell(momentInWords(one.missed), "time", ...(one.missed === one.due_at ? [] : [el("span", { class: "under", text: t("apologies.first", { day: momentInWords(one.due_at) }) })])),
      cell(t(`apologies.why.${one.why}`), "wide"),
      cell(dayInWords(DAY.format(new Date(one.proposed))), "time"),
      el("td", {}, see),
    );
  }

  private ask(one: Draft): void {
    this.draft = one;
    setText(byId("apology-title"), t("apologies.ask", { code: one.code }));
    byId<HTMLInputElement>("apology-day").value = DAY.format(new Date(one.proposed));
    byId<HTMLTextAreaElement>("apology-reason").value = one.reason;
    byId("apology-problem").hidden = true;
    this.dialog().showModal();
    byId("apology-title").focus();
  }

  private async give(): Promise<void> {
    const body = { new_due: byId<HTMLInputElement>("apology-day").value, reason: byId<HTMLTextAreaElement>("apology-reason").value };
    const code = this.draft?.code ?? "";
    await api("POST", `/dossiers/${encodeURIComponent(code)}/apology`, body);
    this.openDossier(code);
  }

  private async dismiss(): Promise<void> {
    await api("POST", `/dossiers/${encodeURIComponent(this.draft?.code ?? "")}/apology/dismiss`);
  }

  private async decide(run: () => Promise<void>): Promise<void> {
    const buttons = ["apology-yes", "apology-dismiss"].map((id) => byId<HTMLButtonElement>(id));
    for (const button of buttons) button.disabled = true;
    try {
      await run();
      this.dialog().close();
      await this.load();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setText(byId("apology-problem"), `${error.message} ${error.action}`);
      byId("apology-problem").hidden = false;
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }

  private dialog(): HTMLDialogElement {
    return byId<HTMLDialogElement>("apology");
  }
}
