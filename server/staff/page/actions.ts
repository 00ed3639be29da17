/** What the officer can do now: pure functions of the desk's view. */

import type { DeskView } from "./types";

export type Action = "next" | "recall" | "start" | "finish" | "absent" | "pause" | "open" | "close";

/** The key of each action; opening and pausing are the two sides of one key. */
export const KEYS: Readonly<Record<Action, string>> = {
  next: "N",
  recall: "R",
  start: "S",
  finish: "F",
  absent: "X",
  pause: "P",
  open: "P",
  close: "",
};

type Desk = Pick<DeskView, "counter" | "current" | "rules">;

/** The one action that is sensible now; it has the large button and the focus. */
export function primaryOf(desk: Desk): Action {
  const ticket = desk.current;
  if (ticket?.state === "serving") return "finish";
  if (ticket?.state === "called") return ticket.calls >= desk.rules.max_calls ? "absent" : "start";
  return desk.counter.state === "open" ? "next" : "open";
}

/** The smaller buttons, always five, in places that do not move; a slot whose action became the
 * primary one offers the action that fits beside it. */
export function secondaryOf(desk: Desk): Action[] {
  const primary = primaryOf(desk);
  const closedOrPaused = primary === "open";
  return [
    "recall",
    primary === "absent" ? "start" : "absent",
    primary === "finish" || closedOrPaused ? "next" : "finish",
    desk.counter.state === "open" || closedOrPaused ? "pause" : "open",
    "close",
  ];
}

/** The catalogue key of why an action makes no sense now, or null when it does. */
export function whyNot(action: Action, desk: Desk): string | null {
  const state = desk.current?.state ?? null;
  switch (action) {
    case "recall":
    case "start":
    case "absent":
      if (state === "called") return null;
      return state === "serving" ? `refused.${action}_serving` : "refused.nobody_called";
    case "finish":
      return state === "called" || state === "serving" ? null : "refused.nobody_here";
    case "pause":
      return desk.counter.state === "open" ? null : "refused.not_open";
    case "open":
      return desk.counter.state === "open" ? "refused.already_open" : null;
    case "close":
      if (state !== null) return "refused.close_busy";
      return desk.counter.state === "closed" ? "refused.already_closed" : null;
    case "next":
      return null;
  }
}

/** Calling on while the called citizen has not begun would end that visit: ask once more first. */
export function needsSecondPress(action: Action, desk: Desk): boolean {
  return action === "next" && desk.current?.state === "called";
}
