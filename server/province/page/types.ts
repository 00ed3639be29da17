/** What `GET /province` answers (see /api/v1/openapi.json). Waits are seconds. */
export interface Centre {
  centre: { id: string; name: string; name_en: string };
  district: string;
  district_en: string;
  waiting: number;
  issued: number;
  served: number;
  longest_s: number;
  median_s: number;
  open_counters: number;
  counters: number;
  rated: number;
  satisfied: number;
  late_dossiers: number;
  silent_devices: number;
  alerts: number;
  grave_alerts: number;
  trouble: number;
}

export interface Totals extends Omit<Centre, "centre" | "district" | "district_en" | "median_s" | "trouble"> {
  centres: number;
}

export interface Province {
  centres: Centre[];
  totals: Totals;
  now: string;
}
