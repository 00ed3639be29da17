/** One dossier on the officer's screen: how it stands, what has happened, what comes next. */

import { api, ApiError } from "@web/api";
import { dayAndTime } from "@web/clock";
import { el, setText } from "@web/dom";
import { language, t } from "@web/i18n";
import { FORM_IN, FORM_OF, movesOf, REASONED, type Move } from "./dossier_moves";
import { formUrl, printForm } from "./dossier_print";
import type { Dossier } from "./dossier_types";

const LONGEST_REASON = 500;

export class DossierPage {
  readonly root = el("div", { class: "dossier-page" });
  private readonly reason = el("input", { type: "text", id: "dossier-reason", maxlength: LONGEST_REASON, autocomplete: "off" });
  private readonly said = el("p", { class: "print-status", role: "status" });
  private readonly error = el("p", { class: "sheet-error", role: "alert", hidden: true });
  private busy = false;

  constructor(private dossier: Dossier) {
    this.paint();
    this.root.addEventListener("keydown", (event) => this.onKey(event));
  }

  focus(): void {
    this.root.querySelector<HTMLElement>(".moves button, .moves a")?.focus();
  }

  private paint(): void {
    const { code, state } = this.dossier;
    this.reason.value = "";
    const moves = movesOf(state);
    const reasoned = moves.some((move) => REASONED.has(move));
    this.root.replaceChildren(
      el("div", { class: "dossier-top" }, el("p", { class: "received-code", text: code }), el("p", { class: "dossier-state", data: { state }, text: t(`dossier.state.${state}`) })),
      this.facts(),
      this.papers() ?? "",
      this.history(),
      this.said,
      reasoned ? el("label", { class: "intake-field", for: "dossier-reason" }, el("span", { text: t("dossier.reason") }), this.reason) : "",
      this.error,
      el("div", { class: "dialog-buttons moves" }, ...moves.map((move, place) => this.moveButton(move, place)), this.again() ?? ""),
    );
  }

  private facts(): HTMLElement {
    const { procedure, field, applicant, phone, received_at, due_at, resolved_at, verdict } = this.dossier;
    const when = (iso: string | null): string => (iso === null ? "–" : dayAndTime(iso, language()));
    const person = [applicant, phone].filter((one) => one !== "").join(" · ");
    const resolved = verdict ? `${when(resolved_at)} (${t(`verdict.${verdict}`)})` : when(resolved_at);
    return el(
      "dl",
      { class: "dossier-facts" },
      fact("procedure", `${procedure} · ${field}`),
      fact("applicant", person || t("dossier.applicant.none")),
      fact("received", when(received_at)),
      fact("due", when(due_at)),
      fact("resolved", resolved),
    );
  }

  private papers(): HTMLElement | null {
    const { documents } = this.dossier;
    if (documents.length === 0) return null;
    return el("details", { class: "dossier-papers" }, el("summary", { text: t("dossier.papers", { n: documents.length }) }), el("ul", {}, ...documents.map((text) => el("li", { text }))));
  }

  private history(): HTMLElement {
    const rows = this.dossier.history.map((one) => el("li", {}, el("time", { text: dayAndTime(one.at, language()) }), el("span", { text: t(`dossier.event.${one.kind}`) }), one.reason ? el("span", { class: "why-text", text: one.reason }) : null));
    return el("ol", { class: "story dossier-story", tabindex: 0, "aria-label": t("dossier.history") }, ...rows);
  }

  private moveButton(move: Move, place: number): HTMLElement {
    const act = (): void => void this.move(move);
    return el("button", { class: place === 0 ? "button primary" : "button", type: "button", data: { move }, on: { click: act } }, t(`move.${move}`), el("kbd", { text: String(place + 1), "aria-hidden": "true" }));
  }

  private again(): HTMLElement | null {
    const form = FORM_IN[this.dossier.state];
    if (!form) return null;
    return el("a", { class: "button", href: formUrl(this.dossier.code, form, "pdf"), target: "_blank", rel: "noopener" }, t("dossier.form", { form: t(`form.${form}`) }));
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Enter" && event.repeat) return event.preventDefault();
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.target instanceof HTMLInputElement) return;
    const move = /^[1-9]$/.test(event.key) ? movesOf(this.dossier.state)[Number(event.key) - 1] : undefined;
    if (!move) return;
    event.preventDefault();
    void this.move(move);
  }

  private async move(move: Move): Promise<void> {
    if (this.busy) return;
    const reason = this.reason.value.trim();
    if (REASONED.has(move) && reason === "") {
      this.reason.focus();
      return this.complain(t("dossier.reason.missing", { what: t(`move.${move}`) }));
    }
    this.busy = true;
    try {
      const path = `/dossiers/${encodeURIComponent(this.dossier.code)}/${move}`;
      const moved = await api<Dossier>("POST", path, REASONED.has(move) ? { reason } : {});
      if (moved) await this.moved(move, moved);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.complain(`${error.message} ${error.action}`);
    } finally {
      this.busy = false;
    }
  }

  private async moved(move: Move, dossier: Dossier): Promise<void> {
    this.dossier = dossier;
    this.error.hidden = true;
    this.paint();
    this.focus();
    this.tell("good", t("dossier.done", { what: t(`move.${move}`) }));
    const form = FORM_OF[move];
    if (!form) return;
    const name = t(`form.${form}`);
    const printed = await printForm(dossier.code, form);
    this.tell(printed ? "good" : "trouble", t(printed ? "received.printed" : "dossier.not_printed", { form: name }));
  }

  private tell(tone: string, text: string): void {
    this.said.dataset["tone"] = tone;
    setText(this.said, text);
  }

  private complain(text: string): void {
    this.error.hidden = false;
    setText(this.error, text);
  }
}

function fact(name: string, text: string): HTMLElement {
  return el("div", {}, el("dt", { text: t(`dossier.fact.${name}`) }), el("dd", { text }));
}
