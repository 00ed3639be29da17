/** Numbers and days as the reader's language writes them. */

import { language } from "@web/i18n";

const LOCALES = { vi: "vi-VN", en: "en-GB" } as const;
const ZONE = "Asia/Ho_Chi_Minh";

export function whole(value: number): string {
  return new Intl.NumberFormat(LOCALES[language()]).format(value);
}

/** Percent with one digit ("95,9 %"), "–" for none. */
export function percent(value: number | null): string {
  if (value === null) return "–";
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${new Intl.NumberFormat(LOCALES[language()], digits).format(value)}%`;
}

/** "01/11/2026" of a service day. */
export function dayInWords(day: string): string {
  const options = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat(LOCALES[language()], options).format(Date.parse(day));
}

/** "01/11/2026" in the centre's zone, of an RFC 3339 time. */
export function dayOf(moment: string): string {
  const options = { day: "2-digit", month: "2-digit", year: "numeric", timeZone: ZONE } as const;
  return new Intl.DateTimeFormat(LOCALES[language()], options).format(Date.parse(moment));
}
