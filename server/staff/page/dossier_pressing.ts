/** What presses: apologies owed, dossiers due soon, those that are late. One key opens it, Enter
 * gives the apology that is shown. */

import { api, ApiError } from "@web/api";
import { serverNow } from "@web/clock";
import { el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { ApologyPane, dayOf } from "./dossier_apology";
import { DossierPage } from "./dossier_page";
import type { Dossier, Pressing, PressingLine } from "./dossier_types";

export class PressingSheet {
  readonly root = el("div", { class: "pressing" });
  private readonly about = el("p", { class: "pressing-about" });
  private readonly list = el("div", { class: "pressing-list", tabindex: -1 });
  private readonly pane = el("div", { class: "pressing-pane" });
  private readonly said = el("p", { class: "print-status", role: "status" });
  private readonly error = el("p", { class: "sheet-error", role: "alert", hidden: true });
  private readonly all = el("input", { type: "checkbox", id: "pressing-all" });
  private items: PressingLine[] = [];
  private asked = 0;

  constructor(close: () => void) {
    this.all.addEventListener("change", () => void this.load());
    const done = el("button", { class: "button", type: "button", on: { click: close } }, t("help.done"), el("kbd", { text: "Esc", "aria-hidden": "true" }));
    const everywhere = el("label", { class: "switch", for: "pressing-all" }, this.all, el("span", { text: t("pressing.all") }));
    this.root.append(
      el("header", { class: "pressing-head" }, el("h2", { id: "dossier-title", text: t("pressing.title") }), everywhere),
      this.about,
      this.said,
      this.error,
      el("div", { class: "pressing-body" }, this.list, this.pane),
      el("div", { class: "dialog-buttons" }, done),
    );
    this.list.addEventListener("keydown", (event) => this.onKey(event));
  }

  async load(): Promise<void> {
    try {
      const found = await api<Pressing>("GET", `/dossiers/pressing${this.all.checked ? "?all=1" : ""}`);
      if (found) this.show(found);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.complain(`${error.message} ${error.action}`);
    }
  }

  private show(found: Pressing): void {
    this.items = found.items;
    const names = found.departments.map((one) => pick(one, "name")).join(", ");
    setText(this.about, t("pressing.about", { departments: names, owed: found.owed, soon: found.soon, late: found.late, days: found.days }));
    this.list.replaceChildren(...this.groups());
    const first = this.items[0];
    if (first) void this.choose(first);
    else this.pane.replaceChildren(el("p", { class: "pressing-none", text: t("pressing.none") }));
    this.list.querySelector("button")?.focus();
  }

  private groups(): HTMLElement[] {
    const of = (kind: string): PressingLine[] => this.items.filter((one) => kindOf(one) === kind);
    return ["owed", "soon", "late"].flatMap((kind) => {
      const lines = of(kind);
      if (lines.length === 0) return [];
      return [el("h3", { text: t(`pressing.${kind}`) }), el("ul", {}, ...lines.map((one) => el("li", {}, this.line(one))))];
    });
  }

  private line(one: PressingLine): HTMLElement {
    return el(
      "button",
      { type: "button", class: "pressing-line", data: { code: one.code, kind: kindOf(one) }, on: { click: () => void this.choose(one) } },
      el("b", { text: one.code }),
      el("span", { class: "pressing-left", text: left(one) }),
      el("span", { class: "pressing-name", text: one.procedure_name ?? one.procedure }),
    );
  }

  /** Shows a dossier beside the list; the focus stays where it is. */
  private async choose(one: PressingLine): Promise<void> {
    const mine = ++this.asked;
    for (const node of this.list.querySelectorAll("button")) {
      if (node.dataset["code"] === one.code) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    }
    try {
      const dossier = await api<Dossier>("GET", `/dossiers/${encodeURIComponent(one.code)}`);
      if (mine !== this.asked || !dossier) return;
      this.error.hidden = true;
      const pane = one.apology ? new ApologyPane(one, dossier, (said, tone) => this.given(said, tone)) : new DossierPage(dossier);
      this.pane.replaceChildren(pane.root);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.complain(`${error.message} ${error.action}`);
    }
  }

  private given(said: string, tone: string): void {
    this.said.dataset["tone"] = tone;
    setText(this.said, said);
    void this.load();
  }

  /** Arrows go through the list; Enter gives the apology that is shown. */
  private onKey(event: KeyboardEvent): void {
    const buttons = [...this.list.querySelectorAll("button")];
    const at = buttons.findIndex((one) => one === document.activeElement);
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      const next = buttons[Math.min(Math.max(at + step, 0), buttons.length - 1)];
      next?.focus();
      const one = this.items.find(({ code }) => code === next?.dataset["code"]);
      if (one) void this.choose(one);
    } else if (event.key === "Enter") {
      const shown = buttons[at]?.getAttribute("aria-current") === "true";
      const give = shown && !event.repeat ? this.pane.querySelector<HTMLElement>("[data-give], .moves button") : null;
      if (!shown && !event.repeat) return;
      if (give?.dataset["give"] === undefined) give?.focus();
      else give.click();
    } else return;
    event.preventDefault();
  }

  private complain(text: string): void {
    this.error.hidden = false;
    setText(this.error, text);
  }
}

function kindOf(one: PressingLine): string {
  return one.apology ? "owed" : one.overdue ? "late" : "soon";
}

function left(one: PressingLine): string {
  const n = one.working_days;
  if (n === 0) return t(one.overdue ? "pressing.passed" : isToday(one.promised_at) ? "pressing.today" : "pressing.day_off");
  return t(n < 0 ? "pressing.days_late" : "pressing.days_left", { n: Math.abs(n) });
}

function isToday(iso: string): boolean {
  return dayOf(iso) === dayOf(new Date(serverNow()).toISOString());
}
