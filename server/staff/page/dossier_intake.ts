/** Receiving a dossier: one key opens the sheet, Enter receives where nothing must be changed. */

import { api, ApiError, newKey } from "@web/api";
import { dayAndTime } from "@web/clock";
import { el, setText } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { Commands, MAX_TRIES } from "./commands";
import { ProcedureFinder } from "./dossier_finder";
import { Papers } from "./dossier_papers";
import { Person } from "./dossier_person";
import { ReceivedView } from "./dossier_received";
import { CHANNELS, type IntakeFacts, type Outcome, type Received } from "./dossier_types";
import type { Ticket } from "./types";

const LONGEST_REASON = 500;

/** One sheet, for one visitor: what was typed stays on it until the dossier is received. */
export class IntakeSheet {
  readonly form = el("form", { class: "intake", novalidate: true });
  private readonly key = newKey();
  private readonly person = new Person();
  private readonly commands = new Commands((attempt) => this.say(t("notice.repeating", { attempt, tries: MAX_TRIES })));
  private readonly finder = new ProcedureFinder((code) => void this.take(code));
  private readonly about = el("div", { class: "intake-about" });
  private readonly papersPlace = el("div", { class: "intake-papers" });
  private readonly channels = channels();
  private readonly days = el("input", { type: "text", name: "days", id: "intake-days", inputmode: "numeric", maxlength: 4, autocomplete: "off", class: "short" });
  private readonly reason = el("input", { type: "text", name: "reason", id: "intake-reason", maxlength: LONGEST_REASON, autocomplete: "off" });
  private readonly reasonRow = el("label", { class: "intake-field reason", for: "intake-reason", hidden: true }, el("span", { text: t("intake.reason") }), this.reason);
  private readonly due = el("p", { class: "intake-due", role: "status" });
  private readonly error = el("p", { class: "sheet-error", role: "alert", hidden: true });
  private readonly submit = el("button", { class: "button primary", type: "submit", disabled: true });
  private readonly submitWords = el("span");
  private readonly refuseWords = el("span");
  private facts: IntakeFacts | null = null;
  private papers: Papers | null = null;
  private refusing = false;
  private searching = false;
  private asked = 0;
  private busy = false;

  /** `received` gets the answer; `given up` needs no word: the dialog just closes. */
  constructor(
    readonly ticket: Ticket | null,
    private readonly received: (view: ReceivedView) => void,
    private readonly close: () => void,
  ) {
    this.days.addEventListener("change", () => void this.reckon());
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    this.form.addEventListener("keydown", (event) => this.onKey(event));
    this.submit.append(this.submitWords, el("kbd", { text: "Enter", "aria-hidden": "true" }));
    this.form.append(this.head(), this.body(), this.foot());
    this.paint();
    if (ticket?.procedure) void this.take(ticket.procedure);
    else this.search();
  }

  focus(): void {
    if (this.facts || this.ticket?.procedure) this.person.focus();
    else this.finder.focus();
  }

  private head(): HTMLElement {
    const number = this.ticket ? el("span", { class: "intake-ticket", text: this.ticket.number }) : null;
    return el("header", { class: "intake-head" }, el("h2", { id: "dossier-title", text: t("intake.title") }), number);
  }

  private body(): HTMLElement {
    const right = el("div", { class: "intake-right" }, this.person.root, this.channels, el("label", { class: "intake-field days", for: "intake-days" }, el("span", { text: t("intake.days") }), this.days));
    return el("div", { class: "intake-body" }, el("div", { class: "intake-left" }, this.about, this.papersPlace), right);
  }

  private foot(): HTMLElement {
    const refuse = el("button", { class: "button", type: "button", on: { click: () => this.toggleRefusal() } }, this.refuseWords, el("kbd", { text: "F8", "aria-hidden": "true" }));
    const cancel = el("button", { class: "button", type: "button", on: { click: this.close } }, t("sheet.cancel"), el("kbd", { text: "Esc", "aria-hidden": "true" }));
    return el("footer", { class: "intake-foot" }, this.reasonRow, this.due, this.error, el("div", { class: "dialog-buttons" }, this.submit, refuse, cancel));
  }

