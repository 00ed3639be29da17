/** What is asked of the rest of the day, and answered. Waits are minutes. */

export interface Cell {
  waiting: number;
  p50: number | null;
  p90: number | null;
}

export interface Course {
  slots: string[];
  services: Record<string, Cell[]>;
  busy: Record<string, number>;
  uncalled: number;
}

export type Action = "open" | "close" | "skills";

export interface Change {
  counter: string;
  action: Action;
  at?: string;
  until?: string;
  services?: string[];
}

export interface Suggested {
  counter: string;
  action: Action;
  at: string | null;
  until: string | null;
  services: string[] | null;
}

export interface Question {
  changes: Change[];
  arrivals: Record<string, number>;
  limit_minutes?: number;
}

export interface Answer {
  today: Course;
  changed: Course;
  suggestion: Suggested[] | null;
}

/** A counter as `GET /counters` tells it. */
export interface CounterInfo {
  id: string;
  number: number;
  name: string;
  name_en: string;
  state: "closed" | "open" | "paused";
  services: string[];
}
