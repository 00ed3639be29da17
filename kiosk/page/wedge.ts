/** A card reader that types as a keyboard does. Only the twelve digits of the number are taken:
 *  the rest of what it types is swallowed, so that it presses no button and is kept nowhere. */

const DIGITS = 12;
/** Milliseconds between two keys: a reader is far quicker, a person hardly ever as quick. */
const QUICK = 120;
/** Keys at this pace that show a reader is typing. */
const SURELY = 4;

export class Wedge {
  private digits = "";
  private keys = 0;
  private whole = false;
  private timer = 0;
  private readonly onKey = (event: KeyboardEvent): void => this.pressed(event);

  /** `read` gets the number of a card, once a card. */
  constructor(private readonly read: (digits: string) => void) {}

  start(): void {
    this.forget();
    document.addEventListener("keydown", this.onKey, { capture: true });
  }

  stop(): void {
    document.removeEventListener("keydown", this.onKey, { capture: true });
    this.forget();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key === "Tab") return;
    const digit = /^[0-9]$/.test(event.key);
    if (this.keys === 0 && !digit) return; // a person at a keyboard
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.paused(), QUICK);
    this.keys += 1;
    if (this.keys > SURELY || digit) {
      event.preventDefault();
      event.stopPropagation();
    }
    if (digit && !this.whole) this.digits += event.key;
    else this.end();
  }

  private paused(): void {
    this.end();
    this.forget();
  }

  /** The first thing that is no digit ends the number. */
  private end(): void {
    if (this.whole) return;
    this.whole = true;
    if (this.digits.length === DIGITS) this.read(this.digits);
    this.digits = "";
  }

  private forget(): void {
    window.clearTimeout(this.timer);
    this.digits = "";
    this.keys = 0;
    this.whole = false;
  }
}
