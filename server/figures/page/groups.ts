/** Services, counters, hours … side by side: a table whose bars are the chart. */

import { byId, el, setText, type Child } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { rowBar, trend } from "./bars";
import { measureName, measuresFor, MEASURES, type Measure } from "./measures";
import { dayInWords, duration, NONE, percent, shortDay, whole } from "./numbers";
import type { By, Compared, Group, Report, Share, Times } from "./types";
import type { Filter } from "./tickets";
import { shareOf } from "./whole";

export type Open = (filter: Filter, words: string) => void;

const IN_ORDER: readonly By[] = ["hour", "day", "weekday"];
const DRILLED: readonly By[] = ["service", "counter", "officer", "hour", "day", "weekday"];
let chosen = "wait";

export function showGroups(report: Report, open: Open): void {
  const measures = measuresFor(report.by);
  const measure = measures.find((one) => one.id === chosen) ?? measures[0] ?? MEASURES[0];
  if (!measure) return;
  setText(byId("groups-title"), t(`groups.title.${report.by}`));
  byId("measures").replaceChildren(...measures.map((one) => choice(one, one === measure, report, open)));
  const ordered = order(report, measure);
  byId("trend").replaceChildren(...trendOf(report, ordered, measure));
  byId("groups-table").replaceChildren(table(report, ordered, measure, open));
  byId("groups-notes").replaceChildren(...notes(report, measure).map((text) => el("li", { text })));
}

function choice(measure: Measure, pressed: boolean, report: Report, open: Open): HTMLElement {
  const choose = (): void => {
    chosen = measure.id;
    showGroups(report, open);
    byId(`measure-${measure.id}`).focus();
  };
  return el("button", {
    type: "button",
    id: `measure-${measure.id}`,
    "aria-pressed": String(pressed),
    text: measureName(measure),
    on: { click: choose },
  });
}

function table(report: Report, groups: readonly Group[], measure: Measure, open: Open): HTMLElement {
  if (groups.length === 0) return el("p", { class: "none", text: t("groups.none") });
  const most = Math.max(0, ...groups.flatMap((one) => [topOf(measure, one), one.before ? topOf(measure, one.before) : 0]));
  const rows = groups.map((one) => row(report, one, measure, most, open));
  return el(
    "table",
    { class: "data", "aria-labelledby": "groups-title" },
    el("thead", {}, header(report, measure)),
    el("tbody", {}, ...rows),
    el("tfoot", {}, total(report, measure)),
  );
}

function topOf(measure: Measure, one: Parameters<Measure["value"]>[0]): number {
  return Math.max(measure.value(one) ?? 0, measure.upper?.(one) ?? 0);
}

function header(report: Report, measure: Measure): HTMLElement {
  const head = (name: string, text: string): HTMLElement => el("th", { scope: "col", class: name, text });
  return el(
    "tr",
    {},
    head("name", t(`by.${report.by}`)),
    head("bar-cell", measureName(measure)),
    report.compare && head("number", t("col.before")),
    withIssues(report) && head("number", t("col.issued")),
    head("number", t("col.called")),
    head("number", t("col.served")),
    head("number", t("col.no_show")),
    head("number", t("col.transferred")),
    head("number times", t("col.wait")),
    head("number times", t("col.service")),
    head("number", t("col.satisfied")),
    el("th", { scope: "col", class: "act" }, el("span", { class: "visually-hidden", text: t("col.tickets") })),
  );
}

function row(report: Report, one: Group, measure: Measure, most: number, open: Open): HTMLElement {
  const before = one.before ? measure.value(one.before) : null;
  const bar = rowBar(most, measure.value(one), measure.upper?.(one) ?? null, before);
  const words = measure.words(measure.value(one));
  const base = measure.base(one);
  const few = base > 0 && base < 30 && measure.id !== "issued" && measure.id !== "served";
  const name = nameOf(report.by, one);
  return el(
    "tr",
    {},
    el("th", { scope: "row", class: "name", text: name }),
    el("td", { class: "bar-cell" }, el("span", { class: "bar-words" }, words, few && el("em", { class: "few", text: t("few", { n: base }) })), bar),
    report.compare && cell(one.before ? measure.words(before) : NONE),
    ...cells(report, one),
    el("td", { class: "act" }, drill(report.by, one, name, open)),
  );
}

