/** Those who are not in the line and not at the counter: put aside, and called in vain. */

import { minutes, serverNow, since } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { t } from "@web/i18n";
import { icon } from "./icons";
import { asideText } from "./orders";
import type { DeskView, Ticket } from "./types";

interface Ticking {
  ticket: Ticket;
  node: HTMLElement;
}

export class AsidePanel {
  private ticking: Ticking[] = [];

  constructor(onPress: (action: "aside" | "back") => void) {
    for (const action of ["aside", "back"] as const) {
      byId(`aside-${action}`).addEventListener("click", () => onPress(action));
    }
  }

  show(view: DeskView): void {
    this.ticking = [];
    byId("aside").hidden = view.aside.length + view.missed.length === 0;
    byId("aside-part").hidden = view.aside.length === 0;
    byId("missed-part").hidden = view.missed.length === 0;
    byId("aside-list").replaceChildren(...view.aside.map((one) => this.row(one)));
    setText(byId("missed-list"), view.missed.map(({ number }) => number).join(" · "));
    this.tick();
  }

  /** The time to come back to mind: said in words, and by a sign. */
  tick(): void {
    for (const { ticket, node } of this.ticking) {
      const until = ticket.park?.until;
      const over = !!until && Date.parse(until) <= serverNow();
      node.hidden = !over;
      if (over) setText(node.lastElementChild ?? node, t("aside.over", { n: minutes(since(until)) }));
    }
  }

  private row(ticket: Ticket): HTMLElement {
    const over = el("span", { class: "late", hidden: true }, icon("late"), el("span"));
    this.ticking.push({ ticket, node: over });
    return el("li", {}, el("b", { text: ticket.number }), " ", asideText(ticket), over);
  }
}
