/** How long departments leave results unrecorded: a table whose bars are the chart. */

import { byId, el } from "@web/dom";
import { t } from "@web/i18n";
import { lagBar } from "./bars";
import { cell, countCell, groupName, head, type Open } from "./cells";
import { lagWords, whole } from "./numbers";
import type { Figure, Report } from "./types";

/** `report` by department. */
export function showLag(report: Report, open: Open): void {
  const groups = [...report.groups].sort((a, b) => b.late_only_in_books - a.late_only_in_books || b.recording_lag.over_a_day - a.recording_lag.over_a_day);
  const most = Math.max(1, ...groups.map((one) => one.recording_lag.p90_minutes ?? 0));
  const rows = groups.map((one) => row(one, groupName("department", one), one.key, most, open));
  const foot = row(report, t("total"), null, most, open);
  const table = el(
    "table",
    { class: "data", "aria-labelledby": "lag-title" },
    el("thead", {}, el("tr", {}, head(t("by.department")), head(t("lag.bar"), "bar-cell"), ...COLUMNS.map((name) => head(t(`lag.${name}`), "number")))),
    el("tbody", {}, ...rows),
    el("tfoot", {}, foot),
  );
  byId("lag-table").replaceChildren(report.groups.length > 0 ? table : el("p", { class: "none", text: t("none") }));
  byId("lag-notes").replaceChildren(...["lag.note.bar", "lag.note.books"].map((key) => el("li", { text: t(key) })));
}

const COLUMNS = ["p50", "p90", "over_a_day", "books", "late", "overdue"] as const;

function row(one: Figure, name: string, key: string | null, most: number, open: Open): HTMLElement {
  const lag = one.recording_lag;
  const group = key === null ? {} : { by: "department", key };
  const counted = (n: number, kind: string, what: string): HTMLElement => countCell(n, { kind, ...group }, `${t(what)}, ${name}`, open);
  return el(
    "tr",
    {},
    el("th", { scope: "row", class: "name", text: name }),
    el("td", { class: "bar-cell" }, lagBar(most, lag.p50_minutes, lag.p90_minutes)),
    cell(lagWords(lag.p50_minutes), "number"),
    cell(lagWords(lag.p90_minutes), "number"),
    countCell(one.unrecorded, { kind: "unrecorded", ...group }, `${t("lag.over_a_day")}, ${name}`, open, el("span", { class: "under", text: t("lag.of", { n: whole(lag.base) }) })),
    counted(one.late_only_in_books, "late_only_in_books", "lag.books"),
    counted(one.late, "late", "lag.late"),
    counted(one.overdue, "overdue", "lag.overdue"),
  );
}
