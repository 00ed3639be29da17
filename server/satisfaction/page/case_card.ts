/** One case: where it stands, what was done when, and whether fewer people name its reason. */

import { el } from "@web/dom";
import { pick, t } from "@web/i18n";
import { openStep } from "./case_form";
import type { Case, CaseAction, CaseStep, DaysCount } from "./case_list";
import { dayInWords, dayOf, percent, whole } from "./numbers";

export function caseCard(one: Case): HTMLElement {
  const title = `case-${one.id}`;
  return el(
    "article",
    { class: "case", data: { state: one.state }, "aria-labelledby": title },
    el("h4", { id: title, text: pick(one.reason, "name") }),
    el(
      "p",
      { class: "marks" },
      el("span", { class: "mark", data: { state: one.state }, text: t(`case.state.${one.state}`) }),
      el("span", { class: "mark place", text: place(one) }),
      el("span", { class: "mark place", text: t(one.public ? "case.public" : "case.internal") }),
    ),
    one.due !== null &&
      el("p", { class: one.overdue ? "due overdue" : "due", text: dueText(one) }),
    el("p", { class: "counts", text: recent(one) }),
    one.compared && compared(one.compared),
    history(one),
    el("p", { class: "case-actions" }, ...actions(one)),
  );
}

export function place(one: Case): string {
  const names = [one.service, one.counter].flatMap((part) => (part ? [pick(part, "name")] : []));
  return names.length > 0 ? names.join(", ") : t("case.everywhere");
}

function dueText(one: Case): string {
  return t(one.overdue ? "case.overdue" : "case.due", { day: dayInWords(one.due ?? "") });
}

function recent(one: Case): string {
  const { n, base, share } = one.recent;
  if (base === 0) return t("case.recent.none");
  return t("case.recent", { n: whole(n), base: whole(base), share: percent(share) });
}

function compared(found: NonNullable<Case["compared"]>): HTMLElement {
  return el(
    "div",
    { class: "compared", data: { verdict: found.verdict } },
    el("p", { class: "verdict", text: t(`case.verdict.${found.verdict}`) }),
    el("p", { text: side("before", found.before) }),
    el("p", { text: side("since", found.since) }),
  );
}

function side(name: "before" | "since", found: DaysCount): string {
  const [low, high] = found.interval ?? [null, null];
  return t(found.base === 0 ? `case.${name}.none` : `case.${name}`, {
    from: dayInWords(found.from),
    to: dayInWords(found.to),
    n: whole(found.n),
    base: whole(found.base),
    share: percent(found.share),
    low: percent(low),
    high: percent(high),
  });
}

/** Of what is closed, the steps are there for whoever asks. */
function history(one: Case): HTMLElement {
  const open = one.state !== "done" && one.state !== "not_planned";
  return el(
    "details",
    { class: "steps", open },
    el("summary", { text: t("case.steps", { n: one.steps.length }) }),
    el("ol", { class: "history" }, ...one.steps.map(step)),
  );
}

function step(taken: CaseStep): HTMLElement {
  return el(
    "li",
    {},
    el("p", {}, el("strong", { text: t(`case.step.${taken.step}`) }), " ", el("span", { class: "when", text: by(taken) })),
    taken.note !== "" && el("p", { class: "internal" }, el("b", { text: t("case.note") }), " ", taken.note),
    taken.words !== "" && el("p", { class: "words" }, el("b", { text: t("case.words") }), " ", pick(taken, "words")),
  );
}

function by(taken: CaseStep): string {
  const day = dayOf(taken.at);
  const due = taken.due === null ? "" : ` ${t("case.step.for", { day: dayInWords(taken.due) })}`;
  return (taken.by === null ? day : t("case.step.by", { day, name: taken.by })) + due;
}

function actions(one: Case): HTMLElement[] {
  const reword: CaseAction[] = one.public ? ["reword"] : [];
  return [...one.next, ...reword].map((action) =>
    el("button", {
      type: "button",
      id: `case-${action}-${one.id}`,
      class: "small-button",
      text: t(action === "plan" && one.state === "planned" ? "case.action.plan_again" : `case.action.${action}`),
      on: { click: () => openStep(one, action) },
    }),
  );
}
