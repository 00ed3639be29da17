/** The shapes the desk reads from the server (see /api/v1/openapi.json and the room `desk/<counter>`). */
import type { WaitRange } from "@web/wait_range";

export type TicketState =
  | "waiting"
  | "called"
  | "serving"
  | "finished"
  | "no_show"
  | "cancelled"
  | "parked"
  | "away"
  | "expired";
export type CounterState = "closed" | "open" | "paused";
export type Lane = "returned" | "direct" | "appointment" | "priority" | "normal";
export const PAUSE_REASONS = ["break", "system_outage", "signature", "supplement", "other"] as const;

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
  /** Why it is paused, one of PAUSE_REASONS. */
  pause_reason?: string | null;
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
  lane: Lane;
  for_counter: string | null;
  /** Services still to come in this visit, by id. */
  then: string[];
  park: { reason: string; until: string | null } | null;
  note: string | null;
  appointment_at: string | null;
  /** Whether it is one for collecting a result, and of which dossier, where its holder said so. */
  collects?: boolean;
  dossier?: { code: string; state: string } | null;
}

export interface ProcedureFacts {
  code: string;
  name: string;
  processing_text: string;
  fee_text: string;
}

/** The ticket at the counter. */
export interface Current extends Ticket {
  procedure_facts: ProcedureFacts | null;
  /** Until when the call may be taken back. */
  undo_until: string | null;
}

export interface Waiting {
  id: string;
  number: string;
  service: string;
  service_name: string;
  service_name_en: string;
  priority: string;
  lane: Lane;
  language: "vi" | "en";
  note: string | null;
  /** When this wait began. */
  issued_at: string;
  appointment_at: string | null;
  procedure: string | null;
}

export interface Line {
  service: string;
  name: string;
  prefix: string;
  waiting: number;
  oldest_issued_at: string | null;
  /** What whoever draws a ticket now will wait, in minutes; null while nothing is known. */
  wait: WaitRange | null;
}

/** Why a ticket is next: a code with its sentence in both languages. */
export interface Reason {
  code: string;
  text: { vi: string; en: string };
}

export interface DeskView {
  counter: Counter;
  current: Current | null;
  waiting: Waiting[];
  waiting_total: number;
  next: { id: string; number: string; reason: Reason } | null;
  lines: Line[];
  last: Ticket | null;
  /** Parked at this counter, or away from it to correct papers. */
  aside: Ticket[];
  /** The latest who were called here and did not come. */
  missed: Ticket[];
  rules: Rules;
  now: string;
}

export interface Rules {
  max_calls: number;
  /** Seconds between two calls of one ticket. */
  recall_pause_s: number;
  /** Seconds in which a call may be taken back. */
  undo_s: number;
  /** Whether officers may call a chosen ticket; managers always may. */
  may_choose: boolean;
  long_wait_minutes?: number;
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
