/** Choosing a counter: every counter with its state, asked for again when the hall's view moves. */

import { api, ApiError } from "@web/api";
import { byId, el, setText } from "@web/dom";
import { onLanguage, pick, t } from "@web/i18n";
import type { Session } from "@web/signin";
import type { Live } from "@web/socket";
import { icon } from "./icons";
import { Notice } from "./notice";
import type { Counter, Page } from "./types";
import type { Words } from "./words";

/** Milliseconds within which the digits of a counter's number belong together. */
const DIGITS_MS = 900;

/** Milliseconds in which several pieces of news become one question. */
const NEWS_MS = 500;

/** Lets the officer choose; resolves with the session that now holds the counter. */
export async function chooseCounter(live: Live, words: Words): Promise<Session> {
  return new Promise((resolve) => void new Chooser(live, words, resolve).begin());
}

class Chooser {
  private readonly root = byId("choose");
  private readonly list = byId("choose-list");
  private readonly notice = new Notice(byId("choose-notice"));
  private counters: Counter[] = [];
  private asked: number | null = null;
  private busy = false;
  private digits = "";
  private digitsAt = 0;
  private ending: (() => void)[] = [];

  constructor(
    private readonly live: Live,
    private readonly words: Words,
    private readonly done: (session: Session) => void,
  ) {}

  async begin(): Promise<void> {
    this.root.hidden = false;
    this.notice.say("calm", t("choose.hint"));
    await this.load();
    this.paint();
    this.ending.push(
      onLanguage(() => this.paint()),
      this.live.watch("hall", () => this.soon()),
      () => window.clearTimeout(this.asked ?? undefined),
    );
    document.addEventListener("keydown", this.onDigit);
    this.list.querySelector<HTMLElement>("button")?.focus();
  }

  private async load(): Promise<void> {
    try {
      const news = (await api<Page<Counter>>("GET", "/counters?limit=200"))?.items ?? [];
      // Buttons are replaced only for news, so that one is not taken away under the finger.
      if (JSON.stringify(news) === JSON.stringify(this.counters)) return;
      this.counters = news;
      this.paint();
    } catch (error) {
      this.complain(error);
    }
  }

  /** The hall's view says that something moved; what the list needs is asked for once for all
   * news of a moment. */
  private soon(): void {
    this.asked ??= window.setTimeout(() => {
      this.asked = null;
      void this.load();
    }, NEWS_MS);
  }

  private paint(): void {
    const focused = document.activeElement?.id ?? "";
    this.list.replaceChildren(...this.counters.map((one) => el("li", {}, this.button(one))));
    byId("choose-empty").hidden = this.counters.length > 0;
    if (focused.startsWith("counter-")) document.getElementById(focused)?.focus();
  }

  private button(counter: Counter): HTMLElement {
    const services = counter.services.map((id) => this.words.service(id)).join(" · ");
    return el(
      "button",
      {
        class: "counter",
        type: "button",
        id: `counter-${counter.id}`,
        data: { state: counter.state },
        on: { click: () => void this.take(counter) },
      },
      el("b", { class: "counter-number", text: String(counter.number) }),
      el(
        "span",
        { class: "counter-words" },
        el("strong", { text: pick(counter, "name") }),
        el(
          "span",
          { class: "counter-state" },
          icon(counter.state),
          t(`counter.${counter.state}`),
          counter.ticket ? ` · ${counter.ticket}` : null,
        ),
        counter.taken && el("span", { class: "counter-taken", text: t("choose.taken") }),
        el("span", { class: "counter-services", text: services || t("choose.no_services") }),
      ),
    );
  }

  private async take(counter: Counter): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.notice.say("calm", t("choose.taking", { name: pick(counter, "name") }));
    try {
      const session = await api<Session>("PUT", "/session/counter", { counter: counter.id });
      if (session) this.end(session);
    } catch (error) {
      this.complain(error);
      this.soon();
    } finally {
      this.busy = false;
    }
  }

  private complain(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) location.reload();
    this.notice.say("trouble", error.message, error.action);
  }

  private end(session: Session): void {
    for (const stop of this.ending) stop();
    document.removeEventListener("keydown", this.onDigit);
    setText(byId("choose-notice"), "");
    this.root.hidden = true;
    this.done(session);
  }

  /** Typing a counter's number moves the focus to it. */
  private readonly onDigit = (event: KeyboardEvent): void => {
    if (!/^\d$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    this.digits = event.timeStamp - this.digitsAt < DIGITS_MS ? this.digits + event.key : event.key;
    this.digitsAt = event.timeStamp;
    const found = this.counters.find((one) => String(one.number) === this.digits);
    if (found) document.getElementById(`counter-${found.id}`)?.focus();
  };
}