function total(report: Report, measure: Measure): HTMLElement {
  const { whole: all } = report;
  return el(
    "tr",
    {},
    el("th", { scope: "row", class: "name", text: t("groups.total") }),
    el("td", { class: "bar-cell", text: measure.words(measure.value(all)) }),
    report.compare && cell(all.before ? measure.words(measure.value(all.before)) : NONE),
    ...cells(report, all),
    el("td", { class: "act" }),
  );
}

function cells(report: Report, one: Compared): Child[] {
  return [
    withIssues(report) && cell(whole(one.issued)),
    cell(whole(one.called)),
    cell(whole(one.served)),
    cell(whole(one.no_show), shareOf(one.no_show, one.called)),
    cell(whole(one.transferred)),
    cell(duration(one.wait.p50), upTo(one.wait), "times"),
    cell(duration(one.service_time.p50), upTo(one.service_time), "times"),
    cell(one.satisfaction.hidden ? t("hidden") : percent(one.satisfaction.share), ratedBy(one.satisfaction)),
  ];
}

function cell(text: string, under = "", name = ""): HTMLElement {
  return el("td", { class: `number ${name}` }, text, under && el("span", { class: "under", text: under }));
}

function upTo(times: Times): string {
  return times.base === 0 ? "" : t("cell.p90", { p90: duration(times.p90), n: whole(times.base) });
}

function ratedBy(share: Share): string {
  return share.base === 0 ? "" : t("cell.rated", { n: whole(share.base) });
}

function drill(by: By, one: Group, name: string, open: Open): Child {
  if (!DRILLED.includes(by) || (one.key === "" && by !== "day")) return null;
  const filter = filterOf(by, one.key);
  return el("button", {
    type: "button",
    class: "button small",
    "aria-label": t("groups.tickets.of", { name }),
    text: t("groups.tickets"),
    on: { click: () => open(filter, name) },
  });
}

function filterOf(by: By, key: string): Filter {
  if (by === "day") return { from: key, to: key };
  return { [by]: by === "hour" ? String(Number(key)) : key };
}

function trendOf(report: Report, groups: readonly Group[], measure: Measure): HTMLElement[] {
  const [first, last] = [groups[0], groups[groups.length - 1]];
  if (report.by !== "day" || !first || !last || groups.length < 2) return [];
  const values = groups.map(measure.value);
  const uppers = groups.map((one) => measure.upper?.(one) ?? null);
  const most = Math.max(0, ...[...values, ...uppers].map((one) => one ?? 0));
  const ends = el("p", { class: "trend-ends" }, el("span", { text: dayInWords(first.key) }), el("span", { text: dayInWords(last.key) }));
  const top = el("p", { class: "trend-top", text: t("trend.top", { value: measure.words(most) }) });
  return [el("figure", { class: "trend-box" }, top, trend(values, uppers), ends)];
}

function notes(report: Report, measure: Measure): string[] {
  const told = [t(`note.${measure.id}`)];
  if (measure.upper) told.push(t("note.resolution", { percent: report.resolution * 100 }));
  if (report.by === "officer") told.push(t("note.officer"));
  if (report.by === "hour") told.push(t("note.hour"));
  if (!withIssues(report)) told.push(t("note.drawn"));
  if (report.compare) told.push(t("note.compare"));
  return told;
}

function withIssues(report: Report): boolean {
  return report.by !== "counter" && report.by !== "officer";
}

function order(report: Report, measure: Measure): Group[] {
  if (IN_ORDER.includes(report.by)) return report.groups;
  const byName = new Intl.Collator(language(), { numeric: true });
  const value = (one: Group): number => measure.value(one) ?? -1;
  return [...report.groups].sort(
    (a, b) => value(b) - value(a) || byName.compare(nameOf(report.by, a), nameOf(report.by, b)),
  );
}

export function nameOf(by: By, one: Group): string {
  if (by === "day") return shortDay(one.key);
  if (by === "weekday") return t(`weekday.${one.key}`);
  if (by === "hour") return t("hour", { from: Number(one.key), to: Number(one.key) + 1 });
  return pick(one, "name") || t("unknown");
}
