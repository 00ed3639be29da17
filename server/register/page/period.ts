/** Periods people ask for, seen from today by the centre's clock. */

const ZONE = "Asia/Ho_Chi_Minh";
const DAY_MS = 86_400_000;

/** Local days, both included: "2026-11-01". */
export interface Period {
  from: string;
  to: string;
}

export const PRESETS = ["month", "last_month", "quarter", "last_quarter", "year"] as const;
export type Preset = (typeof PRESETS)[number];

export function today(): string {
  return new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: ZONE }).format(Date.now());
}

export function presetPeriod(preset: Preset, now: string): Period {
  const month = `${now.slice(0, 7)}-01`;
  if (preset === "month") return { from: month, to: now };
  if (preset === "year") return { from: `${now.slice(0, 4)}-01-01`, to: now };
  const quarter = quarterBegins(now);
  if (preset === "quarter") return { from: quarter, to: now };
  const ended = earlier(preset === "last_month" ? month : quarter, 1);
  const begins = preset === "last_month" ? `${ended.slice(0, 7)}-01` : quarterBegins(ended);
  return { from: begins, to: ended };
}

export function earlier(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);
}

/** The period before: as many whole months where it is made of them, else as many days. */
export function before({ from, to }: Period): Period {
  const ended = earlier(from, 1);
  if (from.endsWith("-01") && earlier(to, -1).endsWith("-01")) {
    const months = monthNumber(to) - monthNumber(from) + 1;
    const begins = monthNumber(from) - months;
    return { from: `${Math.floor(begins / 12)}-${String((begins % 12) + 1).padStart(2, "0")}-01`, to: ended };
  }
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  return { from: earlier(from, days), to: ended };
}

export function yearAgo(day: string): string {
  // 29 February has no such day a year ago.
  const moved = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return moved.endsWith("-02-29") ? `${moved.slice(0, 8)}28` : moved;
}

export function isDay(text: string): boolean {
  return /^2\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

/** Months since the year 0. */
function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}

function quarterBegins(day: string): string {
  const month = Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1;
  return `${day.slice(0, 4)}-${String(month).padStart(2, "0")}-01`;
}
