/** What the officer sees once a dossier is received: its code, the date, and the form printing. */

import { dayAndTime } from "@web/clock";
import { el, setText } from "@web/dom";
import { language, t } from "@web/i18n";
import { formUrl, printForm } from "./dossier_print";
import type { Outcome, Received } from "./dossier_types";

/** The form that goes with an outcome. */
const FORMS: Readonly<Record<Outcome, string>> = { receive: "01", supplement: "02", refuse: "03" };

export class ReceivedView {
  readonly root: HTMLElement;
  private readonly status = el("p", { class: "print-status", role: "status" });
  private readonly done: HTMLButtonElement;
  private readonly form: string;

  constructor(
    private readonly dossier: Received,
    outcome: Outcome,
    close: () => void,
  ) {
    this.form = outcome === "receive" && dossier.missing.length > 0 ? "02" : FORMS[outcome];
    this.done = el("button", { class: "button primary", type: "button", on: { click: close } }, t("received.done"), el("kbd", { text: "Enter", "aria-hidden": "true" }));
    const again = el("button", { class: "button", type: "button", on: { click: () => void this.print() } }, t("received.again"), el("kbd", { text: "P", "aria-hidden": "true" }));
    const pdf = el("a", { class: "button", href: formUrl(dossier.code, this.form, "pdf"), target: "_blank", rel: "noopener" }, t("received.pdf"));
    this.root = el(
      "div",
      { class: "received", data: { outcome } },
      el("h2", { id: "dossier-title", text: t(`received.${outcome}`) }),
      el("p", { class: "received-code", text: dossier.code }),
      outcome === "refuse" ? null : el("p", { class: "received-due", text: dueText(dossier.due_at) }),
      missing(dossier.missing),
      this.status,
      el("div", { class: "dialog-buttons" }, this.done, again, pdf),
    );
    this.root.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** Prints the form; the focus is where Enter closes. */
  begin(): void {
    this.done.focus();
    void this.print();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Enter" && event.repeat) event.preventDefault();
    if (event.key.toUpperCase() === "P" && !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat) void this.print();
  }

  private async print(): Promise<void> {
    const name = t(`form.${this.form}`);
    this.status.dataset["tone"] = "calm";
    setText(this.status, t("received.printing", { form: name }));
    const printed = await printForm(this.dossier.code, this.form);
    this.status.dataset["tone"] = printed ? "good" : "trouble";
    setText(this.status, t(printed ? "received.printed" : "received.not_printed", { form: name }));
  }
}

export function dueText(due: string | null): string {
  return due === null ? t("intake.due.none") : t("intake.due", { when: dayAndTime(due, language()) });
}

function missing(papers: string[]): HTMLElement | null {
  if (papers.length === 0) return null;
  const list = el("ul", {}, ...papers.map((text) => el("li", { text })));
  return el("div", { class: "received-missing" }, el("h3", { text: t("received.missing") }), list);
}
