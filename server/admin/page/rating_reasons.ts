/** The reasons a rating terminal offers: their words, their order, and which are in use. */

import { byId, el } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { Form, type Field, type Values } from "./form";
import { rowButton, table } from "./lists";
import type { RatingReason, RatingWords } from "./types";

const CODE = /^[a-z][a-z0-9_]{0,39}$/;
const LONGEST = 48;

export class RatingReasons {
  private reasons: RatingReason[] = [];
  private edited: string | null = null;
  private readonly form = new Form("reason", fields(), (values) => this.save(values));

  /** @param keep sends the whole list; what the server made of it comes back through `show` */
  constructor(private readonly keep: (reasons: RatingReason[]) => Promise<void>) {
    byId("reasons-form").append(this.form.node);
    byId("reason-new").addEventListener("click", () => this.edit(null));
    onLanguage(() => this.paint());
  }

  show(words: RatingWords): void {
    this.reasons = words.reasons;
    this.paint();
  }

  private async save(values: Values): Promise<string> {
    const { name = "", name_en = "" } = values;
    const code = this.edited ?? values["code"] ?? "";
    const known = this.reasons.some((one) => one.code === code);
    const changed = this.reasons.map((one) => (one.code === code ? { ...one, name, name_en } : one));
    await this.keep(known ? changed : [...this.offered(), { code, name, name_en, active: true }, ...this.rest()]);
    this.edit(null);
    return t("reason.kept");
  }

  private edit(reason: RatingReason | null): void {
    this.edited = reason?.code ?? null;
    this.form.fill({ code: reason?.code ?? "", name: reason?.name ?? "", name_en: reason?.name_en ?? "" });
    this.form.show("code", reason === null);
    this.paint();
    if (reason !== null) byId("reason-name").focus();
  }

  private paint(): void {
    byId("reason-new").hidden = this.edited === null;
    byId("reasons-edited").textContent = t(this.edited === null ? "reason.add" : "reason.change");
    const columns = ["reason.name", "reason.name_en", "reason.state", "list.do"];
    const rows = this.reasons.map((one, place) => this.row(one, place));
    byId("reasons-list").replaceChildren(table(t("reasons.title"), columns, rows));
  }

  private row(reason: RatingReason, place: number): (Node | string)[] {
    const { name, active } = reason;
    const change = rowButton(t("reason.edit"), t("reason.edit.what", { name }), async () => this.edit(reason));
    const use = rowButton(t(active ? "reason.stop" : "reason.use"), t(active ? "reason.stop.what" : "reason.use.what", { name }),
      () => this.keep(this.reasons.map((one) => (one === reason ? { ...one, active: !active } : one))));
    const up = rowButton("↑", t("reason.up.what", { name }), () => this.keep(moved(this.reasons, place)));
    const first = place === 0 || !active;
    const buttons = el("span", { class: "row-buttons" }, !first && up, change, use);
    return [name, reason.name_en, t(active ? "reason.used" : "reason.unused"), buttons];
  }

  private offered(): RatingReason[] {
    return this.reasons.filter((one) => one.active);
  }

  private rest(): RatingReason[] {
    return this.reasons.filter((one) => !one.active);
  }
}

function moved(reasons: readonly RatingReason[], place: number): RatingReason[] {
  const [one, before] = [reasons[place], reasons[place - 1]];
  if (!one || !before) return [...reasons];
  return [...reasons.slice(0, place - 1), one, before, ...reasons.slice(place + 1)];
}

function fields(): Field[] {
  const right = (value: string): string | null => (CODE.test(value) ? null : "reason.code.wrong");
  return [
    { name: "code", kind: "text", maxlength: 40, check: right },
    { name: "name", kind: "text", maxlength: LONGEST, fills: ["reasons"] },
    { name: "name_en", kind: "text", maxlength: LONGEST },
  ];
}
