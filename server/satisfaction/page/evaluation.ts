/** Nine indices of 0 to 2 points for every department, or every officer, of a quarter. */

import { api } from "@web/api";
import { el } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { openMark } from "./evaluation_form";
import { percent, whole } from "./numbers";
import type { Period } from "./period";
import type { Section } from "./sections";

export type Kind = "department" | "officer";
export type Grade = "excellent" | "good" | "fair" | "average" | "weak";

export interface Mark {
  /** Null where an earlier mark was taken back. */
  points: number | null;
  note: string;
  by: string | null;
  at: string;
}

export interface Index {
  key: string;
  name: string;
  name_en: string;
  fact: string | null;
  full_pct: number;
  part_pct: number;
  points: number | null;
  source: "fact" | "mark" | null;
  hits: number | null;
  base: number;
  /** Percent. */
  share: number | null;
  /** Newest first. */
  marks: Mark[];
}

export interface Subject {
  id: string;
  name: string;
  name_en: string;
  indices: Index[];
  points: number;
  missing: string[];
  /** Null while one of the nine is missing. */
  grade: Grade | null;
}

export interface Evaluations {
  quarter: string;
  from: string;
  to: string;
  kind: Kind;
  ended: boolean;
  grades: { key: Grade; least: number }[];
  wait_target_min: number;
  items: Subject[];
}

const OFFERED = 8;
let kind: Kind = "department";
let chosen: string | null = null;

export const evaluation: Section = {
  id: "evaluation",
  show: async (root, period) => {
    const quarter = chosen ?? quarterOf(period);
    const query = new URLSearchParams({ quarter, kind }).toString();
    const found = await api<Evaluations>("GET", `/evaluations?${query}`, undefined, { timeoutMs: 20_000 });
    if (found) draw(root, found, period);
  },
};

function draw(root: HTMLElement, found: Evaluations, period: Period): void {
  root.replaceChildren(
    chooser(root, found, period),
    el("p", { class: "note", text: t(found.ended ? "evaluation.ended" : "evaluation.running", { quarter: inWords(found.quarter) }) }),
    found.items.length === 0 ? el("p", { class: "none", text: t("evaluation.none") }) : table(root, found, period),
    legend(found),
  );
}

function chooser(root: HTMLElement, found: Evaluations, period: Period): HTMLElement {
  const quarters = el("select", { id: "evaluation-quarter" }, ...offered(found.quarter).map((one) => el("option", { value: one, selected: one === found.quarter, text: inWords(one) })));
  const kinds = el("select", { id: "evaluation-kind" }, ...(["department", "officer"] as const).map((one) => el("option", { value: one, selected: one === found.kind, text: t(`evaluation.kind.${one}`) })));
  const again = (): void => {
    chosen = quarters.value;
    kind = kinds.value as Kind;
    void evaluation.show(root, period);
  };
  quarters.addEventListener("change", again);
  kinds.addEventListener("change", again);
  return el(
    "div",
    { class: "chooser evaluation-chooser" },
    el("label", {}, el("span", { text: t("evaluation.quarter") }), quarters),
    el("label", {}, el("span", { text: t("evaluation.of") }), kinds),
  );
}

function table(root: HTMLElement, found: Evaluations, period: Period): HTMLElement {
  const indices = found.items[0]?.indices ?? [];
  const head = [
    el("th", { scope: "col", text: t(`evaluation.kind.${found.kind}`) }),
    ...indices.map((one, n) => el("th", { scope: "col", class: "point", title: pick(one, "name") }, el("abbr", { title: pick(one, "name"), text: String(n + 1) }))),
    el("th", { scope: "col", class: "sum", text: t("evaluation.sum") }),
    el("th", { scope: "col", text: t("evaluation.grade") }),
  ];
  const redraw = (answer: Evaluations): void => draw(root, answer, period);
  return el(
    "div",
    { class: "evaluation-scroll" },
    el(
      "table",
      { class: "evaluation" },
      el("caption", { class: "visually-hidden", text: t("section.evaluation") }),
      el("thead", {}, el("tr", {}, ...head)),
      el("tbody", {}, ...found.items.map((one) => row(one, found, redraw))),
    ),
  );
}

