/** The latest calls and ratings. A rating is shown without who was rated by whom: no names. */

import { timeOfDay } from "@web/clock";
import { byId, el } from "@web/dom";
import { pick, t } from "@web/i18n";
import type { CallRow, ManagerView, RatingRow } from "./types";

export function showRecent(view: ManagerView): void {
  const counters = new Map(view.counters.map((one) => [one.id, pick(one, "name")]));
  byId("call-rows").replaceChildren(...view.calls.slice(0, 10).map(callRow));
  byId("rating-rows").replaceChildren(...view.ratings.slice(0, 10).map((one) => ratingRow(one, counters)));
  byId("calls-none").hidden = view.calls.length > 0;
  byId("ratings-none").hidden = view.ratings.length > 0;
}

function callRow(call: CallRow): HTMLElement {
  const again = call.attempt > 1 ? t("call.attempt", { n: call.attempt }) : "";
  return el(
    "li",
    {},
    el("time", { text: timeOfDay(call.called_at), datetime: call.called_at }),
    el("strong", { text: call.ticket }),
    el("span", { class: "where", text: pick(call, "counter_name") }),
    el("span", { class: "what", text: again || pick(call, "service_name") }),
  );
}

function ratingRow(rating: RatingRow, counters: Map<string, string>): HTMLElement {
  return el(
    "li",
    { data: { value: rating.value } },
    el("time", { text: timeOfDay(rating.at), datetime: rating.at }),
    el("strong", { text: t(`rating.${rating.value}`) }),
    el("span", { class: "where", text: counters.get(rating.counter) ?? rating.counter }),
    el("span", { class: "what", text: pick(rating, "service_name") }),
  );
}
