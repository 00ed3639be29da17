/** The first steps of a new centre: the same parts as later, one after another. */

import { byId, el } from "@web/dom";
import { onLanguage, t } from "@web/i18n";

/** The parts in the order they need each other. */
export const STEPS = ["centre", "rules", "units", "services", "counters", "people", "catalogue", "devices"] as const;
export type Step = (typeof STEPS)[number];

/** Kept so that a reload, or another day, goes on where one was. */
const KEY = "motcua-first-steps";

export class Wizard {
  private readonly done = new Map<Step, boolean>();
  private at: Step | null = null;

  constructor() {
    byId("wizard-back").addEventListener("click", () => this.go(-1));
    byId("wizard-next").addEventListener("click", () => this.go(1));
    byId("wizard-leave").addEventListener("click", () => this.leave());
    byId("wizard-begin").addEventListener("click", () => this.begin());
    onLanguage(() => this.paint());
  }

  /** Whether a step has what a centre needs. */
  know(step: Step, done: boolean): void {
    this.done.set(step, done);
    this.paint();
  }

  /** A part has come into view. */
  shows(part: string): void {
    this.at = STEPS.find((step) => step === part) ?? null;
    this.paint();
  }

  get active(): boolean {
    return localStorage.getItem(KEY) === "on";
  }

  private begin(): void {
    localStorage.setItem(KEY, "on");
    location.hash = STEPS.find((step) => !this.done.get(step)) ?? STEPS[0];
  }

  private leave(): void {
    localStorage.removeItem(KEY);
    location.hash = "start";
    this.paint();
  }

  private go(steps: number): void {
    const next = this.at === null ? undefined : STEPS[STEPS.indexOf(this.at) + steps];
    if (next) location.hash = next;
    else this.leave();
  }

  private paint(): void {
    byId("wizard").hidden = !this.active || this.at === null;
    const place = this.at === null ? 0 : STEPS.indexOf(this.at);
    byId("wizard-step").textContent = t("wizard.step", { n: place + 1, all: STEPS.length });
    byId("wizard-what").textContent = this.at === null ? "" : t(`wizard.${this.at}`);
    byId("wizard-back").hidden = place === 0;
    byId("wizard-next").textContent = t(place === STEPS.length - 1 ? "wizard.finish" : "wizard.next");
    byId("start-steps").replaceChildren(...STEPS.map((step) => this.item(step)));
    const left = STEPS.filter((step) => !this.done.get(step)).length;
    byId("start-left").textContent = left === 0 ? t("wizard.all_done") : t("wizard.left", { n: left });
    byId("wizard-begin").textContent = t(left === STEPS.length ? "wizard.begin" : "wizard.go_on");
  }

  private item(step: Step): HTMLElement {
    const done = this.done.get(step) ?? false;
    const state = el("span", { class: "step-state", data: { done: String(done) }, text: t(done ? "wizard.done" : "wizard.open") });
    return el("li", {}, el("a", { href: `#${step}`, text: t(`${step}.title`) }), state, el("p", { class: "hint", text: t(`wizard.${step}`) }));
  }
}
