/** What one person has said so far: a priority, and an identity card that was read. */
import { el } from "@web/dom";
import { pick, t } from "@web/i18n";
import { endScan } from "./agent";
import type { Named } from "./types";

export class Visit {
  /** Says on every screen what was chosen, each with a button that takes it back. */
  readonly chips = el("div", { class: "chips" });
  private chosen: Named | null = null;
  private read: string | null = null;

  /** `changed` is called after each change that the person makes. */
  constructor(private readonly changed: () => void) {}

  get priority(): Named | null {
    return this.chosen;
  }

  /** Stands for the card; null where none was read. */
  get scan(): string | null {
    return this.read;
  }

  get begun(): boolean {
    return this.chosen !== null || this.read !== null;
  }

  choose(priority: Named | null): void {
    this.chosen = priority;
    this.changed();
  }

  takeCard(scan: string): void {
    this.read = scan;
    this.changed();
  }

  /** The person takes the card back. */
  dropCard(): void {
    if (this.read !== null) void endScan();
    this.cardForgotten();
  }

  /** The agent has wiped it. */
  cardForgotten(): void {
    if (this.read === null) return;
    this.read = null;
    this.changed();
  }

  /** For the next person. */
  clear(): void {
    this.chosen = null;
    this.dropCard();
  }

  update(): void {
    const chips: HTMLElement[] = [];
    if (this.chosen) {
      const name = pick(this.chosen, "name");
      chips.push(chip(t("kiosk.priority.chosen", { name }), () => this.choose(null)));
    }
    if (this.read !== null) chips.push(chip(t("kiosk.card.chosen"), () => this.dropCard()));
    this.chips.hidden = chips.length === 0;
    this.chips.replaceChildren(...chips);
  }
}

function chip(words: string, click: () => void): HTMLElement {
  const text = t("kiosk.priority.drop");
  const label = `${text}: ${words}`;
  const drop = el("button", {
    type: "button",
    class: "button",
    text,
    "aria-label": label,
    on: { click },
  });
  return el("div", { class: "chip" }, el("span", { text: words }), drop);
}
