/** What people say and what the catalogue calls it: change the list, and try a query on it. */

import { api, ApiError } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { all, guarded, rowButton, table } from "./lists";
import type { Found, Page, Synonym } from "./types";
import "./synonyms.css";

/** Rows shown at once: the list has hundreds. */
const SHOWN = 40;
const PAUSE_MS = 150;

export class Synonyms {
  private rows: Synonym[] = [];
  private shipped = true;
  /** The place of the row being changed; null for a new one. */
  private edited: number | null = null;
  private asked = 0;
  private timer = 0;
  private readonly query = byId<HTMLInputElement>("synonyms-query");
  private readonly filter = byId<HTMLInputElement>("synonyms-filter");
  private readonly said = byId<HTMLTextAreaElement>("synonym-said");
  private readonly means = byId<HTMLTextAreaElement>("synonym-means");
  private readonly error = byId("synonym-error");

  constructor() {
    this.query.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => void guarded(() => this.find()), PAUSE_MS);
    });
    this.filter.addEventListener("input", () => this.paint());
    byId("synonym-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void guarded(() => this.save());
    });
    byId("synonym-cancel").addEventListener("click", () => this.edit(null));
    byId("synonyms-restore").addEventListener("click", () => void guarded(() => this.restore()));
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    const head = await api<Page<Synonym> & { shipped: boolean }>("GET", "/synonyms?limit=1");
    this.shipped = head?.shipped ?? true;
    this.rows = await all<Synonym>("/synonyms");
    this.edit(null);
  }

  /** Shows what the query finds now; an answer that comes late is left out. */
  private async find(): Promise<void> {
    const turn = ++this.asked;
    const text = this.query.value;
    const path = `/procedures?limit=5&q=${encodeURIComponent(text)}`;
    const page = text.trim() === "" ? null : await api<Page<Found>>("GET", path);
    if (turn !== this.asked) return;
    const items = (page?.items ?? []).map((one) => {
      const why = one.why ? el("span", { class: "hint", text: t("synonyms.why", { said: one.why }) }) : null;
      return el("li", {}, el("code", { text: one.code }), " ", one.name, why);
    });
    byId("synonyms-found").replaceChildren(...items);
    const none = text.trim() !== "" && items.length === 0;
    byId("synonyms-found-status").textContent = none ? t("synonyms.nothing") : "";
  }

  private async save(): Promise<void> {
    const said = parts(this.said.value, /[;\n]/).join("; ");
    const means = parts(this.means.value, /[|\n]/);
    const wrong = said === "" ? "synonym.said.empty" : means.length === 0 ? "synonym.means.empty" : null;
    this.complain(wrong);
    if (wrong) return (said === "" ? this.said : this.means).focus();
    const rows = [...this.rows];
    if (this.edited === null) rows.unshift({ said, means });
    else rows[this.edited] = { said, means };
    await this.keep(rows, t("synonym.done"));
    this.said.focus();
  }

  private async keep(rows: Synonym[], done: string): Promise<void> {
    try {
      await api("PUT", "/synonyms", { items: rows });
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 422) throw error;
      return this.complain("synonym.refused");
    }
    this.rows = rows;
    this.shipped = false;
    this.edit(null);
    byId("synonym-status").textContent = done;
    await this.find();
  }

  private async restore(): Promise<void> {
    await api("DELETE", "/synonyms");
    await this.load();
    byId("synonym-status").textContent = t("synonyms.restored");
    await this.find();
  }

  private edit(place: number | null): void {
    this.edited = place;
    const row = place === null ? undefined : this.rows[place];
    this.said.value = row ? row.said : "";
    this.means.value = row ? row.means.join("\n") : "";
    this.complain(null);
    byId("synonym-status").textContent = "";
    this.paint();
    if (row) this.said.focus();
  }

  private complain(key: string | null): void {
    this.error.hidden = key === null;
    this.error.textContent = key === null ? "" : t(key);
    const means = key === "synonym.means.empty";
    this.said.setAttribute("aria-invalid", String(key !== null && !means));
    this.means.setAttribute("aria-invalid", String(means));
  }

  private paint(): void {
    byId("synonym-title").textContent = t(this.edited === null ? "synonym.add" : "synonym.change");
    byId("synonym-cancel").hidden = this.edited === null;
    byId("synonyms-restore").hidden = this.shipped;
    const wanted = bare(this.filter.value);
    const places = [...this.rows.keys()].filter((place) => holds(this.rows[place], wanted));
    const counts = { n: places.length, all: this.rows.length, shown: Math.min(SHOWN, places.length) };
    byId("synonyms-summary").textContent = t("synonyms.summary", counts);
    const columns = ["synonyms.said", "synonyms.means", "list.do"];
    const rows = places.slice(0, SHOWN).map((place) => this.row(place));
    byId("synonyms-list").replaceChildren(table(t("synonyms.title"), columns, rows, t("synonyms.none")));
  }

  private row(place: number): (Node | string)[] {
    const { said, means } = this.rows[place] ?? { said: "", means: [] };
    const change = rowButton(t("synonyms.edit"), t("synonyms.edit.what", { said }), async () => this.edit(place));
    const remove = rowButton(t("synonyms.remove"), t("synonyms.remove.what", { said }), () =>
      this.keep(this.rows.filter((_, other) => other !== place), t("synonyms.removed")),
    );
    const names = el("ol", { class: "meanings" }, ...means.map((text) => el("li", { text })));
    return [el("span", { class: "said", text: said }), names, el("span", { class: "row-buttons" }, change, remove)];
  }
}

function parts(text: string, between: RegExp): string[] {
  return text.split(between).map((one) => one.trim()).filter((one) => one !== "");
}

/** Without diacritics, as the search itself compares. */
function bare(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d").trim();
}

function holds(row: Synonym | undefined, wanted: string): boolean {
  return row !== undefined && bare([row.said, ...row.means].join(" ")).includes(wanted);
}
