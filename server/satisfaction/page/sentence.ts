/** The sentence: how many are satisfied, of how many asked, and how far that can be trusted. */

import { el } from "@web/dom";
import { t } from "@web/i18n";
import { intervalBar } from "./interval";
import { percent, whole } from "./numbers";
import { report, type Report } from "./report";
import type { Section } from "./sections";

export const sentence: Section = {
  id: "sentence",
  show: async (root, period) => {
    const found = await report(period, "service");
    root.replaceChildren(...(found.base === 0 ? [nothing(found)] : [figures(found), words(found)]));
  },
};

function nothing(found: Report): HTMLElement {
  return el("p", { class: "none", text: t("sentence.none", { served: whole(found.served) }) });
}

function figures(found: Report): HTMLElement {
  const [low, high] = found.interval ?? [null, null];
  return el(
    "dl",
    { class: "figures" },
    figure("share", percent(found.share), t("sentence.interval", { low: percent(low), high: percent(high) })),
    figure("unsatisfied", percent(found.shares?.unsatisfied ?? null), people(found.unsatisfied)),
    figure("neutral", percent(found.shares?.neutral ?? null), people(found.neutral)),
    figure("base", whole(found.base), t("sentence.base")),
    figure("coverage", percent(found.coverage), t("sentence.coverage", { served: whole(found.served) })),
  );
}

function figure(name: string, value: string, more: string): HTMLElement {
  return el(
    "div",
    { class: `figure ${name}` },
    el("dt", { text: t(`sentence.${name}.title`) }),
    el("dd", {}, el("b", { text: value }), el("span", { text: more })),
  );
}

function people(n: number | null): string {
  return t("sentence.people", { n: whole(n ?? 0) });
}

function words(found: Report): HTMLElement {
  const [low, high] = found.interval ?? [0, 0];
  const said = t("sentence.words", {
    base: whole(found.base),
    served: whole(found.served),
    coverage: percent(found.coverage),
    share: percent(found.share),
    low: percent(low),
    high: percent(high),
    unsatisfied: percent(found.shares?.unsatisfied ?? null),
  });
  return el(
    "div",
    { class: "sentence" },
    el(
      "div",
      { class: "sentence-bar" },
      intervalBar({ low: 0 }, found.share, found.interval, null),
      el("div", { class: "ticks", "aria-hidden": "true" }, ...[0, 25, 50, 75, 100].map(tick)),
    ),
    el("p", { text: said }),
    sources(found),
    found.small && el("p", { class: "caution", text: t("sentence.small") }),
    el("p", { class: "note", text: t("sentence.how") }),
  );
}

/** Where people rated, where they did so in more than one place. */
function sources(found: Report): HTMLElement | false {
  const used = found.sources.filter((one) => one.base > 0);
  if (used.length < 2) return false;
  const said = used.map((one) => t(`sentence.source.${one.source}`, { n: whole(one.base), share: percent(one.share) }));
  return el("p", { text: `${said.join("; ")}.` });
}

function tick(value: number): HTMLElement {
  return el("span", { text: `${value}%` });
}