function row(subject: Subject, found: Evaluations, redraw: (answer: Evaluations) => void): HTMLElement {
  const most = found.items[0]?.indices.length ?? 0;
  const grade = subject.grade;
  return el(
    "tr",
    {},
    el("th", { scope: "row", text: pick(subject, "name") }),
    ...subject.indices.map((index) => el("td", { class: "point" }, cell(subject, index, found, redraw))),
    el("td", { class: "sum", text: `${number(subject.points)}/${2 * most}` }),
    grade
      ? el("td", { class: "grade", data: { grade }, text: t(`evaluation.grade.${grade}`) })
      : el("td", { class: "grade", text: t("evaluation.missing", { n: subject.missing.length }) }),
  );
}

function cell(subject: Subject, index: Index, found: Evaluations, redraw: (answer: Evaluations) => void): HTMLElement {
  const points = index.points === null ? "–" : number(index.points);
  const told = index.points === null ? t("evaluation.unknown") : t(`evaluation.from.${index.source ?? "fact"}`, { points });
  const label = `${pick(subject, "name")}, ${pick(index, "name")}: ${told}`;
  const node = el("button", { type: "button", class: "point-button", "aria-label": label, data: { source: index.source ?? "none" } }, points, index.source === "mark" && el("span", { class: "by-hand", "aria-hidden": "true", text: "*" }));
  node.addEventListener("click", () => openMark({ subject, index, found, saved: redraw }));
  return node;
}

function legend(found: Evaluations): HTMLElement {
  const indices = found.items[0]?.indices ?? [];
  const grades = found.grades.map((one) => t("evaluation.from_points", { grade: t(`evaluation.grade.${one.key}`), least: number(one.least) }));
  return el(
    "div",
    { class: "evaluation-legend" },
    el("ol", {}, ...indices.map((one) => el("li", {}, el("b", { text: pick(one, "name") }), ` – ${measured(one, found)}`))),
    el("p", { class: "note", text: `${t("evaluation.by_hand")} ${grades.join(" · ")}` }),
  );
}

/** How an index gets its points, in words. */
export function measured(index: Index, found: Evaluations): string {
  if (index.fact === null) return t("evaluation.entered");
  const fact = t(`evaluation.fact.${index.fact}`, { minutes: found.wait_target_min });
  return t("evaluation.rule", { fact, full: whole(index.full_pct), part: whole(index.part_pct) });
}

/** The fact behind an index: "95,0 % (190/200)". */
export function factOf(index: Index): string {
  if (index.hits === null) return t("evaluation.no_fact");
  return `${percent(index.share)} (${whole(index.hits)}/${whole(index.base)})`;
}

/** "14,5" or "14.5". */
export function number(points: number): string {
  return new Intl.NumberFormat(language() === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: 1 }).format(points);
}

/** "Quý 4/2026" of "2026-Q4". */
export function inWords(quarter: string): string {
  return t("evaluation.quarter.name", { n: quarter.slice(6), year: quarter.slice(0, 4) });
}

function quarterOf({ to }: Period): string {
  return `${to.slice(0, 4)}-Q${Math.ceil(Number(to.slice(5, 7)) / 3)}`;
}

/** The quarter asked for and those around it that have begun, newest first. */
function offered(asked: string): string[] {
  const today = new Date();
  const newest = Math.max(today.getFullYear() * 4 + Math.floor(today.getMonth() / 3), serial(asked));
  const listed = Array.from({ length: OFFERED }, (_, n) => name(newest - n));
  return listed.includes(asked) ? listed : [...listed, asked];
}

function serial(quarter: string): number {
  return Number(quarter.slice(0, 4)) * 4 + Number(quarter.slice(6)) - 1;
}

function name(serial: number): string {
  return `${Math.floor(serial / 4)}-Q${(serial % 4) + 1}`;
}
