/** What the kiosk's agent and its page say to each other. */

export interface Named {
  id: string;
  name: string;
  name_en: string;
}

export interface Service extends Named {
  prefix: string;
  department: string;
  department_name: string;
  department_name_en: string;
  open: boolean;
  /** People waiting now. */
  waiting: number;
}

export type PrinterState =
  | "ok"
  | "paper_low"
  | "paper_out"
  | "cover_open"
  | "offline"
  | "unknown"
  | "none";

export interface KioskState {
  /** Null until the agent has once reached the server. */
  centre: Named | null;
  departments: Named[];
  services: Service[];
  priorities: Named[];
  /** Whether the agent's line to the server stands. */
  online: boolean;
  printer: { state: PrinterState };
}

export interface Procedure {
  code: string;
  name: string;
  field: string;
  processing_text: string | null;
  service: string | null;
}

export interface Press {
  /** One per press of the person: a repeat of it is the same ticket. */
  press: string;
  service: string;
  language: "vi" | "en";
  priority?: string;
  procedure?: string;
}

export interface CheckIn {
  /** As of a Press. */
  press: string;
  /** Six digits. */
  code: string;
  language: "vi" | "en";
}

/** All but the last four say that the printer's answer is still awaited. */
export type PrintState =
  | "queued"
  | "sending"
  | "sent"
  | "printing"
  | "printed"
  | "unconfirmed"
  | "failed"
  | "none";

export interface Ticket {
  id: string;
  number: string;
  service_name: string;
  service_name_en: string;
  people_ahead: number | null;
  /** Minutes; null while nothing is known. */
  wait: { low: number; high: number } | null;
  /** By when it should be called; null where the centre promises nothing. */
  expected_before: string | null;
  /** When its appointment begins; it is not called sooner. */
  appointment_at: string | null;
  status_url: string;
  issued_at: string;
}

export interface Issued {
  ticket: Ticket;
  qr_svg: string;
  print: { state: PrintState; job: string | null };
}
