/** The cases as the server knows them, shared by the parts of the page. */

import { api } from "@web/api";

export interface Named {
  id: string;
  name: string;
  name_en: string;
}

/** `n` of `base` ratings named the reason; percent. */
export interface Count {
  n: number;
  base: number;
  share: number | null;
  interval: [number, number] | null;
  small: boolean;
}

export interface DaysCount extends Count {
  from: string;
  to: string;
}

export interface CaseStep {
  step: "open" | "seen" | "plan" | "done" | "decline" | "reopen" | "reword";
  at: string;
  by: string | null;
  note: string;
  words: string;
  words_en: string;
  due: string | null;
}

export type CaseAction = Exclude<CaseStep["step"], "open">;

export interface Case {
  id: string;
  reason: Named;
  service: Named | null;
  counter: Named | null;
  state: "new" | "seen" | "planned" | "done" | "not_planned";
  due: string | null;
  overdue: boolean;
  public: boolean;
  next: CaseAction[];
  recent: Count;
  compared: { before: DaysCount; since: DaysCount; verdict: "fewer" | "more" | "unclear" | "few" } | null;
  steps: CaseStep[];
}

export interface CaseList {
  items: Case[];
  next: string | null;
  suggestions: (Count & { reason: Named })[];
  reasons: (Named & { active: boolean })[];
}

let kept: Promise<CaseList> | null = null;
let again: () => void = () => undefined;

/** Every case; fetched once until something changes. */
export function caseList(): Promise<CaseList> {
  kept ??= fetched();
  return kept;
}

/** Says what to do when cases have changed. */
export function onCases(callback: () => void): void {
  again = callback;
}

export function casesChanged(): void {
  kept = null;
  again();
}

/** Whether a case about this reason, for the whole centre, is still open. */
export function isOpenWhole(one: Case, reason: string): boolean {
  const open = one.state !== "done" && one.state !== "not_planned";
  return open && one.reason.id === reason && !one.service && !one.counter;
}

async function fetched(): Promise<CaseList> {
  try {
    const answer = await api<CaseList>("GET", "/cases?limit=200");
    if (!answer) throw new Error("a list has content");
    return answer;
  } catch (error) {
    kept = null;
    throw error;
  }
}
