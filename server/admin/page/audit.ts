/** Who changed what: the audit trail, and whether it is as it was written. */

import { api } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, setText } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { day } from "./days";
import { guarded, table } from "./lists";
import type { Page } from "./types";

interface Entry {
  seq: number;
  at: string;
  actor: string;
  name: string | null;
  what: string;
  subject: string;
  data: Readonly<Record<string, unknown>>;
}

interface Verdict {
  length: number;
  head: string;
  broken_at: number | null;
}

const SHOWN = 50;

class Trail {
  private entries: Entry[] = [];
  private next: string | null = null;

  constructor() {
    byId("audit-more").addEventListener("click", () => void guarded(() => this.load()));
    byId("audit-check").addEventListener("click", () => void guarded(() => this.check()));
    onLanguage(() => this.show());
  }

  /** The newest entries, or those after what is shown. */
  async load(): Promise<void> {
    const from = this.next === null ? "" : `&cursor=${this.next}`;
    const page = await api<Page<Entry>>("GET", `/audit?limit=${SHOWN}${from}`);
    this.entries.push(...(page?.items ?? []));
    this.next = page?.next ?? null;
    this.show();
  }

  private async check(): Promise<void> {
    const found = await api<Verdict>("GET", "/audit/check");
    if (!found) return;
    const status = byId("audit-status");
    const whole = found.broken_at === null;
    setText(status, whole ? t("audit.whole", { n: found.length, head: found.head.slice(0, 16) }) : t("audit.broken", { n: found.broken_at ?? 0 }));
    status.dataset.tone = whole ? "good" : "bad";
  }

  private show(): void {
    const rows = this.entries.map((one) => [`${day(one.at)} ${timeOfDay(one.at)}`, one.name ?? one.actor, words(one.what), details(one)]);
    byId("audit-list").replaceChildren(table(t("audit.title"), ["audit.when", "audit.who", "audit.what", "audit.details"], rows, t("audit.none")));
    byId("audit-more").hidden = this.next === null;
  }
}

/** What was done in words; its code where there are none yet. */
function words(what: string): string {
  const key = `audit.${what}`;
  const text = t(key);
  return text === key ? what : text;
}

function details(one: Entry): string {
  const facts = Object.entries(one.data).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [one.subject, ...facts].filter((part) => part !== "").join("; ");
}

/** Asks for the trail only once somebody looks at it: it grows with the years. */
export function auditWhenSeen(): void {
  let made: Trail | null = null;
  const look = (): void => {
    if (made || location.hash !== "#audit") return;
    made = new Trail();
    const whole = made;
    void guarded(() => whole.load());
  };
  window.addEventListener("hashchange", look);
  look();
}
