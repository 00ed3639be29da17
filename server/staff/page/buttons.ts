/** The officer's buttons: one large, five small in fixed places; each shows its key. */

import { byId, el, setText } from "@web/dom";
import { t } from "@web/i18n";
import { KEYS, primaryOf, secondaryOf, whyNot, type Action } from "./actions";
import { shortcutsOn } from "./keys";
import type { DeskView } from "./types";

/** What was pressed: the name of a button's place or of a key. */
export type Press = (action: Action, trigger: string) => void;

export class Buttons {
  private readonly primary = byId<HTMLButtonElement>("primary");
  private readonly slots: HTMLButtonElement[];
  private actions: Action[] = [];
  private shown: Action = "next";

  constructor(onPress: Press) {
    this.slots = [0, 1, 2, 3, 4].map((place) => this.slot(place, onPress));
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
  }

  /** While a command is on its way the buttons say so and take no press. */
  busy(busy: boolean): void {
    byId("actions").setAttribute("aria-busy", String(busy));
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
  setText(label, t(action === "next" && view.current ? "do.finish_next" : `do.${action}`));
  showKey(key, action);
  slot.setAttribute("aria-disabled", String(whyNot(action, view) !== null));
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
  return t(`hint.${action}`, { number, calls: view.current?.calls ?? 0 });
}
