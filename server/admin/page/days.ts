/** Dates in the centre's zone, wherever the page is read. */

import { serverNow } from "@web/clock";
import { language } from "@web/i18n";

/** The centre's zone, as in the shared clock. */
const ZONE = "Asia/Ho_Chi_Minh";
/** Its distance from UTC, without daylight saving. */
const OFFSET = "+07:00";

/** "22/11/2026". */
export function day(iso: string): string {
  const locale = language() === "vi" ? "vi-VN" : "en-GB";
  return new Date(iso).toLocaleDateString(locale, { timeZone: ZONE });
}

/** Today as a date field has it: "2026-11-22". */
export function today(): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(serverNow());
}

/** The moment of a date field and a time field, RFC 3339. */
export function moment(date: string, time: string): string {
  return `${date}T${time}:00${OFFSET}`;
}
