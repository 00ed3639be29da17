/** A range of minutes in words. No DOM here. */
import { t } from "./i18n";

/** Whole minutes, as the API tells them: 8 people of 10 wait that long. */
export interface WaitRange {
  low: number;
  high: number;
}

/**
 * The catalogue's `prefix` + `minute`, `under`, `about` or `range`: nobody is told to wait
 * "0–1 minutes".
 */
export function waitWords(prefix: string, { low, high }: WaitRange): string {
  if (low === 0) return t(`${prefix}.${high === 1 ? "minute" : "under"}`, { n: high });
  return low === high ? t(`${prefix}.about`, { n: high }) : t(`${prefix}.range`, { low, high });
}
