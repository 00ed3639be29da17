/** Dossiers of which departments' messages say different things. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { t } from "@web/i18n";
import { cell, head, stateName } from "./cells";
import { momentInWords, whole } from "./numbers";
import type { Conflict, Message, Page } from "./types";

const LIMIT = 10;

export class ConflictSection {
  private items: Conflict[] = [];
  private next: string | null = null;
  private known = false;

  constructor(private readonly openDossier: (code: string) => void) {
    byId("conflicts-more").addEventListener("click", () => void this.load());
  }

  async load(): Promise<void> {
    const query = new URLSearchParams({ limit: String(LIMIT) });
    if (this.next) query.set("cursor", this.next);
    const found = await api<Page<Conflict>>("GET", `/dossiers/conflicts?${query.toString()}`, undefined, { timeoutMs: 30_000 });
    this.items.push(...(found?.items ?? []));
    this.next = found?.next ?? null;
    this.known = true;
    this.paint();
  }

  paint(): void {
    if (!this.known) return;
    byId("conflicts-more").hidden = this.next === null;
    byId("conflicts-table").replaceChildren(this.items.length > 0 ? this.table() : el("p", { class: "none", text: t("conflicts.none") }));
  }

  private table(): HTMLElement {
    const heads = ["code", "messages", "results", "states"].map((name) => head(t(`conflicts.${name}`)));
    return el(
      "table",
      { class: "data", "aria-labelledby": "conflicts-title" },
      el("thead", {}, el("tr", {}, ...heads)),
      el("tbody", {}, ...this.items.map((one) => this.row(one))),
    );
  }

  private row({ code, messages }: Conflict): HTMLElement {
    const open = el("button", { type: "button", class: "drill code", text: code, on: { click: () => this.openDossier(code) } });
    const different = (of: (one: Message) => string): string => [...new Set(messages.map(of))].join(" / ");
    const told = messages.filter((one) => one.resolved_at !== null);
    const results = [...new Set(told.map((one) => momentInWords(one.resolved_at)))].join(" / ");
    return el("tr", {}, el("th", { scope: "row" }, open), cell(whole(messages.length)), cell(results), cell(different((one) => stateName(one.state))));
  }
}
