/** Today's figures, each with what it is a share of. */

import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";
import { percent, whole } from "./numbers";
import { TOO_FEW, wilson } from "./share";
import type { ManagerView, Today } from "./types";

export function showFigures(view: ManagerView): void {
  const { today } = view;
  const waiting = view.services.reduce((sum, one) => sum + one.waiting, 0);
  const open = view.counters.filter((one) => one.state === "open").length;
  figure("waiting", waiting, t("figure.waiting.base", { open, all: view.counters.length }));
  figure("issued", today.issued, t("figure.issued.base"));
  figure("called", today.called, shareOf(today.called, today.issued, "issued"));
  figure("served", today.served, shareOf(today.served, today.issued, "issued"));
  figure("no-show", today.no_show, shareOf(today.no_show, today.called, "called"));
  showSatisfaction(today);
}

function figure(name: string, value: number, base: string): void {
  setText(byId(`figure-${name}`), whole(value));
  setText(byId(`figure-${name}-base`), base);
}

function shareOf(part: number, base: number, what: "issued" | "called"): string {
  if (base === 0) return t(`share.of_${what}.none`);
  return t(`share.of_${what}`, { share: percent(part / base), base: whole(base) });
}

function showSatisfaction(today: Today): void {
  const n = today.ratings;
  setText(byId("figure-satisfied"), n < TOO_FEW ? "–" : percent(today.satisfied / n));
  setText(byId("figure-satisfied-base"), satisfiedBase(today));
  setText(byId("figure-coverage"), coverage(today));
}

function satisfiedBase(today: Today): string {
  const n = today.ratings;
  if (n < TOO_FEW) return t("satisfied.too_few", { n: whole(n) });
  const { low, high } = wilson(today.satisfied, n);
  return t("satisfied.base", {
    n: whole(n),
    satisfied: whole(today.satisfied),
    unsatisfied: whole(today.unsatisfied),
    low: percent(low),
    high: percent(high),
  });
}

function coverage(today: Today): string {
  if (today.served === 0) return t("coverage.none");
  const share = Math.min(1, today.ratings / today.served);
  return t("coverage", { share: percent(share), base: whole(today.served) });
}
