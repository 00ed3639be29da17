/** Numbers as the reader's language writes them. */

import { language } from "@web/i18n";

const LOCALES = { vi: "vi-VN", en: "en-GB" } as const;

export function whole(value: number): string {
  return new Intl.NumberFormat(LOCALES[language()]).format(value);
}

/** A fraction as per cent with `digits` after the mark. */
export function percent(fraction: number, digits = 1): string {
  const options = { style: "percent", minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(LOCALES[language()], options as Intl.NumberFormatOptions).format(fraction);
}
