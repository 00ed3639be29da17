/** From one screen to the next and back again. */
import { byId } from "@web/dom";
import { BAR, present, type Screen } from "./screen";

export class Navigation {
  private stack: Screen[] = [];

  /** `shown` is called after each change of screen. */
  constructor(private readonly shown: (screen: Screen) => void) {}

  get screen(): Screen | undefined {
    return this.stack.at(-1);
  }

  /** The screen, with nothing behind it. */
  restart(screen: Screen): void {
    this.screen?.leave?.();
    this.stack = [screen];
    this.show(screen);
  }

  /** The screen, with the present one behind it. */
  push(screen: Screen): void {
    this.screen?.leave?.();
    this.stack.push(screen);
    this.show(screen);
  }

  /** The screen in place of the present one. */
  replace(screen: Screen): void {
    this.screen?.leave?.();
    this.stack.splice(-1, 1, screen);
    this.show(screen);
  }

  /** The one behind, as it was left. */
  back(): void {
    if (this.stack.length < 2) return;
    this.stack.pop()?.leave?.();
    const screen = this.screen;
    if (screen) this.show(screen);
  }

  private show(screen: Screen): void {
    for (const id of BAR) byId(id).hidden = !screen.bar.includes(id);
    byId("bar").hidden = screen.bar.length === 0;
    this.shown(screen);
    present(screen);
    screen.enter?.();
  }
}
