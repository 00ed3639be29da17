/** Answers of the API, as far as the page needs them. */

export const BYS = ["department", "field", "procedure", "officer", "channel", "month", "phase"] as const;
export type By = (typeof BYS)[number];

export interface Shares {
  early: number;
  on_time: number;
  late: number;
}

export interface Counts {
  received: number;
  resolved: number;
  early: number;
  on_time: number;
  late: number;
  undated: number;
  pending: number;
  overdue: number;
  late_only_in_books: number;
  late_in_books: number;
  unrecorded: number;
  base: number;
  shares: Shares;
  resolved_share: number | null;
}

export interface Lag {
  base: number;
  mean_minutes: number | null;
  p50_minutes: number | null;
  p90_minutes: number | null;
  max_minutes: number | null;
  over_a_day: number;
}

export interface Figure extends Counts {
  recording_lag: Lag;
}

export interface Before extends Counts {
  change: { received: number | null; resolved: number | null };
}

export interface Group extends Figure {
  key: string;
  name: string | null;
  name_en: string | null;
  growth?: number | null;
  growth_resolved?: number | null;
  so_far?: { received: number; resolved: number; resolved_share: number | null } | null;
  received_a_day?: number | null;
  before?: Before | null;
  corrected?: Counts | null;
}

export interface Closed {
  closed_at: string;
  closed_by: string | null;
  corrections: number;
  corrected: (Counts & { carried_over: number }) | null;
}

export interface Report extends Figure {
  from: string;
  to: string;
  by: By;
  as_of: string;
  carried_over: number;
  compare: (Before & { from: string; to: string }) | null;
  closed: Closed | null;
  groups: Group[];
}

export interface FormRow {
  received: { total: number; online: number; direct: number; carried_over: number };
  resolved: { total: number; early: number; on_time: number; overdue: number };
  in_progress: { total: number; in_time: number; overdue: number };
}

export interface Form {
  from: string;
  to: string;
  closed: { closed_at: string; corrections: number; corrected: FormRow | null } | null;
  rows: (FormRow & { field: string | null })[];
  total: FormRow;
}

export interface Line {
  code: string;
  procedure: string;
  procedure_name: string | null;
  field: string;
  department: string;
  department_name: string | null;
  department_name_en: string | null;
  channel: string;
  officer_name: string | null;
  state: string;
  verdict: string | null;
  received_at: string;
  due_at: string | null;
  resolved_at: string | null;
  recorded_at: string | null;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Message {
  department: string;
  id: string;
  at: string;
  state: string;
  resolved_at: string | null;
  recorded_at: string;
  note: string;
}

export interface Dossier {
  code: string;
  procedure: string;
  field: string;
  department: string;
  channel: string;
  state: string;
  verdict: string | null;
  received_at: string;
  due_at: string | null;
  resolved_at: string | null;
  recorded_at: string | null;
  supplements: { asked_at: string; brought_at: string | null }[];
  history: { at: string; recorded_at: string; kind: string; reason: string }[];
  messages: Message[];
}

export interface Conflict {
  code: string;
  messages: Message[];
}

export interface Due {
  code: string;
  procedure: string;
  procedure_name: string | null;
  department: string;
  department_name: string | null;
  department_name_en: string | null;
  state: string;
  received_at: string;
  due_at: string;
  overdue: boolean;
  working_days: number;
}

export interface DueReport {
  days: number;
  soon: number;
  overdue: number;
  items: Due[];
}

export interface ClosedPeriod {
  id: string;
  from: string;
  to: string;
  closed_at: string;
  closed_by: string | null;
  figures: Counts;
}

export interface Correction {
  code: string;
  recorded_at: string | null;
  kind: string | null;
  department: string | null;
  person: string | null;
  changes: { what: string; before: string | null; now: string | null }[];
  figures: Record<string, number>;
}

export interface Satisfaction {
  base: number;
  share: number | null;
  coverage: number | null;
  interval: [number, number] | null;
  small: boolean;
}

export interface SatisfactionReport extends Satisfaction {
  served: number;
  groups: (Satisfaction & { key: string })[];
}

export interface Waits {
  whole: { wait: { base: number; p50: number | null; p90: number | null } };
}

export interface Phase {
  name: string;
  name_en: string;
  begins: string;
}
