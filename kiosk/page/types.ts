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
  /** "result" for the line that hands results over. */
  kind?: "usual" | "result";
  /** People waiting now. */
  waiting: number;
  /** Counters that serve it now; unknown without the server. */
  open_counters?: number | null;
  /** What a number drawn now would wait, in minutes; null while nothing is known. */
  wait?: { low: number; high: number } | null;
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
  /** Ids of the services asked for most at this centre, at most six. */
  popular: string[];
  popular_procedures: Suggestion[];
  /** Whether the agent's line to the server stands. */
  online: boolean;
  /** Whether numbers can be given without that line. */
  offline_able: boolean;
  printer: { state: PrinterState; paper_left_pct?: number | null };
  /** The reader for identity cards; `none` where the kiosk has none. */
  scanner: { state: "none" | "ready" | "absent" };
  /** False until an administrator has admitted this kiosk. */
  paired: boolean;
  pairing: Pairing | null;
  /** Whether numbers can be spoken. */
  speech: boolean;
}

/** What the page goes by until the agent has spoken, and for fields it leaves out. */
export const UNKNOWN_STATE: KioskState = {
  centre: null,
  departments: [],
  services: [],
  priorities: [],
  popular: [],
  popular_procedures: [],
  online: true,
  offline_able: false,
  printer: { state: "unknown" },
  scanner: { state: "none" },
  paired: true,
  pairing: null,
  speech: false,
};

export interface Pairing {
  /** Six digits. */
  code: string;
  expires_at: string;
}

/** A procedure by name, with the service that takes it here. */
export interface Suggestion {
  code: string;
  name: string;
  service: string | null;
}

export interface Procedure extends Suggestion {
  field: string;
  processing_days?: number | null;
  processing_text: string | null;
  fee_text?: string | null;
}

/** One paper to bring; how many of each, or 0. */
export interface Paper {
  document: string;
  originals: number;
  copies: number;
}

export interface ProcedureDetail extends Procedure {
  agency: string;
  counters: { number: number; name: string; name_en: string }[];
  /** Papers by case; an empty case holds those that everybody brings. */
  cases: { case: string; documents: Paper[] }[];
}

export interface Press {
  /** One per press of the person: a repeat of it is the same ticket. */
  press: string;
  service: string;
  language: "vi" | "en";
  priority?: string;
  procedure?: string;
  /** Names an identity card that was read just now. */
  scan?: string;
  /** Whose result is to be collected. */
  dossier?: string;
}

/** Whether a dossier's result can be collected. */
export interface Readiness {
  code: string;
  ready: boolean;
  collected: boolean;
  due_at: string | null;
}

export interface CheckIn {
  /** As of a Press. */
  press: string;
  /** Six digits. */
  code: string;
  language: "vi" | "en";
}

/** Prints what to bring; gives no number. */
export interface Checklist {
  /** One per press, as of a Press. */
  press: string;
  procedure: string;
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

export interface Print {
  state: PrintState;
  /** A word of the agent's for what went wrong. */
  reason?: string | null;
  job: string | null;
}

/** News of a print. */
export interface PrintEvent {
  press: string;
  job?: string | null;
  state: PrintState;
  reason?: string | null;
}

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
  /** Given by the kiosk alone, while the server was out of reach. */
  offline?: boolean;
}

export interface Issued {
  ticket: Ticket;
  qr_svg: string;
  print: Print;
}

export interface ScanEvent {
  state: "waiting" | "read" | "failed" | "over";
  /** Stands for the card in a Press; says nothing about the person. */
  scan: string | null;
  /** The priority that the age on the card gives. */
  priority: string | null;
  /** Whether somebody with this card waits here already. */
  known_live: boolean;
}
