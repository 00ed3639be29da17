/** Departments, fields, officers … side by side: a table whose bars are the chart. */

import { byId, el, setText, type Child } from "@web/dom";
import { t } from "@web/i18n";
import { stacked } from "./bars";
import { cell, countCell, groupName, head, under, type Open } from "./cells";
import { oneDigit, percent, signedPercent, whole } from "./numbers";
import { BYS, type By, type Group, type Report, type Satisfaction, type SatisfactionReport } from "./types";

/** The cuts that ratings have too. */
export const RATED: readonly By[] = ["department", "field", "officer"];
const IN_TIME: readonly By[] = ["month", "phase"];
const SHARED = ["early", "on_time", "late"] as const;
const SHOWN = 100;

export function showGroups(report: Report, rated: SatisfactionReport | null, open: Open, choose: (by: By) => void): void {
  setText(byId("groups-title"), t(`groups.title.${report.by}`));
  byId("bys").replaceChildren(...BYS.map((by) => choice(by, by === report.by, choose)));
  byId("groups-table").replaceChildren(table(report, rated, open));
  byId("groups-notes").replaceChildren(...notes(report, rated).map((text) => el("li", { text })));
}

function choice(by: By, pressed: boolean, choose: (by: By) => void): HTMLElement {
  return el("button", { type: "button", id: `by-${by}`, "aria-pressed": String(pressed), text: t(`by.${by}`), on: { click: () => choose(by) } });
}

function table(report: Report, rated: SatisfactionReport | null, open: Open): HTMLElement {
  if (report.groups.length === 0) return el("p", { class: "none", text: t("none") });
  const most = Math.max(...report.groups.map((one) => one.received));
  const ratings = new Map(rated?.groups.map((one) => [one.key, one]));
  const rows = report.groups.slice(0, SHOWN).map((one) => row(report, one, most, rated ? ratings : null, open));
  return el(
    "table",
    { class: "data", "aria-labelledby": "groups-title" },
    el("thead", {}, header(report, rated !== null)),
    el("tbody", {}, ...rows),
    el("tfoot", {}, total(report, rated, open)),
  );
}

function header(report: Report, rated: boolean): HTMLElement {
  const number = (key: string): HTMLElement => head(t(key), "number");
  const legend = [...SHARED, "pending"].map((name) => el("span", { class: "legend" }, el("i", { class: `key ${name}`, "aria-hidden": "true" }), t(`figure.${name}`)));
  return el(
    "tr",
    {},
    head(t(`by.${report.by}`), "name"),
    el("th", { scope: "col", class: "bar-cell" }, ...legend),
    number("figure.received"),
    report.compare && !IN_TIME.includes(report.by) && number("col.before"),
    report.by === "phase" && number("col.a_day"),
    IN_TIME.includes(report.by) && number("col.growth"),
    number("figure.resolved"),
    ...SHARED.map((name) => number(`figure.${name}`)),
    number("figure.pending"),
    number("figure.overdue"),
    rated && number("beside.satisfied"),
  );
}

function row(report: Report, one: Group, most: number, ratings: Map<string, Satisfaction> | null, open: Open): HTMLElement {
  const name = groupName(report.by, one);
  const parts = [...SHARED, "pending"].map((part) => [part, one[part as "pending"]] as const);
  const before = one.before;
  return el(
    "tr",
    {},
    el("th", { scope: "row", class: "name", text: name }),
    el("td", { class: "bar-cell" }, stacked(parts, most)),
    counted("received", report, one, name, open, one.corrected),
    report.compare && !IN_TIME.includes(report.by) && cell(whole(before?.received), "number", under(signedPercent(before?.change.received))),
    report.by === "phase" && cell(one.received_a_day == null ? "" : oneDigit(one.received_a_day), "number"),
    IN_TIME.includes(report.by) && cell(percent(one.growth), "number"),
    counted("resolved", report, one, name, open, one.corrected, percent(one.resolved_share)),
    ...SHARED.map((part) => counted(part, report, one, name, open, one.corrected, one.base > 0 ? percent(one.shares[part]) : "")),
    counted("pending", report, one, name, open, one.corrected),
    counted("overdue", report, one, name, open),
    ratings && satisfied(ratings.get(one.key)),
  );
}

type Counted = "received" | "resolved" | "early" | "on_time" | "late" | "pending" | "overdue";

function counted(kind: Counted, report: Report, one: Group, name: string, open: Open, corrected?: Group["corrected"], share = ""): HTMLElement {
  const changed = corrected && corrected[kind] !== one[kind];
  const more: Child[] = [share && under(share), changed && under(t("card.corrected", { n: whole(corrected[kind]) }), "corrected")];
  return countCell(one[kind], { kind, by: report.by, key: one.key }, `${t(`figure.${kind}`)}, ${name}`, open, ...more);
}

function total(report: Report, rated: SatisfactionReport | null, open: Open): HTMLElement {
  const all = (kind: Counted, share = ""): HTMLElement => countCell(report[kind], { kind }, t(`figure.${kind}`), open, share && under(share));
  return el(
    "tr",
    {},
    el("th", { scope: "row", class: "name", text: t("total") }),
    el("td", { class: "bar-cell" }),
    all("received"),
    report.compare && !IN_TIME.includes(report.by) && cell(whole(report.compare.received), "number", under(signedPercent(report.compare.change.received))),
    report.by === "phase" && cell("", "number"),
    IN_TIME.includes(report.by) && cell("", "number"),
    all("resolved", percent(report.resolved_share)),
    ...SHARED.map((part) => all(part, report.base > 0 ? percent(report.shares[part]) : "")),
    all("pending"),
    all("overdue"),
    rated && satisfied(rated),
  );
}

function satisfied(one: Satisfaction | undefined): HTMLElement {
  if (!one || one.base === 0 || one.share === null) return cell(t("unrated"), "number");
  const [low, high] = one.interval ?? [null, null];
  return cell(percent(one.share), "number", under(`${percent(low)}–${percent(high)}`), under(t("coverage", { n: whole(one.base), coverage: percent(one.coverage) })));
}

function notes(report: Report, rated: SatisfactionReport | null): string[] {
  const told = [t("groups.note.base")];
  if (report.groups.length > SHOWN) told.push(t("groups.note.shown", { shown: whole(SHOWN), n: whole(report.groups.length) }));
  if (IN_TIME.includes(report.by)) told.push(t("groups.note.growth"));
  const last = report.groups[report.groups.length - 1]?.so_far;
  if (IN_TIME.includes(report.by) && last) told.push(t("groups.note.so_far", { received: whole(last.received), resolved: whole(last.resolved), share: percent(last.resolved_share) }));
  if (rated) told.push(t("groups.note.rated"));
  return told;
}
