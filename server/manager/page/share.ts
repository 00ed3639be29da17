/** Shares that say how far they can be trusted. */

/** Fewer answers than this say nothing about the rest. */
export const TOO_FEW = 5;

export interface Interval {
  low: number;
  high: number;
}

/** Wilson's 95 % interval of a share of `part` in `whole` (E. B. Wilson, 1927), as fractions. */
export function wilson(part: number, whole: number): Interval {
  const z = 1.959964;
  const share = part / whole;
  const spread = z * Math.sqrt((share * (1 - share)) / whole + (z * z) / (4 * whole * whole));
  const centre = share + (z * z) / (2 * whole);
  const scale = 1 + (z * z) / whole;
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}
