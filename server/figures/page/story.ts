/** What happened to one ticket, event by event. */

import { api, ApiError } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, el, setText, type Child } from "@web/dom";
import { language, t } from "@web/i18n";
import { dayInWords } from "./numbers";
import type { PastTicket } from "./types";

interface Told {
  at: string;
  kind: string;
  counter: string | null;
  data: Record<string, unknown>;
  reason: { text: { vi: string; en: string } } | null;
}

interface History {
  number: string;
  day: string;
  state: string;
  events: Told[];
}

export async function openStory(ticket: PastTicket): Promise<void> {
  const list = byId("story-events");
  setText(byId("story-title"), t("story.title", { number: ticket.number, day: dayInWords(ticket.day) }));
  list.replaceChildren(el("li", { text: t("tickets.loading") }));
  byId<HTMLDialogElement>("story").showModal();
  try {
    const told = await api<History>("GET", `/tickets/${ticket.id}/history`);
    const events = told?.events ?? [];
    list.replaceChildren(...(events.length > 0 ? events.map(line) : [el("li", { text: t("story.none") })]));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    list.replaceChildren(el("li", { text: `${error.message} ${error.action}` }));
  }
}

function line(event: Told): HTMLElement {
  const key = `event.${event.kind}`;
  const words = t(key);
  const where = event.counter === null ? "" : t("story.counter", { counter: event.counter });
  const why: Child = event.reason && el("p", { class: "why", text: event.reason.text[language()] });
  return el(
    "li",
    {},
    el("time", { datetime: event.at, text: timeOfDay(event.at) }),
    el("div", {}, el("b", { text: words === key ? event.kind : words }), where && el("span", { text: ` ${where}` }), why),
  );
}
