/** The large card: who is at the counter now, or that nobody is. */

import { duration, minutes, since, timeOfDay } from "@web/clock";
import { byId, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { icon, type Icon } from "./icons";
import type { DeskView, Ticket } from "./types";
import type { Words } from "./words";

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
  private ticket: Ticket | null = null;
  private mood: Mood | null = null;

  constructor(private readonly words: Words) {}

  show(view: DeskView): void {
    this.ticket = view.current;
    this.showMood(moodOf(view));
    setText(byId("current-number"), view.current?.number ?? t("current.nobody"));
    setText(byId("current-service"), this.headline(view));
    setText(byId("current-procedure"), this.procedure(view.current));
    byId("current-facts").hidden = view.current === null;
    if (view.current) this.facts(view.current, view.rules.max_calls);
    setText(byId("last"), lastText(view.last));
    this.tick();
  }

  tick(): void {
    const from = this.ticket?.started_at ?? this.ticket?.called_at ?? null;
    setText(byId("current-timer"), from === null ? "" : duration(since(from)));
  }

  private showMood(mood: Mood): void {
    if (mood !== this.mood) {
      this.mood = mood;
      this.card.dataset["mood"] = mood;
      byId("current-sign").replaceChildren(icon(SIGNS[mood]));
    }
    setText(byId("current-state"), t(`mood.${mood}`));
  }

  private headline(view: DeskView): string {
    if (view.current) return pick(view.current, "service_name");
    if (view.next) return t("current.next", { number: view.next.number });
    return t("current.nobody_waits");
  }

  private procedure(ticket: Ticket | null): string {
    return ticket ? t("current.procedure", { name: this.words.procedure(ticket.procedure) }) : "";
  }

  private facts(ticket: Ticket, maxCalls: number): void {
    const priority = this.words.priority(ticket.priority);
    byId("fact-priority").dataset["on"] = String(priority !== "");
    setText(byId("fact-priority-words"), priority || t("priority.none"));
    setText(byId("fact-language"), t(`citizen.${ticket.language}`));
    setText(byId("fact-wait"), waitText(ticket));
    setText(byId("fact-calls"), t("current.calls", { calls: ticket.calls, max: maxCalls }));
    const full = ticket.state === "called" && ticket.calls >= maxCalls;
    byId("fact-calls").dataset["full"] = String(full);
  }
}

export function moodOf(view: Pick<DeskView, "current" | "counter">): Mood {
  if (view.current?.state === "serving") return "serving";
  if (view.current) return "called";
  return view.counter.state === "open" ? "idle" : view.counter.state;
}

function waitText(ticket: Ticket): string {
  const until = Date.parse(ticket.called_at ?? ticket.issued_at);
  const waited = Math.max(0, (until - Date.parse(ticket.issued_at)) / 1000);
  return t("current.wait", { time: timeOfDay(ticket.issued_at), minutes: minutes(waited) });
}

function lastText(last: Ticket | null): string {
  if (!last) return t("last.none");
  const what = t(`last.${last.state}`);
  return t("last.was", { number: last.number, what, time: timeOfDay(last.ended_at ?? last.issued_at) });
}
