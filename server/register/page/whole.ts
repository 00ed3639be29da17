/** The whole period: what was received and what became of it, each figure with its base. */

import { byId, el, setText, type Child } from "@web/dom";
import { t } from "@web/i18n";
import { stacked } from "./bars";
import { cell, count, head, type Open } from "./cells";
import { dayInWords, NONE, percent, signedPercent, waitWords, whole } from "./numbers";
import type { Counts, Report, SatisfactionReport, Waits } from "./types";

const CARDS = ["received", "resolved", "early", "on_time", "late", "pending"] as const;
type Card = (typeof CARDS)[number];
const SHARED = ["early", "on_time", "late"] as const;

export function showWhole(report: Report, open: Open): void {
  const { compare } = report;
  const words = compare ? t("whole.compare", { from: dayInWords(compare.from), to: dayInWords(compare.to) }) : "";
  setText(byId("whole-compare"), words);
  byId("cards").replaceChildren(...CARDS.map((card) => cardOf(card, report, open)));
  byId("shares").replaceChildren(...(report.base > 0 ? [shares(report)] : []));
}

/** Satisfaction and waits of the same days; null while they are not known. */
export function showBeside(satisfied: SatisfactionReport | null, waits: Waits | null): void {
  const beside: Child[] = [];
  if (satisfied) beside.push(plain("satisfied", percent(satisfied.share), satisfiedBase(satisfied)));
  const wait = waits?.whole.wait;
  if (wait) {
    const told = { p90: waitWords(wait.p90), n: whole(wait.base) };
    beside.push(plain("wait", waitWords(wait.p50), t(wait.base > 0 ? "beside.wait.base" : "beside.wait.none", told)));
  }
  byId("beside").replaceChildren(...beside.filter((one): one is HTMLElement => !!one));
}

function cardOf(card: Card, report: Report, open: Open): HTMLElement {
  const title = t(`figure.${card}`);
  const before = report.compare;
  const corrected = report.closed?.corrected;
  return el(
    "div",
    { class: `card card-${card}`, id: `card-${card}` },
    el("dt", { text: title }),
    el(
      "dd",
      {},
      el("b", {}, count(report[card], { kind: card }, title, open)),
      el("span", { text: baseOf(card, report) }),
      card === "pending" && report.overdue > 0 && el("span", {}, count(report.overdue, { kind: "overdue" }, t("figure.overdue"), open), ` ${t("card.overdue")}`),
      card === "received" && report.carried_over > 0 && el("span", {}, `${t("card.carried_over")} `, count(report.carried_over, { kind: "carried_over" }, t("figure.carried_over"), open)),
      before && el("span", { class: "before", text: beforeOf(card, before) }),
      corrected && corrected[card] !== report[card] && el("span", { class: "corrected", text: t("card.corrected", { n: whole(corrected[card]) }) }),
    ),
  );
}

function baseOf(card: Card, report: Report): string {
  if (card === "received") return t("card.received.base");
  if (card === "resolved") return t("card.resolved.base", { share: percent(report.resolved_share) });
  if (card === "pending") return t("card.pending.base", { share: percent(pendingShare(report)) });
  return report.base === 0 ? t("card.none") : t("card.share", { share: percent(report.shares[card]), base: whole(report.base) });
}

/** What is left of 100 % beside the share resolved. */
function pendingShare(report: Counts): number | null {
  return report.resolved_share === null ? null : Math.round((100 - report.resolved_share) * 10) / 10;
}

function beforeOf(card: Card, before: NonNullable<Report["compare"]>): string {
  const told = { value: whole(before[card]) };
  if (card !== "received" && card !== "resolved") return t("card.before", told);
  return t("card.before.change", { ...told, change: signedPercent(before.change[card]) });
}

function shares(report: Report): HTMLElement {
  const bar = stacked(SHARED.map((name) => [name, report[name]] as const), report.base, 16);
  const rows = SHARED.map((name) =>
    el("tr", {}, el("th", { scope: "row" }, el("i", { class: `key ${name}`, "aria-hidden": "true" }), t(`figure.${name}`)), cell(whole(report[name]), "number"), cell(percent(report.shares[name]), "number")),
  );
  const sum = el("tr", {}, el("th", { scope: "row", text: t("shares.sum") }), cell(whole(report.base), "number"), cell(percent(100), "number"));
  const undated = report.undated > 0 ? ` ${t("shares.undated", { n: whole(report.undated) })}` : "";
  const caption = el("caption", { text: t("shares.caption", { base: whole(report.base) }) + undated });
  const header = el("tr", {}, head(t("shares.part")), head(t("shares.dossiers"), "number"), head(t("shares.share"), "number"));
  const table = el("table", { class: "data shares" }, caption, el("thead", {}, header), el("tbody", {}, ...rows), el("tfoot", {}, sum));
  return el("div", { class: "shares-box" }, el("div", { class: "shares-bar" }, bar), table);
}

function plain(name: string, value: string, base: string): HTMLElement {
  return el("div", { class: "card", id: `beside-${name}` }, el("dt", { text: t(`beside.${name}`) }), el("dd", {}, el("b", { text: value }), el("span", { text: base })));
}

function satisfiedBase(one: SatisfactionReport): string {
  if (one.base === 0) return t("beside.satisfied.none", { served: whole(one.served) });
  const [low, high] = one.interval ?? [null, null];
  const told = { n: whole(one.base), coverage: percent(one.coverage), low: low === null ? NONE : percent(low), high: percent(high) };
  return t(one.small ? "beside.satisfied.small" : "beside.satisfied.base", told);
}
