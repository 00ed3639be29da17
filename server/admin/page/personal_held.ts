/** What is held about one person, as tables; the file has every word of it. */

import { timeOfDay } from "@web/clock";
import { el, type Child } from "@web/dom";
import { t } from "@web/i18n";
import { day } from "./days";
import { table } from "./lists";

export interface Held {
  dossiers: HeldDossier[];
  tickets: HeldTicket[];
  /** Phones that asked to be told of them. */
  phones: number;
}

interface HeldDossier {
  code: string;
  procedure: string;
  applicant: string;
  phone: string;
  received_at: number;
  state: string;
  resolved_at: number | null;
  steps: unknown[];
  messages: unknown[];
  sheets: unknown[];
}

interface HeldTicket {
  number?: string;
  day?: string;
  service?: string;
  note?: string | null;
  identified?: boolean;
  rating: { value: string; comment: string } | null;
  events: unknown[];
}

export function held(found: Held): HTMLElement[] {
  return [
    el("h4", { text: t("personal.dossiers", { n: found.dossiers.length }) }),
    table(
      t("personal.dossiers", { n: found.dossiers.length }),
      ["personal.code", "personal.applicant", "personal.phone", "personal.received", "personal.also"],
      found.dossiers.map(dossier),
      t("personal.no_dossiers"),
    ),
    el("h4", { text: t("personal.tickets", { n: found.tickets.length }) }),
    table(
      t("personal.tickets", { n: found.tickets.length }),
      ["personal.number", "personal.day", "personal.rating", "personal.also"],
      found.tickets.map(ticket),
      t("personal.no_tickets"),
    ),
    el("p", { text: t("personal.phones", { n: found.phones }) }),
  ];
}

function dossier(one: HeldDossier): Child[] {
  const received = new Date(one.received_at).toISOString();
  const counts = { steps: one.steps.length, messages: one.messages.length, sheets: one.sheets.length };
  return [
    el("div", { class: "named" }, one.code, el("small", { text: one.resolved_at === null ? t("personal.open") : t("personal.resolved") })),
    one.applicant || "–",
    one.phone || "–",
    `${day(received)} ${timeOfDay(received)}`,
    t("personal.beside", counts),
  ];
}

function ticket(one: HeldTicket): Child[] {
  const { rating } = one;
  const rated = rating ? `${t(`personal.${rating.value}`)}${rating.comment ? ` · “${rating.comment}”` : ""}` : "–";
  const also = [one.identified ? t("personal.identified") : "", one.note ?? ""].filter(Boolean).join(" · ");
  return [one.number ?? "–", one.day ? day(`${one.day}T12:00:00+07:00`) : "–", rated, also || "–"];
}
