/** The elements of a template as rows that are moved, sized, worded and taken out. */

import type { ApiError } from "@web/api";
import { byId, el } from "@web/dom";
import { t } from "@web/i18n";

export interface TicketElement {
  kind: string;
  size: string;
  vi?: string | null;
  en?: string | null;
}

const KINDS = [
  "logo", "centre", "text", "rule", "number", "service", "priority", "appointment",
  "ahead", "wait", "expected", "qr", "issued", "footer",
];
const SIZES = ["small", "medium", "large"];
const REPEATED = new Set(["text", "rule"]);
const WORDED = new Set(["text", "footer"]);
const MOST = 24;
const LONGEST_TEXT = 200;

interface Row {
  id: number;
  element: TicketElement;
  error: string;
}

export class ElementRows {
  private rows: Row[] = [];
  private nextId = 1;

  constructor(
    private readonly list: HTMLElement,
    private readonly onChange: () => void,
  ) {}

  fill(elements: readonly TicketElement[]): void {
    this.rows = elements.map((element) => this.row({ ...element }));
    this.paint();
  }

  elements(): TicketElement[] {
    return this.rows.map(({ element: { kind, size, vi, en } }) =>
      WORDED.has(kind) ? { kind, size, vi: vi ?? "", en: en ?? "" } : { kind, size },
    );
  }

  has(kind: string): boolean {
    return this.rows.some((row) => row.element.kind === kind);
  }

  /** Kinds that may be added. */
  addable(): string[] {
    return this.rows.length >= MOST ? [] : KINDS.filter((kind) => REPEATED.has(kind) || !this.has(kind));
  }

  add(kind: string, place = this.rows.length): void {
    const words = WORDED.has(kind) ? { vi: "", en: "" } : {};
    const row = this.row({ kind, size: "medium", ...words });
    this.rows.splice(place, 0, row);
    this.paint();
    this.focus(row, kind === "text" ? "vi" : "size");
    this.say(row);
  }

  clearErrors(): void {
    for (const row of this.rows) row.error = "";
    this.paint();
  }

  /** Marks the row a refusal is about (`elements.3.vi`); false when it is about none. */
  complain(error: ApiError): boolean {
    const [, place] = /^elements\.(\d+)/.exec(error.field ?? "") ?? [];
    const row = place === undefined ? undefined : this.rows[Number(place)];
    if (!row) return false;
    row.error = t(error.field?.endsWith(".vi") ? "template.text.empty" : "template.element.bad");
    this.paint();
    return true;
  }

  paint(): void {
    const focused = document.activeElement?.id ?? "";
    // A field that is being typed into stays as it is: only what stands around it is made anew.
    const typing = document.activeElement instanceof HTMLInputElement && this.list.contains(document.activeElement);
    if (typing && this.list.childElementCount === this.rows.length) return;
    this.list.replaceChildren(...this.rows.map((row, place) => this.item(row, place)));
    if (focused) document.getElementById(focused)?.focus();
  }

  private row(element: TicketElement): Row {
    return { id: this.nextId++, element, error: "" };
  }

  private item(row: Row, place: number): HTMLElement {
    const { kind } = row.element;
    const name = t(`element.${kind}`);
    const head = el(
      "div",
      { class: "element-head" },
      el("span", { class: "element-name", text: name }),
      kind === "rule" ? null : this.size(row, name),
      this.button(row, "up", name, place === 0, () => this.move(row, -1)),
      this.button(row, "down", name, place === this.rows.length - 1, () => this.move(row, 1)),
      this.button(row, "out", name, kind === "number", () => this.remove(row)),
    );
    const words = WORDED.has(kind) ? [this.words(row, "vi"), this.words(row, "en")] : [];
    const error = row.error ? el("p", { class: "field-error", text: row.error }) : null;
    const item = el("li", { class: "element", id: `element-${row.id}` }, head, ...words, error);
    item.addEventListener("keydown", (event) => this.key(event, row));
    return item;
  }

  private size(row: Row, name: string): HTMLElement {
    const options = SIZES.map((size) => el("option", { value: size, text: t(`size.${size}`) }));
    const select = el("select", { id: `element-${row.id}-size`, "aria-label": t("template.size_of", { name }) }, ...options);
    select.value = row.element.size;
    select.addEventListener("change", () => {
      row.element.size = select.value;
      this.onChange();
    });
    return select;
  }

  private button(row: Row, what: string, name: string, disabled: boolean, press: () => void): HTMLElement {
    const text = t(`template.${what}`);
    const label = t(`template.${what}.what`, { name });
    const button = el("button", { class: "button small", type: "button", id: `element-${row.id}-${what}`, text, "aria-label": label, disabled });
    button.addEventListener("click", press);
    return button;
  }

  private words(row: Row, language: "vi" | "en"): HTMLElement {
    const id = `element-${row.id}-${language}`;
    const key = row.element.kind === "footer" ? `template.footer.${language}` : `template.text.${language}`;
    const input = el("input", { id, maxlength: LONGEST_TEXT, autocomplete: "off", lang: language });
    input.value = row.element[language] ?? "";
    input.addEventListener("input", () => {
      row.element[language] = input.value;
      this.onChange();
    });
    return el("div", { class: "field" }, el("label", { for: id, text: t(key) }), input);
  }

  private key(event: KeyboardEvent, row: Row): void {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    this.move(row, step);
  }

  private move(row: Row, step: number): void {
    const from = this.rows.indexOf(row);
    const to = from + step;
    if (to < 0 || to >= this.rows.length) return;
    const focused = document.activeElement?.id.replace(`element-${row.id}-`, "") ?? "";
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    this.rows.splice(to, 0, ...this.rows.splice(from, 1));
    this.onChange();
    this.focus(row, focused);
    this.say(row);
  }

  private remove(row: Row): void {
    const place = this.rows.indexOf(row);
    this.rows.splice(place, 1);
    byId("template-moved").textContent = t("template.out.done", { name: t(`element.${row.element.kind}`) });
    this.onChange();
    const next = this.rows[Math.min(place, this.rows.length - 1)];
    if (next) this.focus(next, "out");
  }

  /** Focus follows the row; at an end its button is off, and the other one has the focus. */
  private focus(row: Row, part: string): void {
    const parts = [part, part === "up" ? "down" : "up", "down", "size"];
    for (const one of parts) {
      const node = document.getElementById(`element-${row.id}-${one}`);
      if (!node || (node as HTMLButtonElement).disabled) continue;
      return node.focus();
    }
  }

  private say(row: Row): void {
    const params = { name: t(`element.${row.element.kind}`), place: this.rows.indexOf(row) + 1, all: this.rows.length };
    byId("template-moved").textContent = t("template.moved", params);
  }
}
