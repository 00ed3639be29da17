/** What a board shows outside the hours: the time, and when the doors open. Never nothing. */
import { dateInWords, serverNow, timeOfDay } from "@web/clock";
import { byId, setText } from "@web/dom";
import { language, t } from "@web/i18n";
import { setFigures } from "./figures";
import { opensAt } from "./hours";
import type { HallView } from "./view";

const DAY_MS = 86_400_000;
/** Weekdays in the centre's zone, as the shared clock's. */
const ZONE = "Asia/Ho_Chi_Minh";

/** Whether the night view is due: closed, nobody at a counter, nothing to announce. */
export function isNight(view: HallView, announcing: boolean): boolean {
  const resting = view.counters.every(({ state, ticket }) => state === "closed" && ticket === null);
  return !announcing && resting && opensAt(view.hours, serverNow()) !== null;
}

export function drawNight(view: HallView | null, announcing: boolean): void {
  const night = view !== null && isNight(view, announcing);
  document.body.dataset["night"] = night ? "yes" : "no";
  if (!night) return;
  setFigures(byId("night-time"), timeOfDay());
  setText(byId("night-date"), dateInWords(language()));
  setText(byId("night-opens"), opening(opensAt(view.hours, serverNow()) ?? ""));
}

/** "Mở cửa lúc 07:30 sáng nay", or with the weekday where it is another day. */
function opening(at: string): string {
  const days = dayNumber(Date.parse(at)) - dayNumber(serverNow());
  const time = timeOfDay(at);
  if (days === 0) return t("night.today", { time });
  const day = new Intl.DateTimeFormat(language() === "vi" ? "vi-VN" : "en-GB", {
    weekday: "long",
    day: "numeric",
    month: "numeric",
    timeZone: ZONE,
  }).format(Date.parse(at));
  return days === 1 ? t("night.tomorrow", { time }) : t("night.later", { time, day });
}

/** Days since the epoch, counted at midnight in the centre's zone. */
function dayNumber(at: number): number {
  const date = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(at);
  return Math.floor(Date.parse(date) / DAY_MS);
}
