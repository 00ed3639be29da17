/** Collecting a result: the dossier's code by scanner or keys, or none at all; then a number. */
import { ApiError } from "@web/api";
import { dayAndTime } from "@web/clock";
import { el, setText } from "@web/dom";
import { language, t } from "@web/i18n";
import { readiness } from "./agent";
import { forThePage, Keypad, onButton } from "./keypad";
import type { Screen } from "./screen";
import type { Readiness } from "./types";

/** Six digits of the day and at least four of the serial. */
const SHORTEST = 10;
const LONGEST = 13;
/** What a scanner may type: a code, or the address on the receipt. */
const TYPED = /^[A-Za-z0-9._/:#?=&-]$/;
const MOST_TYPED = 300;

type Said = "" | "asking" | "unknown" | "waiting" | "collected";

export class CollectScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = ["back", "priority"] as const;
  readonly idle = true;
  private readonly hint = el("p", { class: "hint" });
  private readonly shown = el("p", { class: "collect-code", "aria-hidden": "true" });
  private readonly said = el("p", { class: "collect-said", role: "status" });
  private readonly keys = new Keypad(() => this.typed, (text) => this.write(text));
  private readonly check = el("button", { type: "button", class: "button primary code-submit" });
  private readonly skip = el("button", { type: "button", class: "button code-submit" });
  readonly root: HTMLElement;
  private typed = "";
  private state: Said = "";
  private found: Readiness | null = null;
  private readonly onKey = (event: KeyboardEvent): void => this.pressed(event);

  /** `take` is called once: with the dossier's code, or null where none was given. */
  constructor(
    chips: HTMLElement,
    private readonly take: (code: string | null) => void,
  ) {
    this.check.addEventListener("click", () => void this.ask());
    this.skip.addEventListener("click", () => this.take(this.found?.code ?? null));
    const entry = el("div", { class: "code-entry" }, this.shown, this.said);
    const actions = el("div", { class: "collect-actions" }, this.check, this.skip);
    const body = el("div", { class: "code-body" }, entry, this.keys.node, actions);
    this.root = el("div", { class: "choose collect" }, this.title, this.hint, chips, body);
  }

  enter(): void {
    document.addEventListener("keydown", this.onKey);
  }

  leave(): void {
    document.removeEventListener("keydown", this.onKey);
  }

  update(): void {
    setText(this.title, t("kiosk.collect.title"));
    setText(this.hint, t("kiosk.collect.hint"));
    setText(this.check, t("kiosk.collect.check"));
    this.keys.update();
    this.render();
  }

  private pressed(event: KeyboardEvent): void {
    if (!forThePage(event)) return;
    if (event.key === "Backspace") this.write(this.typed.slice(0, -1));
    else if (TYPED.test(event.key)) this.write(this.typed + event.key);
    else if (event.key === "Enter" && !onButton(event)) void this.ask();
  }

  private write(text: string): void {
    if (this.state === "asking") return;
    this.typed = text.slice(-MOST_TYPED);
    this.state = "";
    this.found = null;
    this.render();
  }

  /** The code in what was typed: of a receipt's address, what stands after its mark. */
  private get code(): string {
    const code = (this.typed.split("#").pop() ?? "").toUpperCase();
    return /^[0-9]+$/.test(code) ? code.slice(0, LONGEST) : code.slice(0, 64);
  }

  private async ask(): Promise<void> {
    if (this.state === "asking" || this.code.length < SHORTEST) return;
    this.state = "asking";
    this.render();
    try {
      this.found = await readiness(this.code);
      if (this.found?.ready) return this.take(this.found.code);
      this.state = this.found === null ? "unknown" : this.found.collected ? "collected" : "waiting";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return this.take(null); // the line is down: a number is worth more than an answer
    }
    this.render();
  }

  private render(): void {
    const { code } = this;
    const digits = /^[0-9]*$/.test(code);
    setText(this.shown, digits ? grouped(code) : code);
    setText(this.said, this.words());
    this.root.dataset["said"] = this.state;
    this.check.disabled = code.length < SHORTEST || this.state !== "";
    this.keys.empty(this.typed === "");
    setText(this.skip, t(this.state === "" || this.state === "asking" ? "kiosk.collect.skip" : "kiosk.collect.anyway"));
  }

  private words(): string {
    const due = this.found?.due_at;
    if (this.state === "waiting" && due) return t("kiosk.collect.waiting", { when: dayAndTime(due, language()) });
    return this.state === "" ? "" : t(`kiosk.collect.${this.state === "waiting" ? "waiting_undated" : this.state}`);
  }
}

/** "261008-0975", with places still empty shown as dots. */
function grouped(digits: string): string {
  const whole = digits.padEnd(SHORTEST, "·");
  return `${whole.slice(0, 6)}-${whole.slice(6)}`;
}
