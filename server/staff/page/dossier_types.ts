/** The shapes of dossiers the desk reads from the server (see /api/v1/openapi.json). */

export type DossierState =
  | "received"
  | "processing"
  | "supplement"
  | "resolved"
  | "returned"
  | "refused"
  | "stopped";
export type Outcome = "receive" | "supplement" | "refuse";
export const CHANNELS = ["in_person", "post", "online"] as const;

export interface Paper {
  document: string;
  originals: number;
  copies: number;
}

/** A procedure as it is taken in; papers of the case "" are those everybody brings. */
export interface IntakeFacts {
  procedure: { code: string; name: string; field: string; processing_text: string; fee_text: string };
  department: { name: string; name_en: string } | null;
  /** Working days; without them no date is promised. */
  usual_days: number | null;
  days: number | null;
  due_at: string | null;
  cases: { case: string; documents: Paper[] }[];
}

export interface FoundProcedure {
  code: string;
  name: string;
  field: string;
}

export interface Dossier {
  code: string;
  procedure: string;
  field: string;
  department: string;
  channel: string;
  state: DossierState;
  received_at: string;
  due_at: string | null;
  resolved_at: string | null;
  verdict: "early" | "on_time" | "late" | null;
  applicant: string;
  phone: string;
  documents: string[];
  history: { at: string; recorded_at: string; kind: string; reason: string }[];
}

/** What receiving answers: the dossier, and what it lacks. */
export interface Received extends Dossier {
  missing: string[];
}

export interface DossierLine {
  code: string;
  procedure: string;
  state: DossierState;
  received_at: string;
  due_at: string | null;
  resolved_at: string | null;
}

/** An apology (form 04) that waits to be given; `phones` will be told of the new date. */
export interface Draft {
  why: "overdue" | "today" | "told";
  missed: string;
  proposed: string;
  reason: string;
  phones: number;
}

export interface PressingLine {
  code: string;
  procedure: string;
  procedure_name: string | null;
  department: string;
  state: DossierState;
  received_at: string;
  due_at: string;
  promised_at: string;
  overdue: boolean;
  working_days: number;
  apology: Draft | null;
}

/** Apologies owed, what is due soon, what is late: in this order. */
export interface Pressing {
  as_of: string;
  days: number;
  departments: { id: string; name: string; name_en: string }[];
  owed: number;
  soon: number;
  late: number;
  items: PressingLine[];
}
