/** What the page is asked: kept in its address, so that it can be sent to a colleague. */

import { byId } from "@web/dom";
import type { By } from "./types";

/** Service days, both included; `compare` is "", "previous" or "year" (the same days a year ago). */
export interface Ask {
  from: string;
  to: string;
  by: By;
  compare: string;
}

const PRESETS = ["today", "week", "month", "last_month", "year"] as const;
type Preset = (typeof PRESETS)[number];
const BYS: readonly By[] = ["service", "counter", "officer", "hour", "day", "weekday"];
const COMPARES = ["", "previous", "year"];
const ZONE = "Asia/Ho_Chi_Minh";
const DAY_MS = 86_400_000;

/** What the address asks for, else the last thirty days by service. */
export function asked(): Ask {
  const query = new URLSearchParams(location.search);
  const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
  const by = BYS.find((one) => one === query.get("by")) ?? "service";
  const compare = COMPARES.find((one) => one === query.get("compare")) ?? "";
  if (isDay(from) && isDay(to) && from <= to) return { from, to, by, compare };
  return { ...preset("month"), by, compare };
}

/** The query of the API for it. */
export function queryOf(ask: Ask): URLSearchParams {
  const query = new URLSearchParams({ from: ask.from, to: ask.to, by: ask.by });
  if (ask.compare === "year") query.set("compare", `${yearAgo(ask.from)}..${yearAgo(ask.to)}`);
  else if (ask.compare) query.set("compare", ask.compare);
  return query;
}

/** Fills the form and calls back for whatever else is chosen. */
export function watch(current: Ask, choose: (ask: Ask) => void): void {
  const [from, to] = [byId<HTMLInputElement>("from"), byId<HTMLInputElement>("to")];
  const [by, compare] = [byId<HTMLSelectElement>("by"), byId<HTMLSelectElement>("compare")];
  const take = (ask: Ask): void => {
    [from.value, to.value, by.value, compare.value] = [ask.from, ask.to, ask.by, ask.compare];
    const query = new URLSearchParams({ from: ask.from, to: ask.to, by: ask.by, compare: ask.compare });
    history.replaceState(null, "", `?${query.toString()}`);
    mark(ask);
    choose(ask);
  };
  const chosen = (): Ask => {
    const [first, last] = [from.value, to.value].sort() as [string, string];
    return { from: first, to: last, by: by.value as By, compare: compare.value };
  };
  [from.value, to.value, by.value, compare.value] = [current.from, current.to, current.by, current.compare];
  mark(current);
  for (const name of PRESETS) {
    byId(`preset-${name}`).addEventListener("click", () => take({ ...chosen(), ...preset(name) }));
  }
  for (const select of [by, compare]) select.addEventListener("change", () => take(chosen()));
  byId("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    take(chosen());
  });
}

function preset(name: Preset): { from: string; to: string } {
  const today = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: ZONE }).format(Date.now());
  const month = `${today.slice(0, 7)}-01`;
  if (name === "today") return { from: today, to: today };
  if (name === "week") return { from: earlier(today, 6), to: today };
  if (name === "month") return { from: earlier(today, 29), to: today };
  if (name === "year") return { from: `${today.slice(0, 4)}-01-01`, to: today };
  const ended = earlier(month, 1);
  return { from: `${ended.slice(0, 7)}-01`, to: ended };
}

function mark(ask: Ask): void {
  for (const name of PRESETS) {
    const { from, to } = preset(name);
    const same = from === ask.from && to === ask.to;
    byId(`preset-${name}`).setAttribute("aria-pressed", String(same));
  }
}

function earlier(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}

function yearAgo(day: string): string {
  // 29 February has no such day a year ago.
  const moved = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return moved.endsWith("-02-29") ? `${moved.slice(0, 8)}28` : moved;
}

function isDay(text: string): boolean {
  return /^2\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
