/** Changing one row of a list in a dialog: the same form whatever the row is. */

import { api } from "@web/api";
import { byId } from "@web/dom";
import { t } from "@web/i18n";
import { Form, type Field, type Option, type Values } from "./form";

export class Editor {
  private path = "";
  private readonly dialog = byId<HTMLDialogElement>("edit");
  private readonly form: Form;

  /** `body` makes what is sent of what was entered; `onSaved` loads the list anew. */
  constructor(
    private readonly prefix: string,
    fields: readonly Field[],
    private readonly body: (values: Values) => Record<string, unknown>,
    private readonly onSaved: () => Promise<void>,
  ) {
    this.form = new Form(prefix, fields, (values) => this.save(values), true);
  }

  setOptions(name: string, options: readonly Option[]): void {
    this.form.setOptions(name, options);
  }

  open(path: string, name: string, values: Values): void {
    this.path = path;
    byId("edit-title").textContent = t(`${this.prefix}.title`, { name });
    byId("edit-form").replaceChildren(this.form.node);
    this.form.fill(values);
    this.dialog.showModal();
    this.form.node.querySelector<HTMLElement>("input, select")?.focus();
  }

  private async save(values: Values): Promise<string> {
    await api("PUT", this.path, this.body(values));
    await this.onSaved();
    this.dialog.close();
    return "";
  }
}

/** The dialogs' other way out. */
export function closable(): void {
  for (const id of ["edit", "remove"]) {
    byId(`${id}-cancel`).addEventListener("click", () => byId<HTMLDialogElement>(id).close());
  }
}
