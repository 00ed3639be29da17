/** Numbers, lengths of time and days as the reader's language writes them. */

import { timeOfDay } from "@web/clock";
import { language, t } from "@web/i18n";

const LOCALES = { vi: "vi-VN", en: "en-GB" } as const;
const ZONE = "Asia/Ho_Chi_Minh";
export const NONE = "–";

export function whole(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : new Intl.NumberFormat(LOCALES[language()]).format(value);
}

export function oneDigit(value: number): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(LOCALES[language()], digits).format(value);
}

/** Percent with one digit ("95,9%"). */
export function percent(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : `${oneDigit(value)}%`;
}

/** With its sign ("+72,2%", "−3,0%"). */
export function signedPercent(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  return `${value > 0 ? "+" : value < 0 ? "−" : ""}${oneDigit(Math.abs(value))}%`;
}

export function signed(value: number): string {
  return `${value > 0 ? "+" : "−"}${whole(Math.abs(value))}`;
}

/** "35 phút", "5,2 giờ", "12 ngày" of some minutes. */
export function lagWords(minutes: number | null): string {
  if (minutes === null) return NONE;
  if (minutes < 90) return t("time.minutes", { n: whole(minutes) });
  if (minutes < 36 * 60) return t("time.hours", { n: oneDigit(minutes / 60) });
  const days = minutes / 1440;
  return t("time.days", { n: days < 10 ? oneDigit(days) : whole(Math.round(days)) });
}

/** "8,4 phút", "23 phút" of some seconds. */
export function waitWords(seconds: number | null): string {
  if (seconds === null) return NONE;
  const minutes = seconds / 60;
  return t("time.minutes", { n: minutes < 10 ? oneDigit(minutes) : whole(Math.round(minutes)) });
}

/** "01/11/2026" of a day. */
export function dayInWords(day: string): string {
  const options = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(LOCALES[language()], options).format(Date.parse(day));
}

/** "01/11/2026" of a moment, by the centre's clock. */
export function dayOf(iso: string | null): string {
  if (iso === null) return NONE;
  const options = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: ZONE } as const;
  return new Intl.DateTimeFormat(LOCALES[language()], options).format(Date.parse(iso));
}

/** "01/11/2026 14:05" of a moment, by the centre's clock. */
export function momentInWords(iso: string | null): string {
  return iso === null ? NONE : `${dayOf(iso)} ${timeOfDay(iso)}`;
}

/** "11/2026" of a month. */
export function monthInWords(month: string): string {
  return `${month.slice(5)}/${month.slice(0, 4)}`;
}
