/** What each screen of the kiosk offers to the page around it. */
import { byId } from "@web/dom";
import type { KioskState } from "./types";

/** The bar's buttons, by the ids they have in the page. */
export const BAR = ["back", "priority", "card", "appointment"] as const;

export interface Screen {
  readonly root: HTMLElement;
  /** Its h1, which gets the focus when the screen comes up. */
  readonly title: HTMLElement;
  /** Which buttons of the bar belong to it. */
  readonly bar: readonly (typeof BAR)[number][];
  /** Whether the warning for people who walked away applies. */
  readonly idle: boolean;
  /** How many times the usual pause it allows before the warning, where there is much to read. */
  readonly patience?: number;
  /** It comes up, for the first time or again. */
  enter?(): void;
  /** After every change of state or language. */
  update(state: KioskState): void;
  /** Ends its timers and listeners. */
  leave?(): void;
}

/** Milliseconds in which a new screen takes no touch: the second tap of a double tap lands here.
 *  Keys need no such guard, since the focus is on the new screen's title. */
const SETTLE = 450;

let settling = 0;

/** Puts a screen up and moves the focus to its title. */
export function present(screen: Screen): void {
  byId("screen").replaceChildren(screen.root);
  settle();
  screen.title.focus({ preventScroll: true });
}

/** Takes no touch for a moment, since what is on the screen has just changed. */
export function settle(): void {
  const frame = byId("screen");
  frame.classList.add("settling");
  window.clearTimeout(settling);
  settling = window.setTimeout(() => frame.classList.remove("settling"), SETTLE);
}
