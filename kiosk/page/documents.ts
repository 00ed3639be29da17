/** What to bring, case by case: the case that fits is opened, the others stay folded. */
import { el } from "@web/dom";
import { t, tn } from "@web/i18n";
import { copiesOf } from "./facts";
import { icon } from "./icons";
import type { Paper, ProcedureDetail } from "./types";

type Case = ProcedureDetail["cases"][number];

/** The whole list; those papers that everybody brings come first and need no unfolding. */
export function documents(cases: readonly Case[]): HTMLElement {
  const filled = cases.filter((one) => one.documents.length > 0);
  const common = filled.filter((one) => one.case.trim() === "");
  const own = filled.filter((one) => one.case.trim() !== "");
  const alone = common.length === 0 && own.length === 1;
  const folds = own.map((one) => fold(one.case, papers(one.documents), alone));
  const hint = el("p", { class: "case-hint", text: t("kiosk.papers.cases") });
  return el(
    "div",
    { class: "cases" },
    ...common.map((one) => papers(one.documents)),
    own.length > 1 || (common.length > 0 && own.length > 0) ? hint : null,
    ...folds,
  );
}

/** How many papers there are in all cases. */
export function countPapers(cases: readonly Case[]): number {
  return cases.reduce((sum, one) => sum + one.documents.length, 0);
}

/** A heading that shows and hides what belongs to it. */
export function fold(heading: string, content: HTMLElement, open: boolean): HTMLElement {
  const name = el("span", { class: "fold-name", text: heading, lang: "vi" });
  const button = el("button", { type: "button", class: "fold" }, name);
  button.append(icon("down"));
  const show = (wanted: boolean): void => {
    content.hidden = !wanted;
    button.setAttribute("aria-expanded", String(wanted));
  };
  button.addEventListener("click", () => show(content.hidden !== false));
  show(open);
  return el("section", { class: "case" }, el("h3", {}, button), content);
}

function papers(list: readonly Paper[]): HTMLElement {
  const items = list.map((paper) => {
    const copies = copiesOf(paper);
    const text = el("span", { class: "paper-name", text: paper.document, lang: "vi" });
    const count = copies === "" ? null : el("span", { class: "paper-copies", text: copies });
    return el("li", {}, text, count);
  });
  return el("ul", { class: "papers" }, ...items);
}

/** The heading above the list; it counts only where everybody brings the same. */
export function papersTitle(cases: readonly Case[]): HTMLElement {
  const same = cases.every((one) => one.case.trim() === "" || cases.length === 1);
  return el("h2", { text: tn("kiosk.papers.title", same ? countPapers(cases) : 0) });
}
