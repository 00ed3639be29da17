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
