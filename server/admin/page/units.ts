/** The departments whose officers sit in the centre. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, pick, t } from "@web/i18n";
import { code } from "./checks";
import { Editor } from "./edit";
import { Form } from "./form";
import { all, rowButton, table } from "./lists";
import { removeButton } from "./remove";

export interface Unit {
  id: string;
  name: string;
  name_en: string;
  position: number;
}

export class Units {
  private units: Unit[] = [];
  private readonly form = new Form(
    "unit",
    [
      { name: "name", kind: "text" },
      { name: "name_en", kind: "text", optional: true },
      { name: "id", kind: "text", maxlength: 64, check: code },
    ],
    async (values) => {
      const { id, name, name_en: english } = values;
      await api("PUT", `/departments/${id}`, { name, name_en: english || null });
      await this.load();
      return t("unit.done", { name: name ?? "" });
    },
  );
  private readonly editor = new Editor(
    "unit_edit",
    [
      { name: "name", kind: "text" },
      { name: "name_en", kind: "text", optional: true },
    ],
    ({ name, name_en: english }) => ({ name, name_en: english || name }),
    () => this.load(),
  );

  /** `onNews` gets the departments after every change. */
  constructor(private readonly onNews: (units: Unit[]) => void) {
    byId("units-form").append(this.form.node);
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.units = await all<Unit>("/departments");
    this.paint();
    this.onNews(this.units);
  }

  private paint(): void {
    const rows = this.units.map((one, place) => this.row(one, place));
    byId("units-list").replaceChildren(table(t("units.title"), ["unit.name", "list.do"], rows));
  }

  private row(one: Unit, place: number): (Node | string)[] {
    const name = pick(one, "name");
    const path = `/departments/${one.id}`;
    const edit = async (): Promise<void> => this.editor.open(path, name, { name: one.name, name_en: one.name_en });
    const up = async (): Promise<void> => {
      await api("PUT", path, { name: one.name, position: place - 1 });
      await this.load();
    };
    return [
      el("span", { class: "named" }, name, el("code", { text: one.id })),
      el(
        "span",
        { class: "row-buttons" },
        rowButton(t("list.edit"), t("list.edit.what", { name }), edit),
        place > 0 ? rowButton(t("list.up"), t("list.up.what", { name }), up) : null,
        removeButton(path, name, () => this.load()),
      ),
    ];
  }
}
