/** The six digits of an appointment, from large keys or from a keyboard. */
import { el, setText } from "@web/dom";
import { t, tn } from "@web/i18n";
import { forThePage, Keypad, onButton } from "./keypad";
import type { Screen } from "./screen";

export const CODE_DIGITS = 6;
/** Milliseconds between two keys of a QR scanner; its last digit sends the code. */
const SCANNER_PACE = 60;

export class CheckInScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = ["back"] as const;
  readonly idle = true;
  private readonly hint = el("p", { class: "hint" });
  private readonly boxes = Array.from({ length: CODE_DIGITS }, () => el("span", { class: "code-box" }));
  private readonly typed = el("span", { class: "visually-hidden" });
  private readonly left = el("span");
  private readonly submit = el("button", { type: "button", class: "button primary code-submit" });
  private readonly keys = new Keypad(() => this.code, (text) => this.write(text));
  readonly root: HTMLElement;
  private code = "";
  private sent = false;
  private lastKey = -Infinity;
  private burst = "";
  private readonly onKey = (event: KeyboardEvent): void => this.pressed(event);

  /** `entered` is called once, with the whole code. */
  constructor(private readonly entered: (code: string) => void) {
    const boxes = el("div", { class: "code-boxes", "aria-hidden": "true" }, ...this.boxes);
    const note = el("p", { class: "code-note", role: "status" }, this.typed, this.left);
    this.submit.addEventListener("click", () => this.send());
    const entry = el("div", { class: "code-entry" }, boxes, note);
    const body = el("div", { class: "code-body" }, entry, this.keys.node, this.submit);
    this.root = el("div", { class: "choose check-in" }, this.title, this.hint, body);
  }

  enter(): void {
    document.addEventListener("keydown", this.onKey);
  }

  update(): void {
    setText(this.title, t("kiosk.check_in.title"));
    setText(this.hint, t("kiosk.check_in.hint"));
    setText(this.submit, t("kiosk.check_in.submit"));
    this.keys.update();
    this.render();
  }

  leave(): void {
    document.removeEventListener("keydown", this.onKey);
  }

  private pressed(event: KeyboardEvent): void {
    if (!forThePage(event)) return;
    if (/^[0-9]$/.test(event.key)) return this.digitTyped(event);
    this.burst = "";
    if (event.key === "Backspace") this.write(this.code.slice(0, -1));
    else if (event.key === "Enter" && !onButton(event)) this.send();
  }

  /** A scanner types six digits in no time, and not every one ends with Enter. */
  private digitTyped(event: KeyboardEvent): void {
    const pause = event.timeStamp - this.lastKey;
    this.lastKey = event.timeStamp;
    this.burst = pause <= SCANNER_PACE ? this.burst + event.key : event.key;
    const scanned = this.burst.length === CODE_DIGITS;
    this.write(scanned ? this.burst : this.code + event.key);
    if (scanned) this.send();
  }

  private write(code: string): void {
    if (this.sent) return;
    this.code = code.slice(0, CODE_DIGITS);
    this.render();
  }

  private send(): void {
    if (this.sent || this.code.length < CODE_DIGITS) return;
    this.sent = true;
    this.entered(this.code);
  }

  private render(): void {
    this.boxes.forEach((box, place) => {
      setText(box, this.code[place] ?? "");
      box.classList.toggle("next", place === this.code.length);
    });
    setText(this.typed, this.code === "" ? "" : `${[...this.code].join(" ")}. `);
    setText(this.left, tn("kiosk.check_in.left", CODE_DIGITS - this.code.length));
    this.submit.disabled = this.code.length < CODE_DIGITS;
    this.keys.empty(this.code === "");
  }
}
