/** Keeps one intention one command: a double press, or a press on a button that has just become
 * another one under the finger, is ignored. */

import type { Action } from "./actions";

/** Milliseconds in which a second press of the same trigger, or a second call, is ignored. */
export const DOUBLE_PRESS_MS = 800;
/** Milliseconds in which the second press of a two-press action is awaited. */
export const SECOND_PRESS_MS = 4000;

export class Guard {
  private trigger = "";
  private settledAt = -Infinity;
  private calledAt = -Infinity;
  private armed: { action: Action; at: number } | null = null;

  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Whether a press counts. `trigger` names the button or key that was pressed. */
  admits(action: Action, trigger: string): boolean {
    const at = this.now();
    if (action === "next" && at - this.calledAt < DOUBLE_PRESS_MS) return false;
    return trigger !== this.trigger || at - this.settledAt >= DOUBLE_PRESS_MS;
  }

  /** The command that `trigger` started has its answer; the time of a double press runs from here. */
  settled(action: Action, trigger: string): void {
    this.trigger = trigger;
    this.settledAt = this.now();
    if (action === "next") this.calledAt = this.settledAt;
    this.armed = null;
  }

  /** True at the second deliberate press of `action`; the first one only arms it. */
  confirmed(action: Action): boolean {
    const at = this.now();
    const again = this.armed?.action === action && at - this.armed.at < SECOND_PRESS_MS;
    this.armed = again ? null : { action, at };
    return again;
  }
}
