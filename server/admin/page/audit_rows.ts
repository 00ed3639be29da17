/** Entries of the audit trail as rows of a table. */

import { api } from "@web/api";
import { timeOfDay } from "@web/clock";
import { el } from "@web/dom";
import { t } from "@web/i18n";
import { day } from "./days";
import { table } from "./lists";
import type { Page } from "./types";

export interface Entry {
  seq: number;
  at: string;
  actor: string;
  name: string | null;
  what: string;
  subject: string;
  data: Readonly<Record<string, unknown>>;
  hash: string;
}

const COLUMNS = ["audit.when", "audit.who", "audit.what", "audit.details"];

export function auditTable(entries: readonly Entry[]): HTMLElement {
  const rows = entries.map((one) => [
    el("div", { class: "named" }, `${day(one.at)} ${timeOfDay(one.at)}`, el("small", { text: t("audit.row", { n: one.seq }) })),
    who(one.actor, one.name),
    kind(one.what),
    el("span", { class: "details", text: details(one) }),
  ]);
  return table(t("audit.title"), COLUMNS, rows, t("audit.none"));
}

/** The newest entry of a kind, under a heading. */
export async function latestNoted(what: string): Promise<HTMLElement[]> {
  const page = await api<Page<Entry>>("GET", `/audit?limit=1&what=${what}`);
  return page && page.items.length > 0 ? [el("h4", { text: t("audit.noted") }), auditTable(page.items)] : [];
}

/** What was done in words; its code where there are none yet. */
export function kind(what: string): string {
  const key = `audit.${what}`;
  const text = t(key);
  return text === key ? what : text;
}

/** Who did it: people by name, programs by what they are. */
export function who(actor: string, name: string | null): string {
  if (name !== null) return name;
  const [sort = "", id = ""] = actor.split(":");
  if (sort === "person") return t("change.someone");
  const key = `audit.actor.${id}`;
  const text = t(key);
  return text === key ? `${t("change.device")} …${id.slice(-4)}` : text;
}

function details(one: Entry): string {
  const facts = Object.entries(one.data).map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [one.subject, ...facts].filter((part) => part !== "").join("; ");
}
