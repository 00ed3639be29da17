/** No number could be taken: what happened, and what to do now. */
import type { ApiError } from "@web/api";
import { el, setText } from "@web/dom";
import { t } from "@web/i18n";
import type { Screen } from "./screen";

/** Refusals that are no fault of the machine or the person. */
const CALM: readonly string[] = ["already_waiting", "day_full", "service_closed"];

export interface Ways {
  /** Repeats the same press, which can never give a second ticket. */
  again: () => void;
  home: () => void;
  /** With an appointment: the code that was typed, and the way to type it anew. */
  appointment?: { code: string; retype: () => void };
}

export class TroubleScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = [] as const;
  readonly idle = true;
  private readonly retry = el("button", { type: "button", class: "button primary" });
  private readonly retype = el("button", { type: "button", class: "button primary" });
  private readonly home = el("button", { type: "button", class: "button" });
  private readonly what = el("p", { class: "problem-action" });
  private readonly help = el("p", { class: "hint" });
  private readonly sign = el("span", { class: "problem-sign", "aria-hidden": "true" });
  readonly root = el(
    "div",
    { class: "problem", role: "alert" },
    this.sign,
    this.title,
    this.what,
    this.help,
    el("div", { class: "problem-choices" }, this.retry, this.retype, this.home),
  );

  private readonly unknownCode: string | null;

  constructor(
    private readonly error: ApiError,
    private readonly ways: Ways,
  ) {
    const { again, home, appointment } = ways;
    this.unknownCode = error.code === "not_found" ? (appointment?.code ?? null) : null;
    this.retry.hidden = error.status >= 400 && error.status < 500;
    const calm = this.unknownCode !== null || CALM.includes(error.code);
    this.root.classList.toggle("calm", calm);
    setText(this.sign, this.unknownCode === null ? (calm ? "i" : "!") : "?");
    (this.unknownCode === null ? this.retype : this.retry).remove();
    this.retry.addEventListener("click", again);
    this.retype.addEventListener("click", () => appointment?.retype());
    this.home.addEventListener("click", home);
  }

  update(): void {
    this.say();
    setText(this.retry, t("kiosk.trouble.retry"));
    setText(this.retype, t("kiosk.check_in.retype"));
    setText(this.home, t(this.ways.appointment ? "kiosk.check_in.regular" : "kiosk.trouble.home"));
  }

  private say(): void {
    const code = this.unknownCode;
    setText(this.title, code === null ? this.error.message : t("kiosk.check_in.unknown", { code }));
    setText(this.what, code === null ? this.error.action : t("kiosk.check_in.unknown.action"));
    this.help.hidden = code !== null;
    setText(this.help, t("kiosk.trouble.help"));
  }
}
