/** Large keys for digits, with "clear" and "erase": for screens where a code is entered. */
import { el, setText } from "@web/dom";
import { t } from "@web/i18n";

const DIGITS = [..."123456789"];

export class Keypad {
  readonly node = el("div", { class: "keypad", role: "group" });
  private readonly clear: HTMLButtonElement;
  private readonly erase: HTMLButtonElement;

  /** `typed` is what stands there already; `write` is told what shall stand there. */
  constructor(typed: () => string, write: (text: string) => void) {
    const digit = (one: string): HTMLButtonElement => key("", () => write(typed() + one), one);
    this.clear = key("wide", () => write(""));
    this.erase = key("wide", () => write(typed().slice(0, -1)));
    this.node.append(...DIGITS.map(digit), this.clear, digit("0"), this.erase);
    // A touch leaves the focus where it is, so that Enter after it sends and does not type again.
    this.node.addEventListener("pointerdown", (event) => event.preventDefault());
    this.node.addEventListener("mousedown", (event) => event.preventDefault());
  }

  update(): void {
    setText(this.clear, t("kiosk.key.clear"));
    setText(this.erase, t("kiosk.check_in.erase"));
    this.node.setAttribute("aria-label", t("kiosk.check_in.keys"));
  }

  /** Nothing stands there: there is nothing to take away. */
  empty(empty: boolean): void {
    this.clear.disabled = this.erase.disabled = empty;
  }
}

/** Whether a key of a keyboard is for the page, and not for a dialog or a shortcut of the browser. */
export function forThePage(event: KeyboardEvent): boolean {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return false;
  return !(event.target instanceof Element && event.target.closest("dialog"));
}

/** Whether a key pressed on a button presses that button. */
export function onButton(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest("button") !== null;
}

function key(kind: string, click: () => void, text = ""): HTMLButtonElement {
  return el("button", { type: "button", class: `key ${kind}`.trim(), text, on: { click } });
}
