/** Services, counters, hours … compared, without ranking what chance could turn round. */

import { byId, el } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { saveCsv } from "./csv";
import "./groups.css";
import { intervalBar, scaleFor, type Scale } from "./interval";
import { dayInWords, percent, whole } from "./numbers";
import type { Period } from "./period";
import { report, type By, type Group, type Report } from "./report";
import type { Section } from "./sections";

const CHOICES: readonly By[] = ["service", "field", "department", "counter", "officer", "hour", "day"];
const IN_TIME: readonly By[] = ["hour", "day"];
let by: By = "service";

export const groups: Section = {
  id: "groups",
  show: async (root, period) => {
    const found = await report(period, by);
    const focused = document.activeElement?.id;
    root.replaceChildren(chooser(root, period, found), table(found), ...notes(found));
    if (focused?.startsWith("by-")) byId(focused).focus();
  },
};

function chooser(root: HTMLElement, period: Period, found: Report): HTMLElement {
  const choose = (wanted: By): void => {
    by = wanted;
    void groups.show(root, period);
  };
  return el(
    "div",
    { class: "chooser" },
    el(
      "div",
      { class: "presets", role: "group", "aria-label": t("groups.by") },
      ...CHOICES.map((one) =>
        el("button", {
          type: "button",
          id: `by-${one}`,
          "aria-pressed": String(one === by),
          text: t(`groups.by.${one}`),
          on: { click: () => choose(one) },
        }),
      ),
    ),
    el("button", { type: "button", class: "button", text: t("groups.csv"), on: { click: () => save(found) } }),
  );
}

function table(found: Report): HTMLElement {
  const ordered = order(found.groups);
  if (ordered.length === 0) return el("p", { class: "none", text: t("groups.none") });
  const scale = scaleFor([found.interval, ...ordered.map((one) => one.interval)]);
  return el(
    "table",
    { class: "data", role: "table", "aria-labelledby": "groups-title" },
    el("thead", { role: "rowgroup" }, header(found, scale)),
    el("tbody", { role: "rowgroup" }, ...ordered.map((one) => row(one, scale, found))),
    el("tfoot", { role: "rowgroup" }, total(found, scale)),
  );
}

function header(found: Report, scale: Scale): HTMLElement {
  const head = (name: string, props: Record<string, unknown> = {}, ...inside: Node[]): HTMLElement =>
    el("th", { scope: "col", role: "columnheader", class: name, ...props }, t(`groups.col.${name}`), ...inside);
  const ticks = el("span", { class: "ticks", "aria-hidden": "true" }, ...[scale.low, (scale.low + 100) / 2, 100].map((at) => el("span", { text: `${at}%` })));
  return el(
    "tr",
    { role: "row" },
    head("name"),
    ranked(found) && head("places"),
    head("base"),
    head("coverage"),
    head("share"),
    el("th", { scope: "col", role: "columnheader", class: "bar-cell" }, el("span", { class: "visually-hidden", text: t("groups.col.bar") }), ticks),
    head("interval"),
    head("unsatisfied"),
  );
}

function row(one: Group, scale: Scale, found: Report): HTMLElement {
  return el(
    "tr",
    { role: "row", class: one.small ? "small" : "" },
    el("th", { scope: "row", role: "rowheader" }, nameOf(one), one.small && few()),
    ranked(found) && cell("places", placesText(one)),
    ...cells(one, scale, found.share),
  );
}

function few(): HTMLElement {
  return el("em", { class: "few", text: t("groups.few") });
}

function total(found: Report, scale: Scale): HTMLElement {
  return el(
    "tr",
    { role: "row" },
    el("th", { scope: "row", role: "rowheader", text: t("groups.total") }),
    ranked(found) && cell("places", ""),
    ...cells(found, scale, found.share),
  );
}

type Figures = Omit<Group, "key" | "name" | "name_en" | "rank" | "places">;

function cells(one: Figures, scale: Scale, share: number | null): HTMLElement[] {
  const interval = one.interval ? `${percent(one.interval[0])} – ${percent(one.interval[1])}` : "–";
  const bar = el("td", { role: "cell", class: "bar-cell" }, intervalBar(scale, one.share, one.interval, share));
  return [
    cell("base", `${whole(one.base)} / ${whole(one.served)}`),
    cell("coverage", percent(one.coverage)),
    cell("share", one.hidden ? t("groups.hidden") : percent(one.share)),
    bar,
    cell("interval", interval),
    cell("unsatisfied", one.unsatisfied === null ? "–" : whole(one.unsatisfied)),
  ];
}

function cell(column: string, text: string): HTMLElement {
  return el("td", { role: "cell", class: column, "data-label": t(`groups.col.${column}`), text });
}

function notes(found: Report): (HTMLElement | string)[] {
  const told = [t("groups.note.bar"), t("groups.note.small")];
  if (!IN_TIME.includes(by)) told.push(t(ranked(found) ? "groups.note.places" : "groups.note.no_places"));
  if (by === "officer") told.push(t("groups.note.officer"));
  return [el("ul", { class: "notes" }, ...told.map((text) => el("li", { text })))];
}

/** Whether anybody is surely above somebody else. */
function ranked(found: Report): boolean {
  return !IN_TIME.includes(by) && found.groups.some((one) => one.places !== null);
}

/** By place where there are places, the rest by name; times stay in their order. */
function order(found: Group[]): Group[] {
  if (IN_TIME.includes(by)) return found;
  const byName = new Intl.Collator(language(), { numeric: true });
  // Both ends count: 1–5 stands before 1–11, and who might have any place in the middle.
  const sizeable = found.filter((one) => !one.small).length;
  const middle = (one: Group): number => {
    if (one.small) return Number.MAX_SAFE_INTEGER;
    return one.places ? one.places[0] + one.places[1] : 1 + sizeable;
  };
  return [...found].sort((a, b) => middle(a) - middle(b) || byName.compare(nameOf(a), nameOf(b)));
}

function nameOf(one: Group): string {
  if (by === "day") return dayInWords(one.key);
  if (by === "hour") return t("groups.hour", { from: one.key, to: String(Number(one.key) + 1).padStart(2, "0") });
  return pick(one, "name") || t("groups.nameless");
}

function placesText(one: Group): string {
  if (one.places) return one.places[0] === one.places[1] ? String(one.places[0]) : one.places.join("–");
  return "–";
}

function save(found: Report): void {
  const names = ["name", "places", "base", "served", "coverage", "satisfied", "neutral", "unsatisfied", "share", "low", "high"];
  const rows = [...order(found.groups).map((one) => [nameOf(one), placesText(one), ...csvFigures(one)]), [t("groups.total"), "", ...csvFigures(found)]];
  saveCsv(`${t("groups.csv.file")}-${by}-${found.from}-${found.to}.csv`, [names.map((name) => t(`groups.csv.${name}`)), ...rows]);
}

function csvFigures(one: Figures): (number | null)[] {
  const [low, high] = one.interval ?? [null, null];
  return [one.base, one.served, one.coverage, one.satisfied, one.neutral, one.unsatisfied, one.share, low, high];
}
