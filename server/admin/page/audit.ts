/** Who changed what: the audit trail sought through, and whether it is as it was written. */

import { api } from "@web/api";
import { inCentre } from "@web/centre";
import { byId, el, setText } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { auditTable, kind, who, type Entry } from "./audit_rows";
import { guarded } from "./lists";
import type { Page } from "./types";

interface Verdict {
  length: number;
  head: string;
  broken_at: number | null;
}

interface Choices {
  kinds: string[];
  actors: { actor: string; name: string | null }[];
}

const SHOWN = 50;

class Trail {
  private entries: Entry[] = [];
  private next: string | null = null;
  private choices: Choices = { kinds: [], actors: [] };
  private readonly what = byId<HTMLSelectElement>("audit-kind");
  private readonly actor = byId<HTMLSelectElement>("audit-actor");
  private readonly from = byId<HTMLInputElement>("audit-from");
  private readonly to = byId<HTMLInputElement>("audit-to");

  constructor() {
    byId("audit-more").addEventListener("click", () => void guarded(() => this.load()));
    byId("audit-check").addEventListener("click", () => void guarded(() => this.check()));
    for (const control of [this.what, this.actor, this.from, this.to]) {
      control.addEventListener("change", () => void guarded(() => this.anew()));
    }
    onLanguage(() => this.show());
  }

  async begin(): Promise<void> {
    const choices = await api<Choices>("GET", "/audit/choices");
    if (choices) this.choices = choices;
    await Promise.all([this.load(), this.check()]);
  }

  /** The newest entries, or those after what is shown. */
  async load(): Promise<void> {
    const from = this.next === null ? "" : `&cursor=${this.next}`;
    const page = await api<Page<Entry>>("GET", `/audit?limit=${SHOWN}${this.sought("&")}${from}`);
    this.entries.push(...(page?.items ?? []));
    this.next = page?.next ?? null;
    this.show();
  }

  private async anew(): Promise<void> {
    this.entries = [];
    this.next = null;
    await this.load();
  }

  private async check(): Promise<void> {
    const found = await api<Verdict>("GET", "/audit/check");
    if (!found) return;
    const status = byId("audit-status");
    const whole = found.broken_at === null;
    setText(status, whole ? t("audit.whole", { n: found.length, head: found.head.slice(0, 16) }) : t("audit.broken", { n: found.broken_at ?? 0 }));
    status.dataset["tone"] = whole ? "good" : "trouble";
  }

  /** What is sought, as it stands in an address. */
  private sought(begin: string): string {
    const query = new URLSearchParams();
    const { what, actor, from, to } = this;
    for (const [name, { value }] of Object.entries({ what, actor, from, to })) if (value) query.set(name, value);
    return query.size > 0 ? `${begin}${query.toString()}` : "";
  }

  private show(): void {
    const any = el("option", { value: "", text: t("audit.any") });
    const kinds = this.choices.kinds.map((value) => ({ value, text: kind(value) }));
    const actors = this.choices.actors.map((one) => ({ value: one.actor, text: who(one.actor, one.name) }));
    fill(this.what, any, kinds);
    fill(this.actor, any.cloneNode(true), actors);
    byId<HTMLAnchorElement>("audit-csv").href = inCentre(`/api/v1/audit/entries.csv${this.sought("?")}`);
    byId("audit-list").replaceChildren(auditTable(this.entries));
    byId("audit-more").hidden = this.next === null;
  }
}

function fill(list: HTMLSelectElement, any: Node, options: { value: string; text: string }[]): void {
  const chosen = list.value;
  options.sort((one, other) => one.text.localeCompare(other.text, "vi"));
  list.replaceChildren(any, ...options.map(({ value, text }) => el("option", { value, text })));
  list.value = chosen;
}

/** Asks for the trail only once somebody looks at it: it grows with the years. */
export function auditWhenSeen(): void {
  let begun = false;
  const look = (): void => {
    if (begun || location.hash !== "#audit") return;
    begun = true;
    const trail = new Trail();
    void guarded(() => trail.begin());
  };
  window.addEventListener("hashchange", look);
  look();
}
