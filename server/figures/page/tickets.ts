/** The single tickets behind a figure, page by page; each opens its history. */

import { api, ApiError } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import type { Ask } from "./ask";
import { files } from "./files";
import { dayInWords, duration } from "./numbers";
import { openStory } from "./story";
import type { PastTicket, PastTickets } from "./types";

/** Query parameters of `/reports/tickets`; `from` and `to` where it is about less than the page. */
export type Filter = Readonly<Record<string, string>>;

const STATES = ["waiting", "called", "serving", "parked", "away", "finished", "no_show", "cancelled", "expired"];
const LIMIT = "50";
/** So many pages without a ticket are asked for before a person says whether to go on. */
const EMPTY_PAGES = 10;

export class Tickets {
  private filter: Filter | null = null;
  private words = "";
  private items: PastTicket[] = [];
  private next: string | null = null;
  private asked = 0;

  constructor(private readonly ask: () => Ask) {
    byId("tickets-close").addEventListener("click", () => this.close());
    byId("tickets-more").addEventListener("click", () => void this.load());
    byId("tickets-state").addEventListener("change", () => void this.begin());
    byId("story-close").addEventListener("click", () => byId<HTMLDialogElement>("story").close());
  }

  open(filter: Filter, words: string): void {
    this.filter = filter;
    this.words = words;
    byId("tickets").hidden = false;
    this.states();
    void this.begin();
    byId("tickets-title").focus();
    byId("tickets").scrollIntoView({ block: "start" });
  }

  close(): void {
    this.asked += 1;
    this.filter = null;
    byId("tickets").hidden = true;
  }

  paint(): void {
    if (!this.filter) return;
    this.states();
    this.show();
  }

  private states(): void {
    const select = byId<HTMLSelectElement>("tickets-state");
    const before = select.value;
    const options = STATES.map((state) => el("option", { value: state, text: t(`state.${state}`) }));
    select.replaceChildren(el("option", { value: "", text: t("tickets.any") }), ...options);
    select.value = before;
  }

  private async begin(): Promise<void> {
    this.items = [];
    this.next = null;
    this.show();
    await this.load();
  }

  private async load(): Promise<void> {
    const mine = ++this.asked;
    setText(byId("tickets-none"), t("tickets.loading"));
    try {
      for (let page = 0; page < EMPTY_PAGES; page += 1) {
        const found = await this.page();
        if (mine !== this.asked || !found) return;
        this.items.push(...found.items);
        this.next = found.next;
        if (found.items.length > 0 || found.next === null) break;
      }
      this.show();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine !== this.asked) return;
      byId("tickets-none").hidden = false;
      setText(byId("tickets-none"), `${error.message} ${error.action}`);
    }
  }

  private page(): Promise<PastTickets | null> {
    const query = this.query();
    query.set("limit", LIMIT);
    if (this.next) query.set("cursor", this.next);
    return api<PastTickets>("GET", `/reports/tickets?${query.toString()}`, undefined, { timeoutMs: 20_000 });
  }

  private query(): URLSearchParams {
    const { from, to } = this.ask();
    const query = new URLSearchParams({ from, to, ...this.filter });
    const state = byId<HTMLSelectElement>("tickets-state").value;
    if (state) query.set("state", state);
    return query;
  }

  private show(): void {
    setText(byId("tickets-title"), t("tickets.title", { of: this.words }));
    byId("tickets-files").replaceChildren(...files("tickets", this.query()));
    byId("tickets-table").replaceChildren(...(this.items.length > 0 ? [this.table()] : []));
    byId("tickets-none").hidden = this.items.length > 0;
    setText(byId("tickets-none"), t("tickets.none"));
    byId("tickets-more").hidden = this.next === null;
  }

  private table(): HTMLElement {
    const head = ["number", "day", "service", "counter", "officer", "state", "issued_at", "wait", "service_time"];
    return el(
      "table",
      { class: "data tickets", "aria-labelledby": "tickets-title" },
      el("thead", {}, el("tr", {}, ...head.map((name) => el("th", { scope: "col", text: t(`ticket.${name}`) })))),
      el("tbody", {}, ...this.items.map(row)),
    );
  }
}

function row(one: PastTicket): HTMLElement {
  const cell = (text: string): HTMLElement => el("td", { text });
  const open = (): void => void openStory(one);
  return el(
    "tr",
    {},
    el("th", { scope: "row" }, el("button", { type: "button", class: "button small", text: one.number, "aria-label": t("ticket.open", { number: one.number }), on: { click: open } })),
    cell(dayInWords(one.day)),
    cell(pick(one, "service_name")),
    cell(one.counter === null ? "" : pick(one, "counter_name")),
    cell(one.officer_name ?? ""),
    cell(t(`state.${one.state}`)),
    cell(timeOfDay(one.issued_at)),
    cell(duration(one.wait_s)),
    cell(duration(one.service_s)),
  );
}
