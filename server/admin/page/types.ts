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
}

export interface Service {
  id: string;
  name: string;
  name_en: string;
  prefix: string;
  department: string;
  department_name: string;
  department_name_en: string;
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
  revoked: boolean;
}

export interface NewToken {
  id: string;
  token: string;
}
