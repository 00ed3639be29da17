/** The large card: who is at the counter now, or that nobody is. */

import { duration, minutes, since, timeOfDay } from "@web/clock";
import { byId, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { icon, type Icon } from "./icons";
import type { Counter, Current, DeskView, Ticket } from "./types";
import type { Words } from "./words";

/** Lanes of which the officer must know why. */
const TOLD_LANES = new Set(["returned", "direct", "appointment"]);

type Mood = "called" | "serving" | "idle" | "paused" | "closed";

const SIGNS: Record<Mood, Icon> = {
  called: "called",
  serving: "serving",
  idle: "open",
  paused: "paused",
  closed: "closed",
};

export class CurrentCard {
  private readonly card = byId("current");
  private ticket: Current | null = null;
  private mood: Mood | null = null;

  constructor(private readonly words: Words) {
    byId("current-note-sign").append(icon("note"));
  }

  show(view: DeskView): void {
    this.ticket = view.current;
    this.showMood(moodOf(view), view.counter);
    setText(byId("current-number"), view.current?.number ?? t("current.nobody"));
    setText(byId("current-service"), this.headline(view));
    setText(byId("current-procedure"), view.current ? procedureText(view.current) : "");
    this.note(view.current);
    byId("current-facts").hidden = view.current === null;
    if (view.current) this.facts(view.current, view.rules.max_calls);
    setText(byId("last"), lastText(view.last));
    this.tick();
  }

  tick(): void {
    const from = this.ticket?.started_at ?? this.ticket?.called_at ?? null;
    setText(byId("current-timer"), from === null ? "" : duration(since(from)));
  }

  private showMood(mood: Mood, counter: Counter): void {
    if (mood !== this.mood) {
      this.mood = mood;
      this.card.dataset["mood"] = mood;
      byId("current-sign").replaceChildren(icon(SIGNS[mood]));
    }
    const why = pauseText(counter);
    const busyAndPaused = counter.state === "paused" && mood !== "paused";
    const words = t(`mood.${mood}`);
    setText(byId("current-state"), busyAndPaused ? t("mood.while_paused", { mood: words, why }) : words + why);
  }

  private headline(view: DeskView): string {
    if (view.current) return pick(view.current, "service_name");
    if (view.next) return t("current.next", { number: view.next.number });
    return t("current.nobody_waits");
  }

  /** What a colleague wrote, and why somebody comes back or was sent here. */
  private note(ticket: Current | null): void {
    const lane = ticket && TOLD_LANES.has(ticket.lane) ? t(`lane.${ticket.lane}`) : "";
    const note = ticket?.note ? t("current.note", { note: ticket.note }) : "";
    const text = [lane, note].filter((part) => part !== "").join(" · ");
    byId("current-note").hidden = text === "";
    setText(byId("current-note-words"), text);
  }

  private facts(ticket: Current, maxCalls: number): void {
    const priority = this.words.priority(ticket.priority);
    byId("fact-priority").dataset["on"] = String(priority !== "");
    setText(byId("fact-priority-words"), priority || t("priority.none"));
    setText(byId("fact-language"), t(`citizen.${ticket.language}`));
    setText(byId("fact-wait"), waitText(ticket));
    setText(byId("fact-calls"), t("current.calls", { calls: ticket.calls, max: maxCalls }));
    const full = ticket.state === "called" && ticket.calls >= maxCalls;
    byId("fact-calls").dataset["full"] = String(full);
    this.optional("then", ticket.then.map((id) => this.words.service(id)).join(" → "));
    const hour = ticket.appointment_at === null ? "" : timeOfDay(ticket.appointment_at);
    this.optional("appointment", hour);
  }

  private optional(fact: string, text: string): void {
    byId(`fact-${fact}-row`).hidden = text === "";
    setText(byId(`fact-${fact}`), text);
  }
}

export function moodOf(view: Pick<DeskView, "current" | "counter">): Mood {
  if (view.current?.state === "serving") return "serving";
  if (view.current) return "called";
  return view.counter.state === "open" ? "idle" : view.counter.state;
}

function pauseText(counter: Counter): string {
  return counter.state === "paused" && counter.pause_reason ? `: ${t(`pause.${counter.pause_reason}`)}` : "";
}

function waitText(ticket: Ticket): string {
  const until = Date.parse(ticket.called_at ?? ticket.issued_at);
  const waited = Math.max(0, (until - Date.parse(ticket.issued_at)) / 1000);
  return t("current.wait", { time: timeOfDay(ticket.issued_at), minutes: minutes(waited) });
}

/** The procedure with its facts: how long it takes and what it costs. */
function procedureText(ticket: Current): string {
  if (ticket.dossier) {
    const { code, state } = ticket.dossier;
    return t("current.dossier", { code, state: t(`dossier.state.${state}`) });
  }
  const facts = ticket.procedure_facts;
  if (!facts) return t("current.procedure", { name: ticket.procedure ?? t("procedure.none") });
  const parts = [t("current.procedure", { name: `${facts.name} (${facts.code})` })];
  if (facts.processing_text) parts.push(t("current.processing", { text: facts.processing_text }));
  if (facts.fee_text) parts.push(t("current.fee", { text: facts.fee_text }));
  return parts.join(" · ");
}

function lastText(last: Ticket | null): string {
  if (!last) return t("last.none");
  const what = t(`last.${last.state}`);
  return t("last.was", { number: last.number, what, time: timeOfDay(last.ended_at ?? last.issued_at) });
}
