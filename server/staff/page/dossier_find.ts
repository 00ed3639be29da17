/** Finding a dossier: by its code, or among the results that wait to be collected. */

import { api, ApiError } from "@web/api";
import { dayAndTime } from "@web/clock";
import { el, setText } from "@web/dom";
import { language, t } from "@web/i18n";
import { DossierPage } from "./dossier_page";
import type { Dossier, DossierLine } from "./dossier_types";
import type { Page } from "./types";

const SHOWN = 50;

export class FindSheet {
  readonly root = el("div", { class: "find" });
  private readonly input = el("input", { type: "text", id: "find-code", maxlength: 64, autocomplete: "off", spellcheck: "false", autocapitalize: "characters" });
  private readonly error = el("p", { class: "sheet-error", role: "alert", hidden: true });
  private readonly answer = el("div", { class: "find-answer" });

  constructor(close: () => void) {
    const find = el("form", { class: "find-form", novalidate: true }, el("label", { class: "sheet-field", for: "find-code" }, el("span", { text: t("find.code") })), this.input, el("button", { class: "button primary", type: "submit" }, t("find.show")));
    find.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.show(this.input.value);
    });
    const done = el("button", { class: "button", type: "button", on: { click: close } }, t("help.done"), el("kbd", { text: "Esc", "aria-hidden": "true" }));
    this.root.append(el("h2", { id: "dossier-title", text: t("find.title") }), find, this.error, this.answer, el("div", { class: "dialog-buttons" }, done));
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  /** Shows a dossier; of what is typed, a scanned receipt's address is understood too. */
  async show(typed: string): Promise<void> {
    const code = (typed.split("#").pop() ?? "").trim().toUpperCase();
    this.input.value = code;
    if (code === "") return this.waiting();
    try {
      const whole = /^[0-9]{6}-?[0-9]{4,7}$/.test(code) ? await wholeCode(code.replace("-", "")) : code;
      this.input.value = whole;
      const dossier = await api<Dossier>("GET", `/dossiers/${encodeURIComponent(whole)}`);
      if (!dossier) return;
      this.error.hidden = true;
      const page = new DossierPage(dossier);
      this.answer.replaceChildren(page.root);
      page.focus();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.complain(error.status === 404 ? t("find.unknown", { code }) : `${error.message} ${error.action}`);
    }
  }

  /** The results that are ready and have not been collected. */
  async waiting(): Promise<void> {
    try {
      const page = await api<Page<DossierLine>>("GET", `/dossiers?state=resolved&limit=${SHOWN}`);
      this.error.hidden = true;
      this.list(page?.items ?? []);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.complain(`${error.message} ${error.action}`);
    }
  }

  private list(items: DossierLine[]): void {
    const lines = items.map((one) => {
      const open = (): void => void this.show(one.code);
      const since = one.resolved_at ? t("find.since", { when: dayAndTime(one.resolved_at, language()) }) : "";
      return el("li", {}, el("button", { class: "button small", type: "button", on: { click: open } }, one.code), el("span", { text: `${one.procedure} · ${since}` }));
    });
    const title = el("h3", { text: t(items.length > 0 ? "find.ready" : "find.none", { n: items.length }) });
    this.answer.replaceChildren(title, el("ul", { class: "find-list" }, ...lines));
  }

  private complain(text: string): void {
    this.error.hidden = false;
    setText(this.error, text);
    this.focus();
  }
}

/** The code whose day and serial these digits are. */
async function wholeCode(digits: string): Promise<string> {
  const found = await api<{ code: string }>("GET", `/dossiers/${digits}/ready`);
  return found?.code ?? digits;
}
