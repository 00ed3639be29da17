/** A person who walked away: a warning with time to answer it, then back to the start. */
import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";

export interface Times {
  /** Seconds without a touch before the warning. */
  idle: number;
  /** Seconds the warning waits for an answer. */
  warn: number;
}

export class Idle {
  private readonly dialog = byId<HTMLDialogElement>("warning");
  private readonly text = byId("warning-text");
  private timer = 0;
  private left = 0;
  private active = false;
  private patience = 1;

  constructor(
    private readonly times: Times,
    private readonly leave: () => void,
  ) {
    for (const type of ["pointerdown", "keydown"]) {
      document.addEventListener(type, () => this.touched(), { capture: true });
    }
    byId("warning-stay").addEventListener("click", () => this.stay());
    byId("warning-leave").addEventListener("click", () => this.end());
    this.dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.stay();
    });
  }

  /** Switched on while somebody may be in the middle of something; `patience` times the usual. */
  watch(active: boolean, patience = 1): void {
    this.active = active;
    this.patience = patience;
    this.restart();
  }

  private touched(): void {
    if (!this.dialog.open) this.restart();
  }

  private restart(): void {
    window.clearTimeout(this.timer);
    const pause = this.times.idle * this.patience * 1000;
    if (this.active) this.timer = window.setTimeout(() => this.warn(), pause);
  }

  private warn(): void {
    this.left = this.times.warn;
    this.dialog.showModal();
    this.count();
  }

  private count(): void {
    if (this.left <= 0) return this.end();
    setText(this.text, t("kiosk.idle.text", { n: this.left }));
    this.left -= 1;
    this.timer = window.setTimeout(() => this.count(), 1000);
  }

  private stay(): void {
    this.dialog.close();
    this.restart();
  }

  private end(): void {
    window.clearTimeout(this.timer);
    this.dialog.close();
    this.leave();
  }
}
