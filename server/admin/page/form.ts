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
  kind: "text" | "password" | "number" | "select" | "switch" | "date" | "time";
  /** Begins a part of the form under the heading `<prefix>.section.<section>`. */
  section?: string;
  /** May stay empty. */
  optional?: boolean;
  autocomplete?: string;
  maxlength?: number;
  /** Suggestions under a text field. */
  suggestions?: boolean;
  /** The catalogue key of what is wrong, or null. */
  check?: (value: string, all: Values) => string | null;
  /** The least and the greatest number. */
  bounds?: readonly [number, number];
  /** The server's names of what this field fills in, beside its own. */
  fills?: readonly string[];
}

type Control = HTMLInputElement | HTMLSelectElement;

const INPUT_TYPES: Partial<Record<Field["kind"], string>> = { switch: "checkbox", number: "text" };

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
    /** A form of what holds now keeps its values after it was sent. */
    private readonly keeps = false,
  ) {
    this.submit = el("button", { class: "button primary", type: "submit" });
    this.submit.dataset["i18n"] = `${prefix}.submit`;
    const rows = fields.flatMap((field) => [this.heading(field), this.row(field)]);
    this.node = el("form", { class: "form", novalidate: true }, ...rows.filter((row) => row !== null), this.submit, this.status);
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

  /** Puts values in, as they hold now; a switch is on for "yes". */
  fill(values: Values): void {
    for (const [name, value] of Object.entries(values)) {
      const control = this.controls.get(name);
      if (control instanceof HTMLInputElement && control.type === "checkbox") control.checked = value === "yes";
      else if (control) control.value = value;
    }
    this.clear();
  }

  onChange(name: string, callback: (value: string) => void): void {
    const control = this.controls.get(name);
    const kind = this.fields.find((field) => field.name === name)?.kind ?? "text";
    control?.addEventListener("change", () => callback(this.value(name, kind)));
  }

  show(name: string, visible: boolean): void {
    const row = this.controls.get(name)?.closest<HTMLElement>(".field");
    if (row) row.hidden = !visible;
  }

  private heading({ section }: Field): HTMLElement | null {
    return section === undefined ? null : el("h4", { data: { i18n: `${this.prefix}.section.${section}` } });
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
      type: INPUT_TYPES[field.kind] ?? field.kind,
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
      if (!this.keeps) this.node.reset();
      this.say("good", done);
      this.controls.get(this.fields[0]?.name ?? "")?.focus({ preventScroll: this.keeps });
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
    const { bounds } = this.fields.find((field) => field.name === name) ?? {};
    return { field: t(`${this.prefix}.${name}`), low: bounds?.[0] ?? "", high: bounds?.[1] ?? "" };
  }

  /** The server's refusal: at its field with what is asked of it, or under the form. */
  private complain(error: ApiError): void {
    const name = this.fields.find((one) => isOf(one, error))?.name;
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

/** Whether a refusal is about this field; the server may name it by its path (`calling.ratio`). */
function isOf(field: Field, error: ApiError): boolean {
  if (error.field === null) return false;
  const named = [error.field, ...error.field.split(".")];
  return [field.name, ...(field.fills ?? [])].some((name) => named.includes(name));
}
