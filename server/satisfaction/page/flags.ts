/** What should be looked at, each with the statistic that says so, and presses for no visit. */

import { timeOfDay } from "@web/clock";
import { el } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { dayOf, whole } from "./numbers";
import { report, type CounterPresses, type Flag, type Presses, type Report } from "./report";
import type { Section } from "./sections";

export const flags: Section = {
  id: "flags",
  show: async (root, period) => {
    const found = await report(period, "service");
    root.replaceChildren(
      el("p", { class: "note", text: t("flags.how") }),
      found.flags.length === 0
        ? el("p", { class: "none", text: t("flags.none") })
        : el("ul", { class: "flags" }, ...found.flags.map(item)),
    );
    root.append(...presses(found).filter((node) => node !== false));
  },
};

function item(flag: Flag): HTMLElement {
  const where = pick(flag, "name") || flag.counter;
  return el(
    "li",
    { class: "flag" },
    el("p", {}, el("strong", { text: t(`flag.${flag.kind}`, { name: where }) })),
    el("p", { text: t(`flag.${flag.kind}.more`, params(flag)) }),
    el("p", { class: "note", text: t("flag.chance", { chance: chance(flag.p) }) }),
  );
}

function params(flag: Flag): Record<string, string> {
  const number = new Intl.NumberFormat(language() === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: 1 });
  return {
    seen: whole(flag.seen),
    base: whole(flag.base),
    usual: flag.usual < 0.1 ? t("flag.nearly_none") : number.format(flag.usual),
    day: flag.at === null ? "" : dayOf(flag.at),
    time: flag.at === null ? "" : timeOfDay(flag.at),
  };
}

/** "1 in 25,000": a chance people can picture. */
function chance(p: number): string {
  const times = p > 0 ? Math.floor(1 / p) : Infinity;
  if (times > 1_000_000) return t("flag.chance.tiny");
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(times)) - 1);
  return t("flag.chance.one_in", { n: whole(Math.floor(times / digits) * digits) });
}

const FATES = ["counted", "changed", "repeated", "late", "unbound"] as const;

function presses(found: Report): (HTMLElement | false)[] {
  const { all, late, unbound, by_counter: counters } = found.presses;
  const params = { all: whole(all), late: whole(late), unbound: whole(unbound) };
  const words = t(late + unbound === 0 ? "presses.all_bound" : "presses.unbound", params);
  return [el("p", { class: "presses", text: words }), counters.length > 0 && details(found, counters)];
}

function details(found: Report, counters: CounterPresses[]): HTMLElement {
  const heads = ["counter", "all", ...FATES];
  return el(
    "details",
    { class: "steps" },
    el("summary", { text: t("presses.by_counter") }),
    el(
      "table",
      { class: "data presses-table", role: "table", "aria-label": t("presses.by_counter") },
      el("thead", { role: "rowgroup" }, el("tr", { role: "row" }, ...heads.map((name) => el("th", { scope: "col", role: "columnheader", text: t(`presses.col.${name}`) })))),
      el("tbody", { role: "rowgroup" }, ...counters.map((one) => row(pick(one, "name") || one.counter, one))),
      el("tfoot", { role: "rowgroup" }, row(t("groups.total"), found.presses)),
    ),
  );
}

function row(name: string, counts: Presses): HTMLElement {
  const cells = (["all", ...FATES] as const).map((fate) =>
    el("td", { role: "cell", "data-label": t(`presses.col.${fate}`), text: whole(counts[fate]) }),
  );
  return el("tr", { role: "row" }, el("th", { scope: "row", role: "rowheader", text: name }), ...cells);
}
