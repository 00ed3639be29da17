/** What one person has said so far: a priority, and an identity card that was read. */
import { el } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { endScan } from "./agent";
import type { Named } from "./types";

export class Visit {
  private holders: HTMLElement[] = [];
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

  /** Says on a screen what was chosen, each with a button that takes it back. A screen keeps its
   *  own, since it may come up again. */
  chips(): HTMLElement {
    const holder = el("div", { class: "chips", hidden: true });
    this.holders.push(holder);
    return holder;
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
    this.holders = [];
    this.chosen = null;
    this.dropCard();
  }

  /** Anew only where something changed, so that no button goes from under a finger. */
  update(): void {
    const now = `${language()} ${this.chosen?.id ?? ""} ${this.read ?? ""}`;
    for (const holder of this.holders) {
      if (holder.dataset["shown"] === now) continue;
      holder.dataset["shown"] = now;
      const chips = this.made();
      holder.hidden = chips.length === 0;
      holder.replaceChildren(...chips);
    }
  }

  private made(): HTMLElement[] {
    const chips: HTMLElement[] = [];
    if (this.chosen) {
      const name = pick(this.chosen, "name");
      chips.push(chip(t("kiosk.priority.chosen", { name }), () => this.choose(null)));
    }
    if (this.read !== null) chips.push(chip(t("kiosk.card.chosen"), () => this.dropCard()));
    return chips;
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
