/** One apology (form 04) as drafted: to read as it will be printed, to word, to give. */

import { api, ApiError } from "@web/api";
import { dayAndTime } from "@web/clock";
import { el, setText } from "@web/dom";
import { language, t } from "@web/i18n";
import { formUrl, printForm } from "./dossier_print";
import type { Dossier, Draft, PressingLine } from "./dossier_types";

const LONGEST_REASON = 2000;
const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" });

export class ApologyPane {
  readonly root = el("div", { class: "apology" });
  private readonly day = el("input", { type: "date", id: "apology-day", required: true });
  private readonly reason = el("textarea", { id: "apology-reason", rows: 3, maxlength: LONGEST_REASON });
  private readonly sheet = el("iframe", { class: "apology-sheet", title: t("apology.sheet") });
  private readonly error = el("p", { class: "sheet-error", role: "alert", hidden: true });
  private busy = false;

  /** `done` is told what became of it. */
  constructor(
    private readonly line: PressingLine,
    private readonly dossier: Dossier,
    private readonly done: (said: string, tone: string) => void,
  ) {
    const draft = line.apology as Draft;
    this.day.value = dayOf(draft.proposed);
    this.reason.value = draft.reason;
    for (const field of [this.day, this.reason]) field.addEventListener("change", () => void this.keep());
    this.root.append(this.head(draft), this.fields(), this.error, this.buttons(), this.sheet);
    this.preview();
  }

  private head(draft: Draft): HTMLElement {
    const person = [this.dossier.applicant, this.dossier.phone].filter((one) => one !== "").join(" · ");
    return el(
      "div",
      { class: "apology-head" },
      el("p", { class: "received-code", text: this.line.code }),
      el("p", { text: `${person || t("dossier.applicant.none")} · ${t("apology.missed", { when: dayAndTime(draft.missed, language()) })}` }),
      el("p", { class: "apology-phones", text: t(draft.phones > 0 ? "apology.phones" : "apology.no_phone", { n: draft.phones }) }),
    );
  }

  private fields(): HTMLElement {
    return el(
      "div",
      { class: "apology-fields" },
      el("label", { class: "intake-field", for: "apology-day" }, el("span", { text: t("apology.day") }), this.day),
      el("label", { class: "intake-field", for: "apology-reason" }, el("span", { text: t("apology.reason") }), this.reason),
    );
  }

  private buttons(): HTMLElement {
    const give = el("button", { class: "button primary", type: "button", data: { give: "" }, on: { click: () => void this.give() } }, t("apology.give"), el("kbd", { text: "Enter", "aria-hidden": "true" }));
    const not = el("button", { class: "button", type: "button", on: { click: () => void this.dismiss() } }, t("apology.dismiss"));
    return el("div", { class: "dialog-buttons" }, give, not);
  }

  private preview(): void {
    this.sheet.src = `${formUrl(this.line.code, "04", "html")}&size=A5&language=vi`;
  }

  private get path(): string {
    return `/dossiers/${encodeURIComponent(this.line.code)}/apology`;
  }

  private get body(): { new_due: string; reason: string } {
    return { new_due: this.day.value, reason: this.reason.value.trim() };
  }

  /** What was worded stays with the draft, and is seen on the sheet. */
  private async keep(): Promise<void> {
    if (this.busy || this.day.value === "") return;
    await this.guarded(async () => {
      await api("PUT", this.path, this.body);
      this.preview();
    });
  }

  private async give(): Promise<void> {
    if (this.busy) return;
    await this.guarded(async () => {
      await api("POST", this.path, this.body);
      const printed = await printForm(this.line.code, "04");
      const told = this.line.apology?.phones ?? 0;
      const said = [t("apology.given", { code: this.line.code }), t(printed ? "apology.printed" : "apology.not_printed"), told > 0 ? t("apology.told", { n: told }) : ""];
      this.done(said.filter((one) => one !== "").join(" "), printed ? "good" : "trouble");
    });
  }

  private async dismiss(): Promise<void> {
    if (this.busy) return;
    await this.guarded(async () => {
      await api("POST", `${this.path}/dismiss`);
      this.done(t("apology.dismissed", { code: this.line.code }), "calm");
    });
  }

  private async guarded(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    try {
      await act();
      this.error.hidden = true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.error.hidden = false;
      setText(this.error, `${error.message} ${error.action}`);
    } finally {
      this.busy = false;
    }
  }
}

/** "2026-11-27" of a moment, in the centre's zone. */
export function dayOf(iso: string): string {
  return DAY.format(new Date(iso));
}
