/**
 * Tabular figures for a typeface that has none: each digit gets a cell of one width, so a number
 * never moves when it changes.
 */
import { el } from "@web/dom";

/** Writes `text` into `slot`, digits in cells; does nothing when it is there already. */
export function setFigures(slot: HTMLElement, text: string): void {
  if (slot.textContent === text) return;
  slot.replaceChildren(...Array.from(text, figure));
}

function figure(character: string): Node {
  const digit = character >= "0" && character <= "9";
  return digit ? el("span", { class: "figure" }, character) : document.createTextNode(character);
}
