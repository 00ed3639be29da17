/** Times of day of today, in the centre's zone. */

import { serverNow, timeOfDay } from "@web/clock";

const ZONE = "Asia/Ho_Chi_Minh";
/** The zone has had no other offset since 1975. */
const OFFSET = "+07:00";

/** Today's moment of "HH:MM". */
export function momentOf(clock: string): string {
  const day = new Intl.DateTimeFormat("en-CA", { dateStyle: "short", timeZone: ZONE }).format(serverNow());
  return `${day}T${clock}:00${OFFSET}`;
}

/** "HH:MM" of a moment. */
export function clockOf(moment: string): string {
  return timeOfDay(moment);
}
