/** The view of room `terminal/<counter>`, and the answers a terminal can give. */

export type Value = "very_satisfied" | "satisfied" | "neutral" | "unsatisfied" | "very_unsatisfied";

export interface RatedTicket {
  id: string;
  number: string;
  service_name: string;
  service_name_en: string;
}

export interface TerminalView {
  counter: { id: string; number: number; name: string; name_en: string };
  /** True from the officer's finish until the rating's time is over. */
  awake: boolean;
  ticket: RatedTicket | null;
  /** When the rating's time is over, RFC 3339. */
  until: string | null;
  rated: Value | null;
  /** How many keys: 2, 3 (the legal scale), 4 or 5. */
  scale: number;
  now: string;
}

/** The keys of each scale, best first. */
const SCALES: Readonly<Record<number, readonly Value[]>> = {
  2: ["satisfied", "unsatisfied"],
  3: ["very_satisfied", "satisfied", "unsatisfied"],
  4: ["very_satisfied", "satisfied", "neutral", "unsatisfied"],
  5: ["very_satisfied", "satisfied", "neutral", "unsatisfied", "very_unsatisfied"],
};
const LEGAL_SCALE = 3;

/** The keys to show, best first; the legal three for a scale nobody knows. */
export function keysOf(scale: number): readonly Value[] {
  return SCALES[scale] ?? SCALES[LEGAL_SCALE] ?? [];
}

/** Whether an answer is one that is asked for its reasons. */
export function isUnsatisfied(value: Value | undefined): boolean {
  return value === "unsatisfied" || value === "very_unsatisfied";
}

/** Reasons offered after an unsatisfied answer, in the order shown. */
export const REASONS = [
  "noise",
  "unclear_information",
  "waited_too_long",
  "late_result",
  "attitude",
  "extra_papers",
  "other",
] as const;
export type Reason = (typeof REASONS)[number];
