/** "Tell this phone": a sentence and a button; the browser is asked only after a tap.
 *
 * Its parts on the page are `notify-text`, `notify-button` and `notify-problem`; its words begin with
 * `notify.`. */

import { byId, setText } from "./dom";
import { t, type Params } from "./i18n";
import type { Offer } from "./phone_push";

/** What a page does for it; each answers how it stands afterwards. */
export interface Asking {
  now(): Promise<Offer>;
  begin(): Promise<Offer>;
  end(): Promise<Offer>;
}

export class PushOffer {
  private readonly button = byId<HTMLButtonElement>("notify-button");
  /** A button that stands out does so while it offers, not to end it. */
  private readonly standsOut = this.button.classList.contains("primary");
  private state: Offer = "unable";

  /** `values` stand in the sentence. */
  constructor(
    private readonly asking: Asking,
    private readonly values: () => Params = () => ({}),
  ) {}

  async show(): Promise<void> {
    this.button.addEventListener("click", () => void this.turn());
    this.state = await this.asking.now();
    this.paint();
  }

  get active(): boolean {
    return this.state === "active";
  }

  /** What was asked for is over: it is offered again where it can be. */
  ended(): void {
    this.state = "offer";
  }

  paint(): void {
    setText(byId("notify-text"), t(`notify.${this.state}`, this.values()));
    this.button.hidden = this.state !== "offer" && !this.active;
    this.button.classList.toggle("primary", this.standsOut && this.state === "offer");
    setText(this.button, t(this.active ? "notify.off" : "notify.on"));
  }

  private async turn(): Promise<void> {
    const problem = byId("notify-problem");
    this.button.disabled = problem.hidden = true;
    try {
      this.state = await (this.active ? this.asking.end() : this.asking.begin());
    } catch {
      setText(problem, t("notify.failed"));
      problem.hidden = false;
    } finally {
      this.button.disabled = false;
      this.paint();
      if (this.button.hidden) byId("notify-text").focus();
    }
  }
}
