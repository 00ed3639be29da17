/** Numbers, durations and days as the reader's language writes them. */

import { language, t } from "@web/i18n";

const LOCALES = { vi: "vi-VN", en: "en-GB" } as const;
export const NONE = "–";

export function whole(value: number | null): string {
  return value === null ? NONE : new Intl.NumberFormat(LOCALES[language()]).format(value);
}

export function oneDigit(value: number): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(LOCALES[language()], digits).format(value);
}

/** Percent with one digit ("95,9%"). */
export function percent(value: number | null): string {
  return value === null ? NONE : `${oneDigit(value)}%`;
}

/** "45 giây" below two minutes, "8,4 phút" below ten, "23 phút", "2 giờ 05": no finer than known. */
export function duration(seconds: number | null): string {
  if (seconds === null) return NONE;
  if (seconds < 120) return t("time.seconds", { n: Math.round(seconds) });
  if (seconds < 600) return t("time.minutes", { n: oneDigit(seconds / 60) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return t("time.minutes", { n: minutes });
  return t("time.hours", { h: Math.floor(minutes / 60), m: String(minutes % 60).padStart(2, "0") });
}

/** "01/11/2026" of a service day. */
export function dayInWords(day: string): string {
  const options = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(LOCALES[language()], options).format(Date.parse(day));
}

/** "T2, 02/11" of a service day. */
export function shortDay(day: string): string {
  const options = { weekday: "short", day: "2-digit", month: "2-digit", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(LOCALES[language()], options).format(Date.parse(day));
}
