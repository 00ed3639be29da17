/** Finding a procedure in everyday words: typed, chosen with the arrows, taken with Enter. */

import { api, ApiError } from "@web/api";
import { el, setText } from "@web/dom";
import { t } from "@web/i18n";
import type { FoundProcedure } from "./dossier_types";
import type { Page } from "./types";

const SHOWN = 5;
/** Milliseconds of quiet after which what is typed is asked for. */
const QUIET_MS = 120;

export class ProcedureFinder {
  readonly root: HTMLElement;
  private readonly input = el("input", {
    type: "text",
    id: "finder-words",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 200,
    "aria-controls": "finder-list",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
  });
  private readonly list = el("ul", { id: "finder-list", class: "finder-list", role: "listbox", "aria-label": t("intake.finder") });
  private readonly said = el("p", { class: "finder-said", role: "status" });
  private found: FoundProcedure[] = [];
  private at = 0;
  private timer = 0;
  private asked = 0;

  constructor(private readonly chosen: (code: string) => void) {
    const label = el("label", { class: "sheet-field", for: "finder-words" }, el("span", { text: t("intake.finder.label") }));
    this.root = el("div", { class: "finder" }, label, this.input, this.said, this.list);
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private typed(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.ask(), QUIET_MS);
  }

  private async ask(): Promise<void> {
    const words = this.input.value.trim();
    const mine = ++this.asked;
    if (words === "") return this.show([], "");
    try {
      const query = new URLSearchParams({ q: words, limit: String(SHOWN) });
      const page = await api<Page<FoundProcedure>>("GET", `/procedures?${query}`);
      if (mine === this.asked) this.show(page?.items ?? [], words);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine === this.asked) setText(this.said, `${error.message} ${error.action}`);
    }
  }

  private show(found: FoundProcedure[], words: string): void {
    this.found = found;
    this.at = 0;
    this.list.replaceChildren(...found.map((one, place) => this.option(one, place)));
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    setText(this.said, words !== "" && found.length === 0 ? t("intake.finder.nothing", { words }) : "");
    this.mark();
  }

  private option(one: FoundProcedure, place: number): HTMLElement {
    const take = (): void => this.chosen(one.code);
    return el(
      "li",
      { id: `finder-${place}`, role: "option", on: { click: take } },
      el("b", { text: one.name }),
      el("span", { text: `${one.code} · ${one.field}` }),
    );
  }

  private mark(): void {
    [...this.list.children].forEach((node, place) => node.setAttribute("aria-selected", String(place === this.at)));
    const active = this.list.children[this.at];
    active?.scrollIntoView({ block: "nearest" });
    if (active) this.input.setAttribute("aria-activedescendant", active.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private onKey(event: KeyboardEvent): void {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      this.at = Math.min(Math.max(this.at + step, 0), Math.max(this.found.length - 1, 0));
      this.mark();
    } else if (event.key === "Enter") {
      const one = this.found[this.at];
      if (one && !event.repeat) this.chosen(one.code);
    } else return;
    event.preventDefault();
  }
}
