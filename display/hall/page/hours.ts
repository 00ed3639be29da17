/** Whether the centre is open, told from a view that may be hours old. */
import type { Hours } from "./view";

/** `now`: the server's time, epoch milliseconds. */
export function isOpen(hours: Hours | null, now: number): boolean {
  if (hours === null) return true;
  if (hours.until !== null && now < Date.parse(hours.until)) return true;
  return hours.opens_at !== null && now >= Date.parse(hours.opens_at);
}

/** The next opening, RFC 3339; null while open and where none is known. */
export function opensAt(hours: Hours | null, now: number): string | null {
  return hours === null || isOpen(hours, now) ? null : hours.opens_at;
}
