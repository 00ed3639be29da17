/** Late, or only not recorded? What the books call late, taken apart. */

import { byId, el } from "@web/dom";
import { t } from "@web/i18n";
import { stacked } from "./bars";
import { count, groupName, type Open } from "./cells";
import { whole } from "./numbers";
import type { Report } from "./types";

/** `report` by department. */
export function showStory(report: Report, open: Open): void {
  byId("story").replaceChildren(...(report.late_in_books > 0 ? [story(report, open)] : []));
}

function story(report: Report, open: Open): HTMLElement {
  const { late, late_only_in_books: books, late_in_books: all } = report;
  const parts = [["books", books] as const, ["late", late] as const];
  return el(
    "div",
    { class: "story-box", id: "story-box" },
    el("p", { class: "story-words" }, el("b", { text: t("story.all", { n: whole(all) }) }), ` ${t(books > 0 ? "story.of_which" : "story.all_late", { n: whole(books) })}`),
    stacked(parts, all, 16),
    el(
      "ul",
      { class: "story-parts" },
      el("li", {}, el("i", { class: "key books", "aria-hidden": "true" }), count(books, { kind: "late_only_in_books" }, t("story.books"), open), ` ${t("story.books")}`),
      el("li", {}, el("i", { class: "key late", "aria-hidden": "true" }), count(late, { kind: "late" }, t("story.late"), open), ` ${t("story.late")}`),
    ),
    el("p", { class: "note", text: whose(report) }),
  );
}

/** The departments that told most of them too late. */
function whose(report: Report): string {
  const most = [...report.groups].sort((a, b) => b.late_only_in_books - a.late_only_in_books);
  const named = most.filter((one) => one.late_only_in_books > 0).slice(0, 3);
  if (named.length === 0) return "";
  const list = named.map((one) => t("story.one", { name: groupName("department", one), n: whole(one.late_only_in_books) }));
  return t("story.whose", { list: list.join("; ") });
}
