/** Draws the terminal's stages. Keys and reasons are built once; stages change attributes and texts. */
import { byId, el, setText } from "@web/dom";
import { language, pick, setLanguage, t } from "@web/i18n";
import { face, tick } from "./faces";
import type { Answer, Stage } from "./terminal";
import { REASONS, isUnsatisfied, keysOf, type RatedTicket, type Reason, type Value } from "./view";

export interface Touches {
  press(value: Value): void;
  reason(reason: Reason): void;
  done(): void;
}

/** Reasons appear where the keys were: a double tap on a key must not choose one. */
const SETTLE_MS = 400;

export class Screen {
  private readonly keys = new Map<Value, HTMLButtonElement>();
  private readonly reasons = new Map<Reason, HTMLButtonElement>();
  private readonly done: HTMLButtonElement;
  private reasonsSince = 0;

  constructor(private readonly touches: Touches) {
    for (const reason of REASONS) this.reasons.set(reason, this.reasonKey(reason));
    this.done = button("reason done", () => this.settled() && touches.done());
    byId("reasons").replaceChildren(...this.reasons.values(), this.done);
    byId("other").addEventListener("click", () => setLanguage(language() === "vi" ? "en" : "vi"));
  }

  /** Builds the scale's keys; does nothing while the scale stays. */
  setScale(scale: number): void {
    const values = keysOf(scale);
    if (values.join() === [...this.keys.keys()].join()) return;
    this.keys.clear();
    for (const value of values) this.keys.set(value, this.valueKey(value));
    byId("keys").replaceChildren(...this.keys.values());
    byId("keys").dataset["keys"] = String(values.length);
  }

  draw(stage: Stage): void {
    document.body.dataset["stage"] = stage.kind;
    byId("asleep").hidden = stage.kind !== "asleep";
    byId("asking").hidden = stage.kind === "asleep";
    byId("unpaired").hidden = true;
    if (stage.kind === "asking") this.drawQuestion(stage.ticket);
    if (stage.kind === "thanks") this.drawThanks(stage.answer, stage.changeable);
    this.drawReasons(stage);
    this.label();
  }

  drawCounter(number: number | null): void {
    setText(byId("counter"), number === null ? "" : t("asleep.counter", { number }));
  }

  private drawQuestion(ticket: RatedTicket): void {
    setText(byId("question"), t("question"));
    setText(byId("about"), t("about", { ticket: ticket.number, service: pick(ticket, "service_name") }));
    for (const key of this.keys.values()) choose(key, false, true);
  }

  private drawThanks(answer: Answer, changeable: boolean): void {
    const asks = isUnsatisfied(answer.value);
    const more = asks ? "thanks.reasons" : changeable ? "thanks.change" : "thanks.kept";
    setText(byId("question"), t("thanks"));
    setText(byId("about"), t(more));
    for (const [value, key] of this.keys) choose(key, value === answer.value, changeable);
  }

  private drawReasons(stage: Stage): void {
    const answer = stage.kind === "thanks" ? stage.answer : null;
    const shown = isUnsatisfied(answer?.value);
    if (shown && byId("reasons").hidden) this.reasonsSince = performance.now();
    byId("reasons").hidden = !shown;
    byId("asking").dataset["reasons"] = shown ? "shown" : "none";
    for (const [reason, key] of this.reasons) choose(key, answer?.reasons.includes(reason) ?? false, true);
  }

  private label(): void {
    const other = byId("other");
    setText(other, t("other.language"));
    other.lang = language() === "vi" ? "en" : "vi";
    for (const [value, key] of this.keys) setText(wordOf(key), t(`key.${value}`));
    for (const [reason, key] of this.reasons) setText(wordOf(key), t(`reason.${reason}`));
    setText(wordOf(this.done), t("reasons.done"));
  }

  private valueKey(value: Value): HTMLButtonElement {
    const key = button("key", () => this.touches.press(value));
    key.dataset["value"] = value;
    key.prepend(el("span", { class: "key-face" }, face(value)));
    return key;
  }

  private reasonKey(reason: Reason): HTMLButtonElement {
    const key = button("reason", () => this.settled() && this.touches.reason(reason));
    key.dataset["reason"] = reason;
    return key;
  }

  private settled(): boolean {
    return performance.now() - this.reasonsSince > SETTLE_MS;
  }
}

/** A key with a word, and the tick it shows when chosen. */
function button(name: string, touched: () => void): HTMLButtonElement {
  const word = el("span", { class: "word" });
  const mark = el("span", { class: "tick" }, tick());
  return el("button", { class: name, type: "button", on: { click: touched } }, word, mark);
}

function wordOf(key: HTMLElement): HTMLElement {
  const word = key.querySelector<HTMLElement>(".word");
  if (word === null) throw new Error("a key without its word");
  return word;
}

function choose(key: HTMLButtonElement, chosen: boolean, enabled: boolean): void {
  key.setAttribute("aria-pressed", String(chosen));
  if (enabled) key.removeAttribute("aria-disabled");
  else key.setAttribute("aria-disabled", "true");
}
