/** The whole view of the room `manager`. */

export interface ServiceRow {
  id: string;
  name: string;
  name_en: string;
  prefix: string;
  open: boolean;
  waiting: number;
  oldest_issued_at: string | null;
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
  services: ServiceRow[];
  counters: CounterRow[];
  devices: DeviceRow[];
  today: Today;
  calls: CallRow[];
  ratings: RatingRow[];
  rules?: { long_wait_minutes?: number };
  now: string;
}
