/** The officer's buttons: one large, ten small in fixed places; each shows its key. */

import { serverNow } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { t } from "@web/i18n";
import { KEYS, primaryOf, recallIn, secondaryOf, secondsLeft, whyNot, type Action } from "./actions";
import { shortcutsOn } from "./keys";
import type { DeskView } from "./types";

/** What was pressed: the name of a button's place or of a key. */
export type Press = (action: Action, trigger: string) => void;

const SLOTS = 10;
/** Buttons whose words count seconds. */
const COUNTING = new Set<Action>(["undo", "recall"]);

export class Buttons {
  private readonly primary = byId<HTMLButtonElement>("primary");
  private readonly slots: HTMLButtonElement[];
  private actions: Action[] = [];
  private shown: Action = "next";

  constructor(onPress: Press) {
    this.slots = Array.from({ length: SLOTS }, (_, place) => this.slot(place, onPress));
    byId("secondary").replaceChildren(...this.slots);
    this.primary.addEventListener("click", () => onPress(this.shown, "primary"));
  }

  /** Shows what can be done; an action that makes no sense now stays in place, and pressing it
   * says why. */
  show(view: DeskView): void {
    this.shown = primaryOf(view);
    this.actions = secondaryOf(view);
    this.primary.dataset["action"] = this.shown;
    setText(byId("primary-label"), t(`do.${this.shown}`));
    setText(byId("primary-hint"), hint(this.shown, view));
    showKey(byId("primary-key"), this.shown);
    this.slots.forEach((slot, place) => paint(slot, this.actions[place] ?? "close", view));
    for (const action of ["choose", "cancel", "aside", "back"] as const) this.besideList(action, view);
  }

  /** Seconds went by: the buttons that count them say so. */
  tick(view: DeskView): void {
    this.slots.forEach((slot, place) => {
      const action = this.actions[place];
      if (action && COUNTING.has(action)) paint(slot, action, view);
    });
  }

  /** While a command is on its way the buttons say so and take no press. */
  busy(busy: boolean): void {
    byId("actions").setAttribute("aria-busy", String(busy));
  }

  private besideList(action: Action, view: DeskView): void {
    const button = byId(action === "choose" || action === "cancel" ? `queue-${action}` : `aside-${action}`);
    const key = button.querySelector("kbd");
    if (key) showKey(key, action);
    button.hidden = action === "choose" && !view.rules.may_choose;
    button.setAttribute("aria-disabled", String(whyNot(action, view, serverNow()) !== null));
  }

  focus(): void {
    this.primary.focus({ preventScroll: true });
  }

  private slot(place: number, onPress: Press): HTMLButtonElement {
    const press = (): void => onPress(this.actions[place] ?? "close", `slot-${place}`);
    return el(
      "button",
      { class: "button", type: "button", on: { click: press } },
      el("span", { class: "label" }),
      el("kbd", { "aria-hidden": "true" }),
    );
  }
}

function paint(slot: HTMLButtonElement, action: Action, view: DeskView): void {
  const [label, key] = [...slot.children];
  if (!label || !(key instanceof HTMLElement)) return;
  slot.dataset["action"] = action;
  setText(label, labelOf(action, view));
  showKey(key, action);
  const possible = action === "why" || whyNot(action, view, serverNow()) === null;
  slot.setAttribute("aria-disabled", String(!possible));
}

function labelOf(action: Action, view: DeskView): string {
  if (action === "next" && view.current) return t("do.finish_next");
  if (view.current?.state !== "called") return t(`do.${action}`);
  const left = action === "undo" ? secondsLeft(view.current.undo_until, serverNow()) : 0;
  if (left > 0) return t("do.undo_in", { n: left });
  const wait = action === "recall" ? recallIn(view, serverNow()) : 0;
  return wait > 0 ? t("do.recall_in", { n: wait }) : t(`do.${action}`);
}

function showKey(node: HTMLElement, action: Action): void {
  const key = shortcutsOn() ? KEYS[action] : "";
  setText(node, key);
  node.hidden = key === "";
  const button = node.closest("button");
  if (key === "") button?.removeAttribute("aria-keyshortcuts");
  else button?.setAttribute("aria-keyshortcuts", key);
}

function hint(action: Action, view: DeskView): string {
  if (action === "next") return view.next ? t("hint.next", { number: view.next.number }) : "";
  const number = view.current?.number ?? "";
  const goesOn = action === "finish" && view.current?.then.length;
  if (goesOn) return t("hint.finish_then", { number });
  return t(`hint.${action}`, { number, calls: view.current?.calls ?? 0 });
}
