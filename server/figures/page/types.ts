/** What the reports of a period answer (server/api/history_models.py). */

export type By = "service" | "counter" | "officer" | "hour" | "day" | "weekday";
export type HeatMeasure = "wait" | "issued" | "service";

export interface Times {
  base: number;
  p50: number | null;
  p90: number | null;
  mean: number | null;
  small: boolean;
}

export interface Share {
  base: number;
  satisfied: number | null;
  unsatisfied: number | null;
  share: number | null;
  coverage: number | null;
  small: boolean;
  hidden: boolean;
}

export interface Figures {
  issued: number | null;
  cancelled: number | null;
  expired: number | null;
  called: number;
  served: number;
  no_show: number;
  transferred: number;
  wait: Times;
  service_time: Times;
  satisfaction: Share;
}

export interface Compared extends Figures {
  before: Figures | null;
}

export interface Group extends Compared {
  key: string;
  name: string | null;
  name_en: string | null;
}

export interface Report {
  from: string;
  to: string;
  by: By;
  resolution: number;
  as_of: string;
  compare: { from: string; to: string } | null;
  whole: Compared;
  groups: Group[];
}

export interface HeatCell {
  weekday: number;
  hour: number;
  base: number;
  p50: number | null;
  p90: number | null;
  small: boolean;
  days: number | null;
  per_day: number | null;
}

export interface Heatmap {
  from: string;
  to: string;
  measure: HeatMeasure;
  cells: HeatCell[];
}

export interface PastTicket {
  id: string;
  day: string;
  number: string;
  state: string;
  service_name: string | null;
  service_name_en: string | null;
  counter: string | null;
  counter_name: string | null;
  counter_name_en: string | null;
  officer_name: string | null;
  issued_at: string;
  wait_s: number | null;
  service_s: number | null;
}

export interface PastTickets {
  items: PastTicket[];
  next: string | null;
}
