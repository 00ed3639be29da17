/** The whole period in a few figures, with those of the period it is compared with. */

import { byId, el, setText } from "@web/dom";
import { t } from "@web/i18n";
import { dayInWords, duration, NONE, percent, whole } from "./numbers";
import type { Figures, Report, Share, Times } from "./types";

interface Card {
  id: string;
  value: (one: Figures) => string;
  base: (one: Figures) => string;
}

const CARDS: readonly Card[] = [
  { id: "issued", value: (one) => whole(one.issued), base: leftWords },
  { id: "served", value: (one) => whole(one.served), base: (one) => t("card.served.base", { n: whole(one.called) }) },
  { id: "wait", value: (one) => duration(one.wait.p50), base: (one) => timesWords(one.wait) },
  { id: "service", value: (one) => duration(one.service_time.p50), base: (one) => timesWords(one.service_time) },
  { id: "no_show", value: (one) => shareOf(one.no_show, one.called), base: (one) => t("card.no_show.base", { n: whole(one.no_show), of: whole(one.called) }) },
  { id: "transferred", value: (one) => whole(one.transferred), base: (one) => t("card.served.base", { n: whole(one.called) }) },
  { id: "satisfied", value: (one) => percent(one.satisfaction.share), base: (one) => ratedWords(one.satisfaction) },
];

export function showWhole(report: Report): void {
  byId("cards").replaceChildren(...CARDS.map((card) => cardOf(card, report)));
  const { compare } = report;
  const words = compare ? t("whole.compare", { from: dayInWords(compare.from), to: dayInWords(compare.to) }) : "";
  setText(byId("whole-compare"), words);
}

function cardOf(card: Card, report: Report): HTMLElement {
  const { whole: now } = report;
  const before = now.before ? t("card.before", { value: card.value(now.before) }) : "";
  return el(
    "div",
    { class: "card", id: `card-${card.id}` },
    el("dt", { text: t(`card.${card.id}`) }),
    el("dd", {}, el("b", { text: card.value(now) }), el("span", { text: card.base(now) }), before && el("span", { class: "before", text: before })),
  );
}

function leftWords(one: Figures): string {
  return t("card.issued.base", { cancelled: whole(one.cancelled), expired: whole(one.expired) });
}

function timesWords(times: Times): string {
  const words = t("card.times.base", { p90: duration(times.p90), n: whole(times.base) });
  return times.small && times.base > 0 ? `${words} ${t("small")}` : words;
}

function ratedWords(share: Share): string {
  const words = t("card.satisfied.base", { n: whole(share.base), coverage: percent(share.coverage) });
  return share.small && share.base > 0 ? `${words} ${t("small")}` : words;
}

/** A share in percent; a dash without a base. */
export function shareOf(part: number, base: number): string {
  return base === 0 ? NONE : percent((100 * part) / base);
}
