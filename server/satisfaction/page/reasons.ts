/** Why people were not satisfied, and the way from a reason to a case. */

import { el } from "@web/dom";
import { pick, t } from "@web/i18n";
import { caseList, isOpenWhole } from "./case_list";
import { openNew } from "./case_form";
import { percent, whole } from "./numbers";
import "./reasons.css";
import { report, type Reason } from "./report";
import type { Section } from "./sections";

export const reasons: Section = {
  id: "reasons",
  show: async (root, period) => {
    const [found, cases] = await Promise.all([report<Reason>(period, "reason"), caseList()]);
    if (found.groups.length === 0) {
      root.replaceChildren(el("p", { class: "none", text: t("reasons.none") }));
      return;
    }
    const named = new Map(cases.reasons.map((one) => [one.id, pick(one, "name")]));
    const most = Math.max(...found.groups.map((one) => one.n));
    const base = found.groups[0]?.base ?? 0;
    root.replaceChildren(
      el("p", { class: "note", text: t("reasons.base", { base: whole(base) }) }),
      el(
        "ul",
        { class: "reason-rows" },
        ...found.groups.map((one) =>
          row(one, named.get(one.key) ?? one.key, most, cases.items.some((c) => isOpenWhole(c, one.key))),
        ),
      ),
    );
  },
};

function row(reason: Reason, name: string, most: number, hasCase: boolean): HTMLElement {
  const bar = el("span", { class: "bar-fill" });
  bar.style.width = `${(100 * reason.n) / most}%`;
  const figures = t("reasons.figures", { n: whole(reason.n), share: percent(reason.share) });
  return el(
    "li",
    {},
    el("span", { class: "reason-name", text: name }),
    el("span", { class: "bar", "aria-hidden": "true" }, bar),
    el("span", { class: "reason-figures", text: figures }),
    hasCase
      ? el("a", { class: "reason-case", href: "#cases", text: t("reasons.has_case") })
      : opener(reason.key, name),
  );
}

function opener(key: string, name: string): HTMLElement {
  return el("button", {
    type: "button",
    class: "small-button",
    text: t("reasons.open"),
    "aria-label": t("reasons.open.of", { name }),
    on: { click: () => openNew(key) },
  });
}
