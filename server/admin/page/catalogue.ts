/** The catalogue of procedures: a file is looked at first, then applied as a whole. */

import { api } from "@web/api";
import { byId, el, type Child } from "@web/dom";
import { language, onLanguage, t } from "@web/i18n";
import "./catalogue.css";
import { guarded, table } from "./lists";
import type { Applied, Changed, Preview, Sample } from "./types";

/** Reading a large workbook and bringing it in take seconds, more on a busy machine. */
const PATIENCE_MS = 90_000;

export class Catalogue {
  private preview: Preview | null = null;
  private done: Applied | null = null;
  private readonly file = byId<HTMLInputElement>("catalogue-file");
  private readonly look = byId<HTMLButtonElement>("catalogue-look");
  private readonly apply = byId<HTMLButtonElement>("catalogue-apply");
  private readonly removes = byId<HTMLInputElement>("catalogue-remove");

  /** `onNews` is told after every import. */
  constructor(private readonly onNews: () => Promise<void>) {
    this.file.addEventListener("change", () => this.forget());
    this.look.addEventListener("click", () => void this.busy(this.look, () => this.lookAt()));
    this.apply.addEventListener("click", () => void this.busy(this.apply, () => this.bring()));
    onLanguage(() => this.paint());
    this.paint();
  }

  private async lookAt(): Promise<void> {
    const chosen = this.file.files?.[0];
    if (!chosen) return this.say("trouble", t("catalogue.choose_first"));
    this.forget();
    this.say("calm", t("catalogue.reading"));
    this.preview = await api<Preview>("POST", "/procedures/import", chosen, { timeoutMs: PATIENCE_MS });
    this.removes.checked = false;
    this.paint();
    byId("catalogue-found").focus();
  }

  private async bring(): Promise<void> {
    if (!this.preview) return;
    this.say("calm", t("catalogue.applying"));
    const how = { remove_gone: this.removes.checked };
    const path = `/procedures/import/${this.preview.id}/apply`;
    this.done = await api<Applied>("POST", path, how, { timeoutMs: PATIENCE_MS });
    this.preview = null;
    this.file.value = "";
    this.paint();
    await this.onNews();
  }

  /** One thing at a time; what went wrong is told and leaves the preview as it was. */
  private async busy(button: HTMLButtonElement, run: () => Promise<void>): Promise<void> {
    if (button.disabled) return;
    button.disabled = true;
    await guarded(run).finally(() => {
      button.disabled = false;
      if (byId("catalogue-status").dataset["tone"] === "calm") this.say("calm", "");
      this.paint();
    });
  }

  private forget(): void {
    this.preview = null;
    this.done = null;
    this.say("calm", "");
    this.paint();
  }

  private paint(): void {
    const shown = this.preview;
    byId("catalogue-preview").hidden = shown === null;
    if (shown) this.paintPreview(shown);
    if (this.done) {
      const { new: added, changed, removed, same } = this.done;
      this.say("good", t("catalogue.done", { added, changed, removed, same }));
    }
  }

  private paintPreview(shown: Preview): void {
    byId("catalogue-found").textContent = t(`catalogue.found.${shown.kind}`, { rows: shown.rows });
    // What half a file would do is of no use to anybody.
    const good = shown.errors_total === 0;
    byId("catalogue-counts").replaceChildren(...(good ? counts(shown) : []));
    byId("catalogue-notes").replaceChildren(...(good ? notes(shown) : []));
    byId("catalogue-errors").replaceChildren(...errors(shown));
    byId("catalogue-samples").replaceChildren(...(good ? samples(shown) : []));
    byId("catalogue-counts").hidden = !good;
    byId("catalogue-decide").hidden = !good;
    byId("catalogue-remove-row").hidden = shown.gone === 0;
    byId("catalogue-remove-text").textContent = t(`catalogue.remove.${shown.kind}`, { n: shown.gone });
  }

  private say(tone: string, text: string): void {
    const status = byId("catalogue-status");
    status.dataset["tone"] = tone;
    status.textContent = text;
  }
}

function counts(shown: Preview): HTMLElement[] {
  return (["new", "changed", "gone", "same"] as const).map((sort) =>
    el("div", { class: "count", data: { sort } }, el("dt", { text: t(`catalogue.${sort}`) }), el("dd", { text: String(shown[sort]) })),
  );
}

function notes(shown: Preview): HTMLElement[] {
  const said: string[] = [];
  if (shown.ignored.length > 0) said.push(t("catalogue.ignored", { columns: shown.ignored.join(", ") }));
  if (shown.unknown > 0) said.push(t("catalogue.unknown", { n: shown.unknown }));
  const unserved = shown.unmapped.reduce((sum, one) => sum + one.procedures, 0);
  if (unserved > 0) said.push(t("catalogue.unmapped", { n: unserved, fields: shown.unmapped.length }));
  return said.map((text) => el("p", { class: "note", text }));
}

function errors(shown: Preview): HTMLElement[] {
  if (shown.errors_total === 0) return [];
  const rows = shown.errors.map((one) => [String(one.row), one.field ? t(`catalogue.column.${one.field}`) : "–", one.problem[language()]]);
  const title = t("catalogue.errors", { n: shown.errors_total });
  const more = shown.errors_total - shown.errors.length;
  return [
    el("h3", { class: "bad", text: title }),
    el("p", { text: t("catalogue.errors.what") }),
    table(title, ["catalogue.row", "catalogue.column", "catalogue.problem"], rows),
    ...(more > 0 ? [el("p", { text: t("catalogue.errors.more", { n: more }) })] : []),
  ];
}

function samples(shown: Preview): HTMLElement[] {
  const sorts: [string, Sample[], number][] = [
    ["new", shown.samples.new, shown.new],
    ["changed", shown.samples.changed, shown.changed],
    ["gone", shown.samples.gone, shown.gone],
    ["unknown", shown.samples.unknown, shown.unknown],
  ];
  return sorts.flatMap(([sort, listed, total]) => (total === 0 ? [] : [sampleList(sort, listed, total)]));
}

function sampleList(sort: string, listed: Sample[], total: number): HTMLElement {
  const items = listed.map((one) => el("li", {}, el("code", { text: one.code }), " ", one.name, ...changesOf(one)));
  if (total > listed.length) items.push(el("li", { class: "hint", text: t("catalogue.and_more", { n: total - listed.length }) }));
  const summary = el("summary", { text: `${t(`catalogue.list.${sort}`)} (${total})` });
  return el("details", { class: "samples" }, summary, el("ul", {}, ...items));
}

function changesOf(one: Sample): Child[] {
  return ((one as Partial<Changed>).changes ?? []).map(({ field, before, after }) =>
    el(
      "p",
      { class: "change" },
      `${t(`catalogue.column.${field}`)}: `,
      el("del", { text: before || t("catalogue.nothing") }),
      " → ",
      el("ins", { text: after || t("catalogue.nothing") }),
    ),
  );
}
