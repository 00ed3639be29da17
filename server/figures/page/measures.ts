/** What groups are looked at by: a value, perhaps one above it, and their words. */

import { t } from "@web/i18n";
import { duration, percent, whole } from "./numbers";
import type { Figures, Times } from "./types";

export interface Measure {
  id: string;
  /** The bar's length; null where there is none. */
  value: (one: Figures) => number | null;
  /** How far the lighter part of the bar goes (p90). */
  upper?: (one: Figures) => number | null;
  words: (value: number | null) => string;
  /** How many it rests on. */
  base: (one: Figures) => number;
}

function times(id: string, of: (one: Figures) => Times): Measure {
  return {
    id,
    value: (one) => of(one).p50,
    upper: (one) => of(one).p90,
    words: duration,
    base: (one) => of(one).base,
  };
}

function share(part: number, base: number): number | null {
  return base === 0 ? null : (100 * part) / base;
}

export const MEASURES: readonly Measure[] = [
  times("wait", (one) => one.wait),
  times("service", (one) => one.service_time),
  { id: "issued", value: (one) => one.issued, words: whole, base: (one) => one.issued ?? 0 },
  { id: "served", value: (one) => one.served, words: whole, base: (one) => one.called },
  { id: "no_show", value: (one) => share(one.no_show, one.called), words: percent, base: (one) => one.called },
  { id: "satisfied", value: (one) => one.satisfaction.share, words: percent, base: (one) => one.satisfaction.base },
];

/** Tickets are drawn for a service: there are none by counter or officer. */
export function measuresFor(by: string): readonly Measure[] {
  return by === "counter" || by === "officer" ? MEASURES.filter((one) => one.id !== "issued") : MEASURES;
}

export function measureName(measure: Measure): string {
  return t(`measure.${measure.id}`);
}
