/** A key with a word, and the tick it shows when chosen. */
import { el } from "@web/dom";
import { tick } from "./faces";

export function button(name: string, touched: () => void): HTMLButtonElement {
  const word = el("span", { class: "word" });
  const mark = el("span", { class: "tick" }, tick());
  return el("button", { class: name, type: "button", on: { click: touched } }, word, mark);
}

/** Where a key's word stands. */
export function wordOf(key: HTMLElement): HTMLElement {
  const word = key.querySelector<HTMLElement>(".word");
  if (word === null) throw new Error("a key without its word");
  return word;
}

export function choose(key: HTMLButtonElement, chosen: boolean, enabled: boolean): void {
  key.setAttribute("aria-pressed", String(chosen));
  if (enabled) key.removeAttribute("aria-disabled");
  else key.setAttribute("aria-disabled", "true");
}
