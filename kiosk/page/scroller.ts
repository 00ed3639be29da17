/** A long text with two large buttons to go up and down, since not everybody knows how to swipe. */
import { el, setText } from "@web/dom";
import { t } from "@web/i18n";
import { icon } from "./icons";

/** The part of a page's height that one press moves: some lines stay to hold on to. */
const STEP = 0.8;

export class Scroller {
  readonly view: HTMLElement;
  readonly root: HTMLElement;
  private readonly up = el("button", { type: "button", class: "button scroll-up" });
  private readonly down = el("button", { type: "button", class: "button scroll-down" });
  private readonly upText = el("span", { class: "visually-hidden" });
  private readonly downText = el("span", { class: "visually-hidden" });
  private readonly keys = el("div", { class: "scroller-keys" }, this.up, this.down);
  private readonly sizes = new ResizeObserver(() => this.refresh());

  constructor(...content: HTMLElement[]) {
    const inside = el("div", { class: "scroller-inside" }, ...content);
    this.view = el("div", { class: "scroller-view", role: "group" }, inside);
    this.root = el("div", { class: "scroller" }, this.view, this.keys);
    this.up.append(icon("up"), this.upText);
    this.down.append(icon("down"), this.downText);
    this.up.addEventListener("click", () => this.move(-1));
    this.down.addEventListener("click", () => this.move(1));
    this.view.addEventListener("scroll", () => this.refresh());
    this.sizes.observe(inside);
    this.sizes.observe(this.view);
  }

  /** `label` says what the text is, for those who come to it by keyboard. */
  update(label: string): void {
    this.view.setAttribute("aria-label", label);
    setText(this.upText, t("kiosk.scroll.up"));
    setText(this.downText, t("kiosk.scroll.down"));
    this.refresh();
  }

  /** Back to the beginning. */
  rewind(): void {
    this.view.scrollTop = 0;
    this.refresh();
  }

  private move(by: number): void {
    this.view.scrollTop += by * STEP * this.view.clientHeight;
    this.refresh();
  }

  private refresh(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.view;
    const long = scrollHeight > clientHeight + 2;
    this.root.classList.toggle("long", long);
    this.up.disabled = scrollTop <= 1;
    this.down.disabled = scrollTop + clientHeight >= scrollHeight - 2;
    // Reached by keyboard only where there is something to scroll.
    if (long) this.view.tabIndex = 0;
    else this.view.removeAttribute("tabindex");
  }
}
