/** What the administrator's lists hold. */

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Person {
  id: string;
  username: string;
  name: string;
  role: string;
  active: boolean;
  totp: boolean;
  must_change: boolean;
  grants: Grant[];
}

/** A role beyond the home centre: in a centre, below a place, or ("*") everywhere. */
export interface Grant {
  scope: string;
  role: string;
}

export interface Service {
  /** "result": it hands results over. */
  kind: "usual" | "result";
  id: string;
  name: string;
  name_en: string;
  prefix: string;
  department: string;
  department_name: string;
  department_name_en: string;
  /** Minutes a visit usually takes. */
  nominal_minutes: number;
  open: boolean;
  /** Its own hours; null for the centre's. */
  hours: Week | null;
  /** Tickets a day; null for no limit. */
  capacity: number | null;
}

/** Spans of local times by day; a missing day is closed. */
export type Week = Partial<Record<string, [string, string][]>>;

export interface Skill {
  service: string;
  weight: number;
  helps: boolean;
}

export interface Settings {
  calling: Record<string, number | string | boolean>;
  rating: Record<string, number>;
  scale: number;
  week: Week | null;
  staff_may_choose: boolean;
  elderly_age: number;
  phone: Record<string, number>;
  paper: Record<string, number>;
  signing_in: Record<string, number>;
}

export interface SettingsAnswer {
  settings: Settings;
  changes: { id: string; at: string; actor: string; undone: boolean }[];
}

export interface Appointment {
  id: string;
  code: string;
  service: string;
  begins_at: string;
  ends_at: string;
  state: "booked" | "arrived" | "cancelled";
}

export interface Sample {
  code: string;
  name: string;
}

export interface Changed extends Sample {
  changes: { field: string; before: string; after: string }[];
}

export interface CatalogueCounts {
  id: string;
  kind: "procedures" | "documents";
  new: number;
  changed: number;
  gone: number;
  same: number;
  /** Codes of documents the catalogue does not have: left out. */
  unknown: number;
}

/** What applying a file would do; with errors there is nothing to apply. */
export interface Preview extends CatalogueCounts {
  rows: number;
  ignored: string[];
  samples: { new: Sample[]; changed: Changed[]; gone: Sample[]; unknown: Sample[] };
  errors: { row: number; field: string | null; problem: { vi: string; en: string } }[];
  errors_total: number;
  unmapped: { field: string; procedures: number }[];
}

export interface Applied extends CatalogueCounts {
  removed: number;
}

export interface CatalogueField {
  field: string;
  service: string | null;
  procedures: number;
  /** How many of them no service takes. */
  unserved: number;
}

export interface Counter {
  id: string;
  number: number;
  name: string;
  name_en: string;
  state: "closed" | "open" | "paused";
  services: string[];
}

export interface Token {
  id: string;
  role: string;
  counter: string | null;
  label: string;
  created_at: string;
  /** Who gave it, where a person of the centre did. */
  made_by: string | null;
  revoked: boolean;
  /** Null before it was ever heard of. */
  seen_at: string | null;
  version: string;
  health: Health | null;
}

/** What a device last said of itself. */
export interface Health {
  state: "ok" | "trouble" | "silent";
  paper_left_pct: number | null;
  paper_left_tickets: number | null;
  offline_waiting: number;
  reported_at: string;
  trouble: string[];
}

/** A device that shows its code, or was paired lately. */
export interface WaitingDevice {
  id: string;
  kind: string;
  name: string;
  created_at: string;
  /** When its code lapses. */
  expires_at: string;
  approved_at: string | null;
}

export interface Paired {
  id: string;
  label: string;
  name: string;
}

export interface NewToken {
  id: string;
  token: string;
}

export interface VolumeSpan {
  begin: string;
  end: string;
  volume: number;
}

export interface Board {
  id: string;
  name: string;
  name_en: string;
  zone: string;
  services: string[];
  counters: string[];
  languages: string[];
  accent: string;
  speaks: boolean;
  repeat: number;
  volume: number;
  volumes: VolumeSpan[];
  quiet_s: number;
  notice: string;
  notice_en: string;
  media: string[];
  media_s: number;
  path: string;
}

export interface Medium {
  id: string;
  name: string;
  type: string;
  size: number;
}

export interface Clip {
  id: string;
  words: string;
  needed: boolean;
  recorded: boolean;
}

/** Ways of saying the same thing, split by ";", and what the catalogue calls it, best first. */
export interface Synonym {
  said: string;
  means: string[];
}

/** A procedure that a query found; `why` is the everyday phrase that led to it. */
export interface Found {
  code: string;
  name: string;
  why: string | null;
}

/** A reason not to be satisfied; those no longer used stay for the reports. */
export interface RatingReason {
  code: string;
  name: string;
  name_en: string;
  active: boolean;
}

export interface RatingWords {
  reasons: RatingReason[];
  /** Whether people may write. */
  comment: boolean;
  /** Whether terminals show who served. */
  officer: boolean;
}

export interface Officer {
  id: string;
  name: string;
  /** The picture's id. */
  photo: string | null;
}
