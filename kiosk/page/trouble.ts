/** No number could be taken: what happened, and what to do now. */
import type { ApiError } from "@web/api";
import { el, setText } from "@web/dom";
import { t } from "@web/i18n";
import type { Screen } from "./screen";

export class TroubleScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = { back: false, search: false, priority: false };
  readonly idle = true;
  private readonly retry = el("button", { type: "button", class: "button primary" });
  private readonly home = el("button", { type: "button", class: "button" });
  private readonly what = el("p", { class: "problem-action" });
  private readonly help = el("p", { class: "hint" });
  readonly root = el(
    "div",
    { class: "problem", role: "alert" },
    el("span", { class: "problem-sign", text: "!", "aria-hidden": "true" }),
    this.title,
    this.what,
    this.help,
    el("div", { class: "problem-choices" }, this.retry, this.home),
  );

  /** `again` repeats the same press, which can never give a second ticket. */
  constructor(
    private readonly error: ApiError,
    again: () => void,
    home: () => void,
  ) {
    this.retry.hidden = error.status >= 400 && error.status < 500;
    this.retry.addEventListener("click", again);
    this.home.addEventListener("click", home);
  }

  update(): void {
    setText(this.title, this.error.message);
    setText(this.what, this.error.action);
    setText(this.help, t("kiosk.trouble.help"));
    setText(this.retry, t("kiosk.trouble.retry"));
    setText(this.home, t("kiosk.trouble.home"));
  }
}