  /** Shows the search instead of the procedure; asked for again, the procedure stays. */
  private search(): void {
    if (this.searching && this.facts) return this.showProcedure(this.facts);
    this.searching = true;
    this.papersPlace.hidden = true;
    this.about.replaceChildren(this.finder.root);
    this.paint();
    if (this.form.isConnected) this.finder.focus();
  }

  private showProcedure(facts: IntakeFacts): void {
    this.searching = false;
    this.papersPlace.hidden = false;
    this.about.replaceChildren(...this.procedureWords(facts));
    this.paint();
    if (this.form.isConnected) this.person.focus();
  }

  private async take(code: string): Promise<void> {
    await this.load(code, null);
    if (this.facts?.procedure.code !== code) return;
    this.papers = new Papers(this.facts, () => this.paint());
    this.days.value = this.facts.days === null ? "" : String(this.facts.days);
    this.papersPlace.replaceChildren(this.papers.root, this.tickAll());
    const typing = document.activeElement instanceof HTMLInputElement && this.form.contains(document.activeElement) && !this.searching;
    if (typing) this.about.replaceChildren(...this.procedureWords(this.facts));
    else this.showProcedure(this.facts);
    this.paint();
  }

  private tickAll(): HTMLElement {
    const all = (): void => this.papers?.toggleAll();
    return el("button", { class: "button small", type: "button", hidden: this.papers?.total === 0, on: { click: all } }, t("intake.papers.all"), el("kbd", { text: "F2", "aria-hidden": "true" }));
  }

  private procedureWords({ procedure, department }: IntakeFacts): HTMLElement[] {
    const place = department ? pick(department, "name") : procedure.field;
    const change = el("button", { class: "button small", type: "button", on: { click: () => this.search() } }, t("intake.procedure.change"), el("kbd", { text: "F4", "aria-hidden": "true" }));
    const words = el("div", {}, el("p", { class: "intake-name", text: procedure.name }), el("p", { class: "intake-code", text: `${procedure.code} · ${place}` }));
    return [el("div", { class: "intake-procedure" }, words, change)];
  }

  private async reckon(): Promise<void> {
    const code = this.facts?.procedure.code;
    const days = this.days.value.trim();
    if (code && /^[0-9]{0,4}$/.test(days)) await this.load(code, days === "" ? null : Number(days));
    this.paint();
  }

  private async load(code: string, days: number | null): Promise<void> {
    const mine = ++this.asked;
    const query = new URLSearchParams({ procedure: code, ...(days === null ? {} : { days: String(days) }) });
    try {
      const facts = await api<IntakeFacts>("GET", `/dossiers/intake?${query}`);
      if (mine === this.asked) this.facts = facts;
      this.quiet();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.complain(`${error.message} ${error.action}`);
      if (!this.facts) this.search();
    }
  }

  private get outcome(): Outcome {
    if (this.refusing) return "refuse";
    return (this.papers?.missing.length ?? 0) > 0 ? "supplement" : "receive";
  }

  /** What Enter will do, in its own words, and the date it promises. */
  private paint(): void {
    const missing = this.papers?.missing.length ?? 0;
    const total = this.papers?.total ?? 0;
    const key = this.outcome === "receive" && total === 0 ? "intake.do.plain" : `intake.do.${this.outcome}`;
    setText(this.submitWords, t(key, { missing, total }));
    setText(this.refuseWords, t(this.refusing ? "intake.refuse.not" : "intake.refuse"));
    this.submit.disabled = this.facts === null || this.searching || this.busy;
    this.form.dataset["outcome"] = this.outcome;
    setText(this.due, this.dueWords());
    this.due.dataset["promised"] = String(this.facts?.due_at !== null);
  }

