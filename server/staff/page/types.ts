/** The shapes the desk reads from the server (see /api/v1/openapi.json and the room `desk/<counter>`). */

export type TicketState = "waiting" | "called" | "serving" | "finished" | "no_show" | "cancelled";
export type CounterState = "closed" | "open" | "paused";

export interface Counter {
  id: string;
  number: number;
  name: string;
  name_en: string;
  state: CounterState;
  state_since: string;
  services: string[];
  /** Whether an officer sits there. */
  taken?: boolean;
  ticket: string | null;
}

export interface Ticket {
  id: string;
  number: string;
  service: string;
  service_name: string;
  service_name_en: string;
  state: TicketState;
  priority: string;
  language: "vi" | "en";
  procedure: string | null;
  calls: number;
  issued_at: string;
  called_at: string | null;
  started_at: string | null;
  ended_at: string | null;
}

export interface Waiting {
  id: string;
  number: string;
  service: string;
  service_name: string;
  priority: string;
  issued_at: string;
  procedure: string | null;
}

export interface Line {
  service: string;
  name: string;
  prefix: string;
  waiting: number;
  oldest_issued_at: string | null;
}

/** Why a ticket is next: a code with its sentence in both languages. */
export interface Reason {
  code: string;
  text: { vi: string; en: string };
}

export interface DeskView {
  counter: Counter;
  current: Ticket | null;
  waiting: Waiting[];
  waiting_total: number;
  next: { number: string; reason: Reason } | null;
  lines: Line[];
  last: Ticket | null;
  rules: { max_calls: number; long_wait_minutes?: number };
  now: string;
}

/** The answer to call-next (`reason`, `call`) and to the other ticket commands (`ticket` alone). */
export interface CallAnswer {
  ticket: Ticket;
  call?: { id: string; called_at: string; attempt: number };
  reason?: Reason;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

/** Minutes after which a wait is marked as long where the centre's rules do not say. */
export const LONG_WAIT_MINUTES = 30;
