/** A set of boxes to tick, under one heading. */

import { el } from "@web/dom";
import { applyTranslations } from "@web/i18n";
import type { Option } from "./form";

export class Choices {
  readonly node: HTMLFieldSetElement;
  private readonly boxes = el("div", { class: "choices-list" });
  private ticked = new Set<string>();

  /** `key` is the heading's text, `<key>.hint` what ticking nothing means. */
  constructor(key: string) {
    const legend = el("legend", { data: { i18n: key } });
    const hint = el("p", { class: "hint", data: { i18n: `${key}.hint` } });
    this.node = el("fieldset", { class: "choices" }, legend, hint, this.boxes);
    applyTranslations(this.node);
  }

  /** What may be ticked; what was ticked stays so. */
  offer(options: readonly Option[]): void {
    this.boxes.replaceChildren(...options.map(({ value, text }) => this.box(value, text)));
  }

  choose(values: readonly string[]): void {
    this.ticked = new Set(values);
    for (const box of this.boxes.querySelectorAll("input")) box.checked = this.ticked.has(box.value);
  }

  /** Ticked values, in the order they are listed. */
  get chosen(): string[] {
    return Array.from(this.boxes.querySelectorAll<HTMLInputElement>("input:checked"), (box) => box.value);
  }

  private box(value: string, text: string): HTMLElement {
    const input = el("input", { type: "checkbox", value, checked: this.ticked.has(value) });
    input.addEventListener("change", () => {
      if (input.checked) this.ticked.add(value);
      else this.ticked.delete(value);
    });
    return el("label", { class: "switch-row" }, input, text);
  }
}