  private dueWords(): string {
    if (!this.facts || this.searching) return "";
    if (this.outcome === "refuse") return t("intake.due.refused");
    if (this.facts.due_at === null) return t("intake.due.none");
    const when = dayAndTime(this.facts.due_at, language());
    return t(this.outcome === "supplement" ? "intake.due.stopped" : "intake.due", { when });
  }

  private toggleRefusal(): void {
    this.refusing = !this.refusing;
    this.reasonRow.hidden = !this.refusing;
    this.paint();
    if (this.refusing) this.reason.focus();
    else this.person.focus();
  }

  private onKey(event: KeyboardEvent): void {
    // A key held down since before the sheet came up receives nothing.
    if (event.key === "Enter" && event.repeat) event.preventDefault();
    const act = { F2: () => this.papers?.toggleAll(), F4: () => this.search(), F8: () => this.toggleRefusal() }[event.key];
    if (act && !event.repeat) {
      event.preventDefault();
      act();
    } else if (event.key === "Enter" && event.target instanceof HTMLInputElement && /radio|checkbox/.test(event.target.type)) {
      event.preventDefault();
      if (!event.repeat) this.form.requestSubmit();
    }
  }

  private onSubmit(event: Event): void {
    event.preventDefault();
    if (this.busy || this.searching || !this.facts || !this.papers) return;
    const wrong = this.wrong();
    if (wrong) return this.complain(wrong.text, wrong.input);
    // A date that was not shown yet is promised to nobody.
    if (this.days.value.trim() !== String(this.facts.days ?? "")) return void this.reckon();
    void this.send(this.facts, this.papers);
  }

  private wrong(): { input: HTMLInputElement; text: string } | null {
    if (!/^[0-9]{0,4}$/.test(this.days.value.trim())) return { input: this.days, text: t("intake.days.wrong") };
    if (this.refusing && this.reason.value.trim() === "") return { input: this.reason, text: t("intake.reason.missing") };
    return this.person.wrong();
  }

  private async send(facts: IntakeFacts, papers: Papers): Promise<void> {
    this.busy = true;
    this.quiet();
    this.paint();
    const outcome = this.outcome;
    const answer = await this.commands.send<Received>("POST", "/dossiers", this.written(facts, papers), this.key);
    this.busy = false;
    this.paint();
    if (answer.kind === "refused") return this.complain(`${answer.error.message} ${answer.error.action}`);
    if (answer.kind === "lost" || !answer.value) return this.complain(t("intake.lost"));
    this.received(new ReceivedView(answer.value, outcome, this.close));
  }

  private written(facts: IntakeFacts, papers: Papers): unknown {
    const days = this.days.value.trim();
    const channel = new FormData(this.form).get("channel");
    return {
      procedure: facts.procedure.code,
      ticket: this.ticket?.id ?? null,
      channel,
      applicant: this.person.given,
      case: papers.case,
      documents: papers.given,
      term: days === "" || Number(days) === facts.usual_days ? null : { n: Number(days) },
      outcome: this.outcome,
      reason: this.refusing ? this.reason.value.trim() : "",
    };
  }

  private say(text: string): void {
    this.error.hidden = false;
    setText(this.error, text);
  }

  private quiet(): void {
    this.error.hidden = true;
    for (const input of this.form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  }

  private complain(text: string, input?: HTMLInputElement): void {
    this.say(text);
    input?.setAttribute("aria-invalid", "true");
    input?.focus();
  }
}

function channels(): HTMLElement {
  const choices = CHANNELS.map((one, place) =>
    el("label", { class: "chip-choice" }, el("input", { type: "radio", name: "channel", value: one, checked: place === 0 }), el("span", { text: t(`channel.${one}`) })),
  );
  return el("fieldset", { class: "channels" }, el("legend", { text: t("intake.channel") }), el("div", { class: "chip-row" }, ...choices));
}
