/** Why was this ticket called when it was? Its history in plain words, with whose turn it was. */

import { api, ApiError } from "@web/api";
import { minutes, timeOfDay } from "@web/clock";
import { byId, el, type Child } from "@web/dom";
import { language, t, type Params } from "@web/i18n";
import { icon } from "./icons";
import type { DeskView, Lane, Reason } from "./types";
import type { Words } from "./words";

interface Turn {
  number: string;
  service: string;
  lane: Lane;
  waiting_since: string;
}

interface Told {
  at: string;
  kind: string;
  counter: string | null;
  data: Record<string, unknown>;
  reason: Reason | null;
  /** Who stood first in each line at that moment; null where nothing was chosen by the rule. */
  turn: Turn[] | null;
  /** Whether the rule, asked again with what it saw then, gives this ticket. */
  replayed: boolean | null;
}

interface History {
  number: string;
  state: string;
  events: Told[];
}

const RECENT = 8;

export class Why {
  private readonly dialog = byId<HTMLDialogElement>("why");
  private readonly input = byId<HTMLInputElement>("why-number");
  private readonly answer = byId("why-answer");
  private asked = 0;

  constructor(private readonly words: Words) {
    byId("why-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.show(this.input.value.trim().toUpperCase());
    });
    byId("why-close").addEventListener("click", () => this.dialog.close());
  }

  /** Asks for a number, beginning with the one at the counter or the one before. */
  open(view: DeskView): void {
    const recent = recentOf(view);
    this.answer.replaceChildren();
    this.complain("");
    byId("why-recent").replaceChildren(...recent.map((number) => this.quick(number)));
    this.input.value = recent[0] ?? "";
    this.dialog.showModal();
    this.input.select();
    this.input.focus();
  }

  private quick(number: string): HTMLElement {
    const show = (): void => {
      this.input.value = number;
      void this.show(number);
    };
    return el("button", { class: "button small", type: "button", text: number, on: { click: show } });
  }

  private async show(number: string): Promise<void> {
    if (number === "") return this.complain(t("why.empty"));
    this.complain("");
    this.asked += 1;
    const asked = this.asked;
    try {
      const told = await api<History>("GET", `/tickets/${encodeURIComponent(number)}/history`);
      if (told && asked === this.asked) this.answer.replaceChildren(this.story(told));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (asked !== this.asked) return;
      this.answer.replaceChildren();
      this.complain(error.status === 404 ? t("why.unknown", { number }) : `${error.message} ${error.action}`);
    }
  }

  private complain(text: string): void {
    byId("why-error").hidden = text === "";
    byId("why-error").textContent = text;
  }

  private story(told: History): HTMLElement {
    const state = t("why.state", { number: told.number, state: t(`state.${told.state}`) });
    const events = told.events.map((event) => this.event(event, told.number));
    return el("div", {}, el("h3", { text: state }), el("ol", { class: "story" }, ...events));
  }

  private event(event: Told, number: string): HTMLElement {
    const why = event.reason ? el("p", { class: "story-why", text: event.reason.text[language()] }) : null;
    const head = el("p", {}, el("time", { datetime: event.at, text: timeOfDay(event.at) }), el("b", { text: this.sentence(event) }));
    return el("li", {}, head, why, this.turn(event, number), verdict(event));
  }

  private sentence(event: Told): string {
    const key = `event.${event.kind}`;
    const text = t(key, this.params(event));
    const detail = [textOf(event.data["note"]), textOf(event.kind === "parked" ? event.data["reason"] : null)];
    const more = detail.filter((part) => part !== "").join(" · ");
    const said = text === key ? event.kind : text;
    return more === "" ? said : `${said}: ${more}`;
  }

  private params(event: Told): Params {
    const { data } = event;
    const to = textOf(data["counter"]);
    const service = textOf(data["service"]);
    return {
      counter: event.counter === null ? "" : this.words.counter(event.counter),
      ahead: Number(data["ahead"] ?? 0),
      attempt: Number(data["attempt"] ?? 1),
      calls: Number(data["calls"] ?? 0),
      let_first: Number(data["let_first"] ?? 0),
      to: to === "" ? this.words.service(service) : this.words.counter(to),
      rule: t(`rule.${textOf(data["rule"]) || "front"}`),
    };
  }

  /** Whose turn it was: the first of each line at that moment. */
  private turn(event: Told, number: string): HTMLElement | null {
    if (!event.turn || event.turn.length === 0) return null;
    const rows = event.turn.map((one) => this.turnRow(one, event.at, one.number === number));
    const heads = ["why.first", "waiting.service", "why.lane", "waiting.wait"].map((key) => el("th", { scope: "col", text: t(key) }));
    return el(
      "div",
      { class: "turn", tabindex: "0", role: "group", "aria-label": t("why.turn") },
      el("table", {}, el("caption", { text: t("why.turn") }), el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)),
    );
  }

  private turnRow(one: Turn, at: string, chosen: boolean): HTMLElement {
    const waited = Math.max(0, (Date.parse(at) - Date.parse(one.waiting_since)) / 1000);
    const cells: Child[] = [
      el("td", { text: this.words.service(one.service) }),
      el("td", { text: t(`line_of.${one.lane}`) }),
      el("td", { text: t("minutes", { n: minutes(waited) }) }),
    ];
    const tag = chosen && el("span", { class: "tag" }, icon("next"), t("why.chosen"));
    return el("tr", { class: chosen ? "is-next" : "" }, el("th", { scope: "row" }, one.number, tag), ...cells);
  }
}

function verdict(event: Told): HTMLElement | null {
  if (event.kind !== "called") return null;
  if (event.replayed === null) return el("p", { class: "verdict", text: t("why.by_hand") });
  const sign = icon(event.replayed ? "yes" : "no");
  const words = t(event.replayed ? "why.replayed" : "why.not_replayed");
  return el("p", { class: "verdict", data: { same: String(event.replayed) } }, sign, words);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The numbers that are likely to be asked about. */
function recentOf(view: DeskView): string[] {
  const near = [view.current, view.last, ...view.missed, ...view.aside, view.next, ...view.waiting];
  const numbers = near.flatMap((one) => (one ? [one.number] : []));
  return [...new Set(numbers)].slice(0, RECENT);
}
