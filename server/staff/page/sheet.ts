/** A question to the officer that the keyboard answers: letters and numbers choose, Enter confirms,
 * Esc gives up, and the focus goes back to where it was. */

import { byId, el } from "@web/dom";
import { t } from "@web/i18n";

export interface Choice {
  value: string;
  /** What is typed to choose it. */
  code: string;
  text: string;
  more?: string;
}

export interface Group {
  name: string;
  legend: string;
  choices: Choice[];
  /** The value chosen at first; none where a choice must be deliberate. */
  chosen?: string | undefined;
}

export interface TextField {
  name: string;
  label: string;
  value?: string;
  numeric?: boolean;
  maxlength?: number;
}

/** Values by the names of groups and fields; a group without a choice is an empty text. */
export type Reply = Readonly<Record<string, string>>;

export interface Question {
  title: string;
  text?: string;
  groups: Group[];
  fields?: TextField[];
  confirm: string;
  /** What is wrong with a reply, and where; null lets it through. */
  check?: (reply: Reply) => { name: string; text: string } | null;
}

/** Milliseconds within which typed characters belong to one code. */
const CODE_MS = 1500;

/** Asks; null when the officer gives up. */
export function ask(question: Question): Promise<Reply | null> {
  return new Promise((resolve) => new Sheet(question, resolve).open());
}

class Sheet {
  private readonly dialog = byId<HTMLDialogElement>("sheet");
  private readonly error = el("p", { class: "sheet-error", role: "alert", hidden: true });
  private readonly form: HTMLFormElement;
  private reply: Reply | null = null;
  private typed = "";
  private typedAt = 0;

  constructor(
    private readonly question: Question,
    private readonly done: (reply: Reply | null) => void,
  ) {
    const { title, text, groups, fields = [] } = question;
    this.form = el(
      "form",
      { class: "sheet", novalidate: true },
      el("h2", { id: "sheet-title", text: title }),
      text ? el("p", { class: "sheet-text", text }) : null,
      ...groups.map((group) => fieldset(group)),
      ...fields.map((field) => textField(field)),
      this.error,
      this.buttons(),
    );
  }

  open(): void {
    this.dialog.replaceChildren(this.form);
    this.form.addEventListener("submit", this.onSubmit);
    this.dialog.addEventListener("keydown", this.onKey);
    this.dialog.addEventListener("close", this.onClose, { once: true });
    this.dialog.showModal();
    this.first()?.focus();
  }

  private buttons(): HTMLElement {
    const giveUp = (): void => this.dialog.close();
    return el(
      "div",
      { class: "dialog-buttons" },
      el("button", { class: "button primary", type: "submit" }, this.question.confirm, el("kbd", { text: "Enter", "aria-hidden": "true" })),
      el("button", { class: "button", type: "button", on: { click: giveUp } }, t("sheet.cancel"), el("kbd", { text: "Esc", "aria-hidden": "true" })),
    );
  }

  private first(): HTMLElement | null {
    return this.form.querySelector<HTMLElement>("input:checked, input");
  }

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    const reply = this.read();
    const wrong = this.missing(reply) ?? this.question.check?.(reply) ?? null;
    if (wrong) return this.complain(wrong.name, wrong.text);
    this.reply = reply;
    this.dialog.close();
  };

  private readonly onClose = (): void => {
    this.dialog.removeEventListener("keydown", this.onKey);
    this.dialog.replaceChildren();
    this.done(this.reply);
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target;
    // A key held down since before the question was asked answers nothing.
    if (event.key === "Enter" && event.repeat) return event.preventDefault();
    if (target instanceof HTMLInputElement && target.type === "radio" && event.key === "Enter") {
      event.preventDefault();
      return this.form.requestSubmit();
    }
    if (target instanceof HTMLInputElement && target.type !== "radio") return;
    if (/^[\p{L}\p{N}]$/u.test(event.key) && this.type(event)) event.preventDefault();
  };

  /** Chooses by code: what was typed within a moment, or the last character alone. */
  private type(event: KeyboardEvent): boolean {
    const sign = event.key.toUpperCase();
    const longer = event.timeStamp - this.typedAt < CODE_MS ? this.typed + sign : sign;
    const codes = [...this.form.querySelectorAll<HTMLInputElement>("input[data-code]")];
    const begins = (text: string): boolean => codes.some((one) => one.dataset["code"]?.startsWith(text));
    this.typed = begins(longer) ? longer : sign;
    this.typedAt = event.timeStamp;
    const found = codes.find((one) => one.dataset["code"] === this.typed);
    if (!found) return begins(this.typed);
    found.checked = true;
    found.focus();
    found.closest("label")?.scrollIntoView({ block: "nearest" });
    return true;
  }

  private read(): Reply {
    const data = new FormData(this.form);
    const names = [...this.question.groups, ...(this.question.fields ?? [])].map(({ name }) => name);
    return Object.fromEntries(names.map((name) => [name, String(data.get(name) ?? "").trim()]));
  }

  private missing(reply: Reply): { name: string; text: string } | null {
    const group = this.question.groups.find(({ name }) => reply[name] === "");
    return group ? { name: group.name, text: t("sheet.choose", { what: group.legend }) } : null;
  }

  private complain(name: string, text: string): void {
    this.error.hidden = false;
    this.error.textContent = text;
    const control = this.form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
    control?.setAttribute("aria-invalid", "true");
    control?.focus();
  }
}

function fieldset(group: Group): HTMLElement {
  const labels = group.choices.map((choice) => radio(group, choice));
  const list = el("div", { class: "choices" }, ...labels);
  return el("fieldset", { class: "choices-group" }, el("legend", { text: group.legend }), list);
}

function radio(group: Group, choice: Choice): HTMLElement {
  const checked = group.chosen === choice.value;
  const data = { code: choice.code.toUpperCase() };
  return el(
    "label",
    { class: "choice" },
    el("input", { type: "radio", name: group.name, value: choice.value, checked, data }),
    el("kbd", { text: choice.code, "aria-hidden": "true" }),
    el("span", { class: "choice-words" }, el("b", { text: choice.text }), choice.more ? el("span", { text: choice.more }) : null),
  );
}

function textField(field: TextField): HTMLElement {
  const input = el("input", {
    type: "text",
    name: field.name,
    value: field.value ?? "",
    inputmode: field.numeric ? "numeric" : null,
    maxlength: field.maxlength ?? 200,
    autocomplete: "off",
    class: field.numeric ? "short" : "",
  });
  return el("label", { class: "sheet-field" }, el("span", { text: field.label }), input);
}
