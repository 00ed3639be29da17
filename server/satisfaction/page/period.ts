/** The period the page is about, kept in its address so that it can be sent to a colleague. */

import { byId } from "@web/dom";

/** Service days, both included: "2026-11-01". */
export interface Period {
  from: string;
  to: string;
}

export const PRESETS = ["today", "week", "month", "quarter", "last_quarter", "year"] as const;
export type Preset = (typeof PRESETS)[number];

const ZONE = "Asia/Ho_Chi_Minh";
const DAY_MS = 86_400_000;

/** The period of a preset, seen from `today` (an ISO date). */
export function presetPeriod(preset: Preset, today: string): Period {
  if (preset === "today") return { from: today, to: today };
  if (preset === "week") return { from: earlier(today, 6), to: today };
  if (preset === "month") return { from: earlier(today, 29), to: today };
  if (preset === "year") return { from: `${today.slice(0, 4)}-01-01`, to: today };
  const begins = quarterBegins(today);
  if (preset === "quarter") return { from: begins, to: today };
  const ended = earlier(begins, 1);
  return { from: quarterBegins(ended), to: ended };
}

/** Today by the centre's clock. */
export function today(): string {
  return new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: ZONE }).format(Date.now());
}

/** The period in the page's address, else the last thirty days. */
export function periodAsked(): Period {
  const asked = new URLSearchParams(location.search);
  const [from, to] = [asked.get("from"), asked.get("to")];
  if (from && to && isDay(from) && isDay(to) && from <= to) return { from, to };
  return presetPeriod("month", today());
}

/** Fills the chooser and calls back for every other period that is chosen. */
export function watchPeriod(current: Period, choose: (period: Period) => void): void {
  const [from, to] = [byId<HTMLInputElement>("from"), byId<HTMLInputElement>("to")];
  const take = (period: Period): void => {
    [from.value, to.value] = [period.from, period.to];
    history.replaceState(null, "", `?from=${period.from}&to=${period.to}${location.hash}`);
    mark(period);
    choose(period);
  };
  [from.value, to.value] = [current.from, current.to];
  mark(current);
  for (const name of PRESETS) {
    byId(`preset-${name}`).addEventListener("click", () => take(presetPeriod(name, today())));
  }
  byId("period").addEventListener("submit", (event) => {
    event.preventDefault();
    const ordered = [from.value, to.value].sort() as [string, string];
    take({ from: ordered[0], to: ordered[1] });
  });
}

function mark(period: Period): void {
  for (const name of PRESETS) {
    const { from, to } = presetPeriod(name, today());
    const same = from === period.from && to === period.to;
    byId(`preset-${name}`).setAttribute("aria-pressed", String(same));
  }
}

function earlier(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}

function quarterBegins(day: string): string {
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${day.slice(0, 4)}-${String(month).padStart(2, "0")}-01`;
}

function isDay(text: string): boolean {
  return /^2\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}
