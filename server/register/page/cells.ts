/** Cells of tables: names, numbers, and numbers that open the dossiers behind them. */

import { el, type Child } from "@web/dom";
import { pick, t } from "@web/i18n";
import { dayInWords, monthInWords, NONE, whole } from "./numbers";
import type { By, Group } from "./types";

/** Which dossiers: counted as `kind`, of one group. */
export interface Filter {
  kind: string;
  by?: string;
  key?: string;
}

export type Open = (filter: Filter, words: string) => void;

export function head(text: string, name = "", across = 1): HTMLElement {
  const scope = across > 1 ? "colgroup" : "col";
  return el("th", { scope, class: name, text, colspan: across > 1 ? across : null });
}

export function cell(text: string, name = "", ...under: Child[]): HTMLElement {
  return el("td", { class: name }, text, ...under);
}

export function under(text: string, name = ""): HTMLElement {
  return el("span", { class: `under ${name}`, text });
}

/** A number that opens its dossiers; plain where there are none. */
export function count(n: number, filter: Filter, words: string, open: Open): HTMLElement {
  if (n === 0) return el("span", { text: whole(0) });
  const label = t("drill", { n: whole(n), of: words });
  return el("button", { type: "button", class: "drill", text: whole(n), "aria-label": label, on: { click: () => open(filter, words) } });
}

export function countCell(n: number, filter: Filter, words: string, open: Open, ...more: Child[]): HTMLElement {
  return el("td", { class: "number" }, count(n, filter, words, open), ...more);
}

/** What a group is called. */
export function groupName(by: By, one: Pick<Group, "key" | "name" | "name_en">): string {
  if (by === "month") return monthInWords(one.key);
  if (by === "channel") return channelName(one.key);
  if (by === "phase" && one.key === "") return t("phase.before");
  const name = pick(one, "name") || t("unknown");
  return by === "phase" ? `${name} (${t("phase.from", { day: dayInWords(one.key) })})` : name;
}

export function channelName(channel: string): string {
  return known(`channel.${channel}`, channel || t("unknown"));
}

export function stateName(state: string): string {
  return known(`state.${state}`, state);
}

export function verdictName(verdict: string | null): string {
  return verdict === null ? NONE : known(`verdict.${verdict}`, verdict);
}

/** The text of a key, or `otherwise` where no catalogue has it. */
export function known(key: string, otherwise: string): string {
  const found = t(key);
  return found === key ? otherwise : found;
}
