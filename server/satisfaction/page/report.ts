/** The report behind the page's figures, fetched once for each period and grouping. */

import { api } from "@web/api";
import type { Period } from "./period";

export type By = "service" | "field" | "department" | "counter" | "officer" | "hour" | "day" | "reason";

/** Shares in percent; null where there is no base, or where few could be told apart. */
export interface Figure {
  base: number;
  served: number;
  satisfied: number | null;
  neutral: number | null;
  unsatisfied: number | null;
  share: number | null;
  shares: Record<"satisfied" | "neutral" | "unsatisfied", number> | null;
  interval: [number, number] | null;
  coverage: number | null;
  small: boolean;
  hidden: boolean;
  reasons: Record<string, number>;
}

export interface Group extends Figure {
  key: string;
  name: string | null;
  name_en: string | null;
  rank: number | null;
  /** First and last place; null for too few ratings, or where chance decides all. */
  places: [number, number] | null;
}

export interface Reason {
  key: string;
  n: number;
  base: number;
  share: number | null;
}

export interface Flag {
  counter: string;
  name: string | null;
  name_en: string | null;
  kind: string;
  seen: number;
  base: number;
  usual: number;
  p: number;
  at: string | null;
}

/** What became of presses: the five make `all`; `late` and `unbound` ones do not count. */
export interface Presses {
  all: number;
  counted: number;
  changed: number;
  repeated: number;
  late: number;
  unbound: number;
}

export interface CounterPresses extends Presses {
  counter: string;
  name: string | null;
  name_en: string | null;
}

export interface Report<G = Group> extends Figure {
  from: string;
  to: string;
  by: By;
  groups: G[];
  sources: { source: "desk" | "phone"; base: number; share: number | null; coverage: number | null }[];
  presses: Presses & { by_counter: CounterPresses[] };
  flags: Flag[];
}

const kept = new Map<string, Promise<Report<unknown>>>();

/** The report; sections that ask for the same one share a request. */
export function report<G = Group>(period: Period, by: By): Promise<Report<G>> {
  const query = new URLSearchParams({ ...period, by }).toString();
  const known = kept.get(query) ?? fetched(query);
  kept.set(query, known);
  return known as Promise<Report<G>>;
}

/** What was fetched is forgotten: the period was chosen again. */
export function forget(): void {
  kept.clear();
}

async function fetched(query: string): Promise<Report<unknown>> {
  const answer = await api<Report<unknown>>("GET", `/reports/satisfaction?${query}`, undefined, {
    timeoutMs: 20_000,
  });
  if (!answer) throw new Error("a report has content");
  return answer;
}
