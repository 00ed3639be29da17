/** Large keys for a touch page: letters without diacritics first, enough for a search, and a switch
 *  brings the Vietnamese ones. */
import { el } from "./dom";
import { language, t } from "./i18n";
import { telex, toned } from "./telex";

const DIGITS = "1234567890";
const LETTERS = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const MARKED = "ăâđêôơư";
/** Shown on an "a": sắc, huyền, hỏi, ngã, nặng. */
const TONES = "áàảãạ";
const TONE_NAMES = ["sac", "huyen", "hoi", "nga", "nang"];

type Change = (value: string) => string;

export class Keyboard {
  readonly root = el("div", { class: "keyboard", role: "group" });
  private accents = false;
  private shown = "";

  /**
   * Keys write into the field and fire its `input` event, as a real keyboard does.
   *
   * @param words where the page's catalogue names the keys: label, clear, accents, space, delete, tone.*
   */
  constructor(
    private readonly field: HTMLInputElement | HTMLTextAreaElement,
    private readonly words: string,
  ) {
    // A touch leaves the focus in the field, so that a real keyboard can go on.
    this.root.addEventListener("pointerdown", (event) => event.preventDefault());
    this.root.addEventListener("mousedown", (event) => event.preventDefault());
    field.addEventListener("beforeinput", (event) => this.compose(event));
  }

  /** In the current language; otherwise no key changes, least of all under a finger. */
  update(): void {
    const wanted = `${language()} ${this.accents}`;
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.root.setAttribute("aria-label", t(`${this.words}.label`));
    const top = this.accents ? [...this.marked(), ...this.tones()] : this.plain(DIGITS);
    const letters = LETTERS.map((line) => row(this.plain(line)));
    this.root.replaceChildren(row(top, this.accents ? "accents" : ""), ...letters, this.last());
  }

  /** Back to plain letters, for the next person. */
  reset(): void {
    this.accents = false;
    this.update();
  }

  private plain(letters: string): HTMLElement[] {
    const typed = (letter: string): Change => this.accents ? (v) => telex(v, letter) : (v) => v + letter;
    return [...letters].map((letter) => this.key(letter, "", typed(letter)));
  }

  private marked(): HTMLElement[] {
    return [...MARKED].map((letter) => this.key(letter, "", (value) => value + letter));
  }

  private tones(): HTMLElement[] {
    return [...TONES].map((shown, place) => {
      const key = this.key(shown, "tone", (value) => toned(value, place + 1));
      key.setAttribute("aria-label", t(`${this.words}.tone.${TONE_NAMES[place]}`));
      return key;
    });
  }

  private last(): HTMLElement {
    const accents = this.key(t(`${this.words}.accents`), "wide accents", (value) => value);
    accents.setAttribute("aria-pressed", String(this.accents));
    accents.addEventListener("click", () => this.switchAccents());
    return row([
      this.key(t(`${this.words}.clear`), "wide", () => ""),
      accents,
      this.key(t(`${this.words}.space`), "widest", (value) => `${value} `),
      this.key(t(`${this.words}.delete`), "wide", (value) => value.slice(0, -1)),
    ]);
  }

  private switchAccents(): void {
    const pressedByKey = this.root.contains(document.activeElement);
    this.accents = !this.accents;
    this.update();
    const self = this.root.querySelector<HTMLElement>(".accents[aria-pressed]");
    if (pressedByKey) self?.focus({ preventScroll: true });
  }

  private key(text: string, kind: string, change: Change): HTMLElement {
    const click = (): void => this.write(change(this.field.value));
    return el("button", { type: "button", class: `key ${kind}`.trim(), text, on: { click } });
  }

  /** The same for a real keyboard, which has no Vietnamese letters of its own here. */
  private compose(event: Event): void {
    if (!(event instanceof InputEvent)) return;
    const { data, inputType } = event;
    const { value, selectionStart } = this.field;
    const letter = inputType === "insertText" && /^[a-z]$/i.test(data ?? "");
    if (!this.accents || !letter || selectionStart !== value.length) return;
    event.preventDefault();
    this.write(telex(value, data ?? ""));
  }

  private write(value: string): void {
    const kept = value.slice(0, this.field.maxLength);
    if (kept === this.field.value) return;
    this.field.value = kept;
    this.field.dispatchEvent(new Event("input"));
  }
}

function row(keys: HTMLElement[], kind = ""): HTMLElement {
  return el("div", { class: `key-row ${kind}`.trim() }, ...keys);
}
