/** What the officer can do now: pure functions of the desk's view. */

import type { DeskView, Ticket } from "./types";

export type Action =
  | "next"
  | "recall"
  | "undo"
  | "start"
  | "finish"
  | "absent"
  | "park"
  | "away"
  | "transfer"
  | "aside"
  | "back"
  | "choose"
  | "cancel"
  | "why"
  | "dossier"
  | "find"
  | "late"
  | "pause"
  | "open"
  | "close";

/** The key of each action. */
export const KEYS: Readonly<Record<Action, string>> = {
  next: "N",
  recall: "R",
  undo: "U",
  start: "S",
  finish: "F",
  absent: "X",
  park: "K",
  away: "C",
  transfer: "T",
  aside: "A",
  back: "B",
  choose: "G",
  cancel: "H",
  why: "W",
  dossier: "D",
  find: "L",
  late: "M",
  pause: "P",
  open: "O",
  close: "Q",
};

export type Desk = Pick<
  DeskView,
  "counter" | "current" | "last" | "rules" | "aside" | "missed" | "waiting"
>;

/** Actions that change no ticket: they open a sheet of their own, whatever happens at the desk. */
export const APART: ReadonlySet<Action> = new Set<Action>(["why", "dossier", "find", "late"]);

/** Whose dossier it is about: who is being served, else whose visit was the last to end. */
export function visitorOf(desk: Desk): Ticket | null {
  if (desk.current?.state === "serving") return desk.current;
  return desk.current === null && desk.last?.state === "finished" ? desk.last : null;
}

/** The catalogue key of a refusal with its parameters. */
export interface Refused {
  key: string;
  seconds?: number;
}

/** The action a key stands for now; null for a key without one. Pausing and opening are the two
 * sides of P; where nobody is at the counter, "park" and "papers" show who was put aside. */
export function actionOf(key: string, desk: Desk): Action | null {
  if (key === "Z") return "undo";
  if (key === "P" && desk.counter.state !== "open") return "open";
  const found = (Object.keys(KEYS) as Action[]).find((action) => KEYS[action] === key) ?? null;
  const putsAside = found === "park" || found === "away";
  return putsAside && !desk.current && desk.aside.length > 0 ? "aside" : found;
}

/** The one action that is sensible now; it has the large button and the focus. */
export function primaryOf(desk: Desk): Action {
  const ticket = desk.current;
  if (ticket?.state === "serving") return "finish";
  if (ticket?.state === "called") return ticket.calls >= desk.rules.max_calls ? "absent" : "start";
  return desk.counter.state === "open" ? "next" : "open";
}

/** The smaller buttons, always ten, in places that do not move; a place whose action became the
 * primary one offers the action that fits beside it. */
export function secondaryOf(desk: Desk): Action[] {
  const primary = primaryOf(desk);
  const closedOrPaused = primary === "open";
  return [
    "recall",
    primary === "absent" ? "start" : "absent",
    primary === "finish" || closedOrPaused ? "next" : "finish",
    "undo",
    "transfer",
    "park",
    "away",
    "why",
    desk.counter.state === "open" || closedOrPaused ? "pause" : "open",
    "close",
  ];
}

/** Whole seconds until `iso` at `now` (epoch ms), never below 0; 0 for no time. */
export function secondsLeft(iso: string | null | undefined, now: number): number {
  return iso ? Math.max(0, Math.ceil((Date.parse(iso) - now) / 1000)) : 0;
}

/** Seconds until the called ticket may be called again. */
export function recallIn(desk: Desk, now: number): number {
  const from = desk.current?.called_at;
  if (!from) return 0;
  const at = Date.parse(from) + desk.rules.recall_pause_s * 1000;
  return Math.max(0, Math.ceil((at - now) / 1000));
}

/** Why an action makes no sense at `now` (epoch ms of the server), or null when it does. */
export function whyNot(action: Action, desk: Desk, now: number): Refused | null {
  const key = visitWhyNot(action, desk) ?? listWhyNot(action, desk) ?? counterWhyNot(action, desk);
  if (key !== null) return { key };
  if (action === "undo" && secondsLeft(desk.current?.undo_until, now) === 0) {
    return { key: "refused.undo_late" };
  }
  const seconds = action === "recall" ? recallIn(desk, now) : 0;
  return seconds > 0 ? { key: "refused.recall_soon", seconds } : null;
}

function visitWhyNot(action: Action, desk: Desk): string | null {
  const state = desk.current?.state ?? null;
  switch (action) {
    case "recall":
      if (state === "called" && (desk.current?.calls ?? 0) >= desk.rules.max_calls) {
        return "refused.recall_limit";
      }
      return onlyCalled(action, state);
    case "undo":
    case "start":
    case "absent":
      return onlyCalled(action, state);
    case "finish":
    case "park":
    case "away":
    case "transfer":
      return state === "called" || state === "serving" ? null : `refused.${action}_nobody`;
    default:
      return null;
  }
}

function onlyCalled(action: Action, state: string | null): string | null {
  if (state === "called") return null;
  return state === "serving" ? `refused.${action}_serving` : "refused.nobody_called";
}

function listWhyNot(action: Action, desk: Desk): string | null {
  switch (action) {
    case "aside":
      return desk.aside.length === 0 ? "refused.nobody_aside" : null;
    case "back":
      return desk.missed.length === 0 ? "refused.nobody_missed" : null;
    case "choose":
      if (!desk.rules.may_choose) return "refused.may_not_choose";
      if (desk.current) return "refused.choose_busy";
      return desk.waiting.length === 0 ? "refused.nobody_waits" : null;
    case "cancel":
      return desk.waiting.length === 0 ? "refused.nobody_waits" : null;
    default:
      return null;
  }
}

function counterWhyNot(action: Action, desk: Desk): string | null {
  const { state } = desk.counter;
  if (action === "pause") return state === "open" ? null : "refused.not_open";
  if (action === "open") return state === "open" ? "refused.already_open" : null;
  if (action !== "close") return null;
  if (desk.current) return "refused.close_busy";
  return state === "closed" ? "refused.already_closed" : null;
}

/** Calling on while the called citizen has not begun would end that visit: ask once more first. */
export function needsSecondPress(action: Action, desk: Desk): boolean {
  return action === "next" && desk.current?.state === "called";
}
