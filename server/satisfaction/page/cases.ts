/** The board: what is proposed, what is under way, what is closed and whether it helped. */

import { byId, el } from "@web/dom";
import { pick, t } from "@web/i18n";
import { caseCard } from "./case_card";
import { openNew } from "./case_form";
import "./cases.css";
import { caseList, type Case, type CaseList } from "./case_list";
import { percent, whole } from "./numbers";
import type { Section } from "./sections";

const COLUMNS: readonly (readonly [string, readonly Case["state"][]])[] = [
  ["new", ["new", "seen"]],
  ["planned", ["planned"]],
  ["closed", ["done", "not_planned"]],
];

export const cases: Section = {
  id: "cases",
  show: async (root) => {
    const found = await caseList();
    const focused = document.activeElement?.id ?? "";
    root.replaceChildren(
      el("p", { class: "note", text: t("cases.how") }),
      ...suggestions(found),
      el("div", { class: "board" }, ...COLUMNS.map(([name, states]) => column(name, states, found))),
      el("button", { type: "button", id: "case-new", class: "button", text: t("cases.new"), on: { click: () => openNew() } }),
    );
    if (focused && root.querySelector(`#${CSS.escape(focused)}`)) byId(focused).focus();
  },
};

function suggestions(found: CaseList): HTMLElement[] {
  return found.suggestions.map((one) =>
    el(
      "div",
      { class: "suggestion" },
      el(
        "p",
        {},
        el("strong", { text: t("cases.suggested", { name: pick(one.reason, "name") }) }),
        " ",
        t("cases.suggested.more", { n: whole(one.n), base: whole(one.base), share: percent(one.share) }),
      ),
      el("button", {
        type: "button",
        class: "button primary",
        text: t("reasons.open"),
        "aria-label": t("reasons.open.of", { name: pick(one.reason, "name") }),
        on: { click: () => openNew(one.reason.id) },
      }),
    ),
  );
}

function column(name: string, states: readonly Case["state"][], found: CaseList): HTMLElement {
  const shown = found.items.filter((one) => states.includes(one.state));
  const id = `board-${name}`;
  return el(
    "section",
    { class: "column", "aria-labelledby": id },
    el("h3", { id, text: t(`cases.column.${name}`, { n: shown.length }) }),
    shown.length === 0 && el("p", { class: "none", text: t(`cases.column.${name}.none`) }),
    ...shown.map(caseCard),
  );
}
