/** The whole view of the room `manager`. */

export interface Both {
  vi: string;
  en: string;
}

/** Something that needs somebody. `text` may hold `{minutes}`: the minutes since `since`. */
export interface Alert {
  id: string;
  kind: string;
  subject: string;
  code: string;
  grave: boolean;
  text: Both;
  todo: Both;
  since: string | null;
  raised_at: string;
  times: number;
  seen: { at: string; by: string | null } | null;
}

export interface ServiceRow {
  id: string;
  name: string;
  name_en: string;
  prefix: string;
  open: boolean;
  waiting: number;
  oldest_issued_at: string | null;
  /** What who comes now will wait, in minutes; null before there is evidence. */
  wait: { low: number; high: number; likely: number; basis: string } | null;
  /** How many were called today, and how many of them within the target; null for none. */
  level: { called: number; in_time: number } | null;
  open_counters: number;
  issued: number;
  served: number;
  no_show: number;
}

export interface CounterRow {
  id: string;
  number: number;
  name: string;
  name_en: string;
  state: "closed" | "open" | "paused";
  state_since: string;
  ticket: string | null;
  ticket_state: string | null;
  ticket_since: string | null;
  officer: string | null;
  served: number;
}

export interface Today {
  day: string;
  issued: number;
  called: number;
  served: number;
  no_show: number;
  ratings: number;
  satisfied: number;
  unsatisfied: number;
}

export interface CallRow {
  call: string;
  ticket: string;
  counter_name: string;
  counter_name_en: string;
  service_name: string;
  service_name_en: string;
  attempt: number;
  called_at: string;
}

export interface RatingRow {
  value: "very_satisfied" | "satisfied" | "neutral" | "unsatisfied" | "very_unsatisfied";
  counter: string;
  service_name: string;
  service_name_en?: string;
  at: string;
}

/** A device that reports: a kiosk and its printer. */
export interface DeviceRow {
  id: string;
  label: string;
  role: string;
  kind: string;
  state: "ok" | "trouble" | "silent";
  printer: string | null;
  paper_left_pct: number | null;
  paper_left_tickets: number | null;
  offline_waiting: number;
  version: string;
  reported_at: string;
  /** Codes, the worst first. */
  trouble: string[];
}

export interface ManagerView {
  centre: { id: string; name: string; name_en: string };
  /** Nobody's yet and grave first. */
  alerts: Alert[];
  services: ServiceRow[];
  counters: CounterRow[];
  devices: DeviceRow[];
  today: Today;
  calls: CallRow[];
  ratings: RatingRow[];
  rules: { long_wait_minutes: number; target_minutes: number };
  /** How good the told waits were in the last days. */
  forecast: { median_error_minutes: number; coverage: number; n: number } | null;
  now: string;
}
