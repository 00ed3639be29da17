/** Large keys for the search: letters without diacritics are enough to find a procedure. */
import { el } from "@web/dom";
import { t } from "@web/i18n";

const ROWS = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** Keys that write into the field and fire its `input` event, as a real keyboard does. */
export function keyboard(field: HTMLInputElement): HTMLElement {
  const press = (change: (value: string) => string): void => {
    field.value = change(field.value).slice(0, field.maxLength);
    field.dispatchEvent(new Event("input"));
  };
  const key = (text: string, kind: string, change: (value: string) => string): HTMLElement =>
    el("button", { type: "button", class: `key ${kind}`, text, on: { click: () => press(change) } });
  const letters = ROWS.map((row) =>
    el("div", { class: "key-row" }, ...[...row].map((c) => key(c, "", (value) => value + c))),
  );
  const last = el(
    "div",
    { class: "key-row" },
    key(t("kiosk.key.clear"), "wide", () => ""),
    key(t("kiosk.key.space"), "widest", (value) => `${value} `),
    key(t("kiosk.key.delete"), "wide", (value) => value.slice(0, -1)),
  );
  const label = t("kiosk.key.label");
  return el("div", { class: "keyboard", role: "group", "aria-label": label }, ...letters, last);
}
