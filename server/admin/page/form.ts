/** A form whose errors stand at the field the server (or the check here) names. */

import { ApiError } from "@web/api";
import { applyTranslations, onLanguage, t, type Params } from "@web/i18n";
import { el } from "@web/dom";

export interface Option {
  value: string;
  text: string;
}

export type Values = Readonly<Record<string, string>>;

export interface Field {
  name: string;
  kind: "text" | "password" | "number" | "select" | "switch";
  /** May stay empty. */
  optional?: boolean;
  autocomplete?: string;
  maxlength?: number;
  /** Suggestions under a text field. */
  suggestions?: boolean;
  /** The catalogue key of what is wrong, or null. */
  check?: (value: string, all: Values) => string | null;
  /** The server's names of what this field fills in, beside its own. */
  fills?: readonly string[];
}

type Control = HTMLInputElement | HTMLSelectElement;

/** `prefix` begins the keys of the texts: `<prefix>.<field>`, `<prefix>.<field>.hint`. */
export class Form {
  readonly node: HTMLFormElement;
  private readonly controls = new Map<string, Control>();
  private readonly errors = new Map<string, HTMLElement>();
  private readonly lists = new Map<string, HTMLElement>();
  private readonly status = el("p", { class: "form-status", role: "status" });
  private readonly submit: HTMLButtonElement;

  constructor(
    private readonly prefix: string,
    private readonly fields: readonly Field[],
    private readonly onSubmit: (values: Values) => Promise<string>,
  ) {
    this.submit = el("button", { class: "button primary", type: "submit" });
    this.submit.dataset["i18n"] = `${prefix}.submit`;
    const rows = fields.map((field) => this.row(field));
    this.node = el("form", { class: "form", novalidate: true }, ...rows, this.submit, this.status);
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    applyTranslations(this.node);
    onLanguage(() => this.clear());
  }

  /** The choices of a select, or the suggestions of a text field; the choice made is kept. */
  setOptions(name: string, options: readonly Option[]): void {
    const list = this.lists.get(name);
    const nodes = options.map(({ value, text }) => el("option", { value, text }));
    if (list) return list.replaceChildren(...nodes);
    const control = this.controls.get(name);
    if (!(control instanceof HTMLSelectElement)) return;
    const chosen = control.value;
    control.replaceChildren(...nodes);
    if (options.some((one) => one.value === chosen)) control.value = chosen;
  }

  onChange(name: string, callback: (value: string) => void): void {
    const control = this.controls.get(name);
    control?.addEventListener("change", () => callback(control.value));
  }

  show(name: string, visible: boolean): void {
    const row = this.controls.get(name)?.closest<HTMLElement>(".field");
    if (row) row.hidden = !visible;
  }

  private row(field: Field): HTMLElement {
    const id = `${this.prefix}-${field.name}`;
    const control = this.control(field, id);
    const error = el("p", { class: "field-error", id: `${id}-error`, hidden: true });
    this.controls.set(field.name, control);
    this.errors.set(field.name, error);
    const label = el("label", { for: id, data: { i18n: `${this.prefix}.${field.name}` } });
    const hint = this.hint(field, id);
    control.setAttribute("aria-describedby", `${id}-error${hint ? ` ${id}-hint` : ""}`);
    return el("div", { class: `field ${field.kind}` }, label, hint, control, this.suggestions(field, id), error);
  }

  private control(field: Field, id: string): Control {
    if (field.kind === "select") return el("select", { id, name: field.name });
    return el("input", {
      id,
      name: field.name,
      type: field.kind === "switch" ? "checkbox" : field.kind === "number" ? "text" : field.kind,
      inputmode: field.kind === "number" ? "numeric" : null,
      autocomplete: field.autocomplete ?? "off",
      maxlength: field.kind === "switch" ? null : (field.maxlength ?? 200),
      list: field.suggestions ? `${id}-list` : null,
      spellcheck: "false",
      "aria-required": String(!field.optional),
    });
  }

  private hint(field: Field, id: string): HTMLElement | null {
    const key = `${this.prefix}.${field.name}.hint`;
    if (t(key) === key) return null;
    return el("p", { class: "hint", id: `${id}-hint`, data: { i18n: key } });
  }

  private suggestions(field: Field, id: string): HTMLElement | null {
    if (!field.suggestions) return null;
    const list = el("datalist", { id: `${id}-list` });
    this.lists.set(field.name, list);
    return list;
  }

  private values(): Values {
    return Object.fromEntries(this.fields.map(({ name, kind }) => [name, this.value(name, kind)]));
  }

  private value(name: string, kind: Field["kind"]): string {
    const control = this.controls.get(name);
    if (control instanceof HTMLInputElement && kind === "switch") return control.checked ? "yes" : "";
    return kind === "password" ? (control?.value ?? "") : (control?.value.trim() ?? "");
  }

  private async send(): Promise<void> {
    if (this.submit.disabled) return;
    this.clear();
    const values = this.values();
    if (!this.checked(values)) return;
    this.submit.disabled = true;
    try {
      const done = await this.onSubmit(values);
      this.node.reset();
      this.say("good", done);
      this.controls.get(this.fields[0]?.name ?? "")?.focus();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.complain(error);
    } finally {
      this.submit.disabled = false;
    }
  }

  private checked(values: Values): boolean {
    const wrong = this.fields.flatMap((field) => {
      const key = this.wrong(field, values);
      return key ? [[field.name, key] as const] : [];
    });
    for (const [name, key] of wrong) this.mark(name, t(key, this.params(name)));
    const first = wrong[0];
    if (first) this.controls.get(first[0])?.focus();
    return !first;
  }

  private wrong(field: Field, values: Values): string | null {
    const value = values[field.name] ?? "";
    if (this.controls.get(field.name)?.closest<HTMLElement>(".field")?.hidden) return null;
    if (value === "") return field.optional || field.kind === "switch" ? null : "form.empty";
    return field.check?.(value, values) ?? null;
  }

  private params(name: string): Params {
    return { field: t(`${this.prefix}.${name}`) };
  }

  /** The server's refusal: at its field with what is asked of it, or under the form. */
  private complain(error: ApiError): void {
    const name = this.fields.find((one) => one.name === error.field || isFilled(one, error))?.name;
    const key = `${this.prefix}.${name ?? error.field ?? "form"}.${error.code}`;
    const text = t(key) === key ? `${error.message} ${error.action}` : t(key);
    if (name === undefined) return this.say("trouble", text);
    this.mark(name, text);
    this.controls.get(name)?.focus();
  }

  private mark(name: string, text: string): void {
    const error = this.errors.get(name);
    if (!error) return;
    error.textContent = text;
    error.hidden = false;
    this.controls.get(name)?.setAttribute("aria-invalid", "true");
  }

  private clear(): void {
    this.say("calm", "");
    for (const error of this.errors.values()) error.hidden = true;
    for (const control of this.controls.values()) control.removeAttribute("aria-invalid");
  }

  private say(tone: string, text: string): void {
    this.status.dataset["tone"] = tone;
    this.status.textContent = text;
  }
}

function isFilled(field: Field, error: ApiError): boolean {
  return error.field !== null && (field.fills ?? []).includes(error.field);
}
