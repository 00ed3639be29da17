/** The view of room `terminal/<counter>`, and the answers a terminal can give. */

export type Value = "very_satisfied" | "satisfied" | "neutral" | "unsatisfied" | "very_unsatisfied";

export interface RatedTicket {
  id: string;
  number: string;
  service_name: string;
  service_name_en: string;
}

/** A reason the centre offers after an unsatisfied answer. */
export interface Reason {
  code: string;
  name: string;
  name_en: string;
}

/** Who served, where the centre shows it; `photo` is the picture's id. */
export interface Officer {
  id: string;
  name: string;
  photo: string | null;
}

export interface TerminalView {
  counter: { id: string; number: number; name: string; name_en: string };
  /** True from the officer's finish until the rating's time is over. */
  awake: boolean;
  ticket: RatedTicket | null;
  /** When the rating's time is over, RFC 3339. */
  until: string | null;
  rated: Value | null;
  officer: Officer | null;
  /** How many keys: 2, 3 (the legal scale), 4 or 5. */
  scale: number;
  /** How long another key may still be pressed, seconds. */
  change_s: number;
  /** In the order shown. */
  reasons: Reason[];
  /** Whether people may also write. */
  comment: boolean;
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
