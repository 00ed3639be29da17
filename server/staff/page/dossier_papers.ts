/** The list of papers to tick: all are ticked at first, and the button that receives says so. */

import { el, setText } from "@web/dom";
import { t } from "@web/i18n";
import type { IntakeFacts, Paper } from "./dossier_types";

/** The case chosen at first: none where there are papers everybody brings. */
function firstCase(facts: IntakeFacts): string {
  return facts.cases.some((one) => one.case === "") ? "" : (facts.cases[0]?.case ?? "");
}

export class Papers {
  readonly root = el("fieldset", { class: "papers" });
  private readonly legend = el("legend");
  private readonly list = el("ul", { class: "papers-list" });
  private boxes: HTMLInputElement[] = [];
  private chosen = "";

  /** `onChange` hears of every tick. */
  constructor(
    private readonly facts: IntakeFacts,
    private readonly onChange: () => void,
  ) {
    this.chosen = firstCase(facts);
    this.root.append(this.legend, ...this.cases(), this.list);
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    this.fill();
  }

  get case(): string {
    return this.chosen;
  }

  get given(): string[] {
    return this.boxes.filter((box) => box.checked).map((box) => box.value);
  }

  get missing(): string[] {
    return this.boxes.filter((box) => !box.checked).map((box) => box.value);
  }

  get total(): number {
    return this.boxes.length;
  }

  /** Ticks all; where all are ticked, none. */
  toggleAll(): void {
    const wanted = this.missing.length > 0;
    for (const box of this.boxes) box.checked = wanted;
    this.changed();
  }

  private cases(): HTMLElement[] {
    const named = this.facts.cases.map((one) => one.case).filter((name) => name !== "");
    const everybody = this.facts.cases.some((one) => one.case === "");
    if (named.length === 0 || (named.length === 1 && !everybody)) return [];
    const options = everybody ? ["", ...named] : named;
    return [el("div", { class: "papers-cases", role: "radiogroup", "aria-label": t("intake.case") }, ...options.map((one) => this.caseChoice(one)))];
  }

  private caseChoice(name: string): HTMLElement {
    const choose = (): void => {
      this.chosen = name;
      this.fill();
    };
    return el(
      "label",
      { class: "chip-choice" },
      el("input", { type: "radio", name: "case", value: name, checked: name === this.chosen, on: { change: choose } }),
      el("span", { text: name || t("intake.case.usual") }),
    );
  }

  private fill(): void {
    const before = new Map(this.boxes.map((box) => [box.value, box.checked]));
    const shown = this.facts.cases.filter((one) => one.case === "" || one.case === this.chosen);
    const papers = shown.flatMap((one) => one.documents);
    this.boxes = papers.map((paper) => el("input", { type: "checkbox", value: paper.document, checked: before.get(paper.document) ?? true, on: { change: () => this.changed() } }));
    this.list.replaceChildren(...papers.map((paper, place) => row(paper, place, this.boxes[place])));
    this.changed();
  }

  private changed(): void {
    const key = this.total === 0 ? "intake.papers.none" : "intake.papers.some";
    setText(this.legend, t(key, { given: this.given.length, total: this.total }));
    this.onChange();
  }

  /** On a box a figure ticks the paper of that number, and arrows go from one to the next. */
  private onKey(event: KeyboardEvent): void {
    const at = this.boxes.findIndex((box) => box === event.target);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const wanted = /^[1-9]$/.test(event.key) ? this.boxes[Number(event.key) - 1] : undefined;
    if (step !== 0) this.boxes[at + step]?.focus();
    else if (wanted) {
      wanted.checked = !wanted.checked;
      wanted.focus();
      this.changed();
    } else return;
    event.preventDefault();
  }
}

function row(paper: Paper, place: number, box: HTMLInputElement | undefined): HTMLElement {
  const counts = [
    paper.originals > 0 && t("intake.originals", { n: paper.originals }),
    paper.copies > 0 && t("intake.copies", { n: paper.copies }),
  ].filter((one) => one !== false);
  return el(
    "li",
    {},
    el("label", { class: "paper" }, box, el("span", { class: "paper-number", text: String(place + 1), "aria-hidden": "true" }), el("span", { class: "paper-name", text: paper.document }), el("span", { class: "paper-counts", text: counts.join(", ") })),
  );
}
