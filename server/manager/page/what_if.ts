/** "What if": other counters, skills or arrivals, and the cheapest way to keep waits short. */

import { api, ApiError } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import type { ManagerView, ServiceRow } from "./types";
import "./what_if.css";
import { WhatIfForm } from "./what_if_form";
import { WhatIfResult } from "./what_if_result";
import type { Answer, CounterInfo, Question, Suggested } from "./what_if_types";

const TIMEOUT_MS = 15_000;
const LIMIT = 20;
/** The forecast may be starting: asked again by itself, so often and after so many milliseconds. */
const AGAIN = 5;
const AGAIN_MS = 3_000;

export class WhatIf {
  private readonly panel = byId<HTMLDetailsElement>("what-if");
  private readonly form = new WhatIfForm();
  private readonly result = new WhatIfResult();
  private readonly limit = byId<HTMLInputElement>("what-limit");
  private counters: CounterInfo[] = [];
  private services: ServiceRow[] = [];

  begin(): void {
    this.panel.addEventListener("toggle", () => this.panel.open && void this.guarded(() => this.load()));
    byId("what-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.guarded(() => this.ask());
    });
    byId("what-suggest").addEventListener("click", () => void this.guarded(() => this.suggest()));
    byId("what-clear").addEventListener("click", () => this.form.clear());
    this.limit.addEventListener("input", () => this.translate());
    this.translate();
  }

  show(view: ManagerView): void {
    this.services = view.services;
  }

  translate(): void {
    setText(byId("what-suggest"), t("what.suggest", { n: this.minutes() }));
    if (this.counters.length > 0) this.form.build(this.counters, this.services);
  }

  private async load(): Promise<void> {
    const found: CounterInfo[] = [];
    let next: string | null = null;
    do {
      const cursor: string = next === null ? "" : `&cursor=${encodeURIComponent(next)}`;
      const page: { items: CounterInfo[]; next: string | null } | null = await api("GET", `/counters?limit=200${cursor}`);
      found.push(...(page?.items ?? []));
      next = page?.next ?? null;
    } while (next !== null);
    this.counters = found;
    this.form.build(found, this.services);
  }

  private async ask(): Promise<void> {
    const answer = await this.post({ changes: this.form.changes(), arrivals: this.form.expected() });
    this.result.show(answer, this.services, this.minutes());
  }

  private async suggest(): Promise<void> {
    const arrivals = this.form.expected();
    const found = await this.post({ changes: [], arrivals, limit_minutes: this.minutes() });
    this.say(found.suggestion);
    if (found.suggestion === null) return this.result.show(found, this.services, this.minutes());
    this.form.take(found.suggestion);
    await this.ask();
  }

  /** The suggestion in words. */
  private say(suggestion: Suggested[] | null): void {
    const list = byId("what-suggestion");
    const n = this.minutes();
    list.hidden = false;
    if (suggestion === null || suggestion.length === 0) {
      list.replaceChildren(el("p", { text: t(suggestion === null ? "what.impossible" : "what.enough", { n }) }));
      return;
    }
    const items = suggestion.map((one) => el("li", { text: this.words(one) }));
    list.replaceChildren(el("p", { text: t("what.suggestion", { n }) }), el("ul", {}, ...items));
  }

  private words(one: Suggested): string {
    const counter = this.counters.find((each) => each.id === one.counter);
    const name = counter ? pick(counter, "name") : one.counter;
    const from = one.at === null ? t("what.now") : timeOfDay(one.at);
    const until = one.until === null ? t("what.closing") : timeOfDay(one.until);
    const known = this.services.filter((each) => one.services?.includes(each.id)).map((each) => pick(each, "name"));
    return t(`what.says.${one.action}`, { name, from, until, services: known.join(", ") });
  }

  private async post(question: Question, tries = AGAIN): Promise<Answer> {
    try {
      const answer = await api<Answer>("POST", "/waits/what-if", question, { timeoutMs: TIMEOUT_MS });
      if (answer === null) throw new Error("an answer was promised");
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "no_forecast" || tries === 0) throw error;
      await new Promise((passed) => window.setTimeout(passed, AGAIN_MS));
      return this.post(question, tries - 1);
    }
  }

  private minutes(): number {
    const n = Number(this.limit.value);
    return Number.isInteger(n) && n >= 1 && n <= 480 ? n : LIMIT;
  }

  private async guarded(act: () => Promise<void>): Promise<void> {
    const problem = byId("what-problem");
    problem.hidden = byId("what-suggestion").hidden = true;
    this.panel.setAttribute("aria-busy", "true");
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setText(problem, `${error.message} ${error.action}`);
      problem.hidden = false;
    } finally {
      this.panel.setAttribute("aria-busy", "false");
    }
  }
}
