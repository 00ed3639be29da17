/** Every counter: its state by word and shape, for how long, whom it serves, who sits there. */

import { duration, since } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { icon } from "./icons";
import { whole } from "./numbers";
import type { CounterRow, ManagerView } from "./types";

export class CounterTiles {
  private ticking: { since: string; node: HTMLElement }[] = [];

  show(view: ManagerView): void {
    this.ticking = [];
    byId("counter-tiles").replaceChildren(...view.counters.map((one) => this.tile(one)));
    setText(byId("counter-summary"), summary(view.counters));
    this.tick();
  }

  tick(): void {
    for (const { since: from, node } of this.ticking) setText(node, duration(since(from)));
  }

  private tile(counter: CounterRow): HTMLElement {
    return el(
      "li",
      { class: "tile", data: { state: counter.state } },
      el("b", { class: "tile-number", text: String(counter.number), title: pick(counter, "name") }),
      el(
        "p",
        { class: "tile-state" },
        icon(counter.state),
        el("span", { text: t(`counter.${counter.state}`) }),
        this.time(counter.state_since),
      ),
      el("p", { class: "tile-ticket" }, ...this.ticket(counter)),
      el("p", { class: "tile-officer", text: officerText(counter) }),
      el("p", { class: "tile-served", text: t("counter.served", { n: whole(counter.served) }) }),
    );
  }

  private ticket(counter: CounterRow): (Node | string)[] {
    if (counter.ticket === null) return [t(counter.state === "open" ? "counter.free" : "counter.none")];
    const state = counter.ticket_state === null ? "" : t(`ticket.${counter.ticket_state}`);
    const words = [el("strong", { text: counter.ticket }), el("span", { text: state })];
    return counter.ticket_since === null ? words : [...words, this.time(counter.ticket_since)];
  }

  private time(from: string): HTMLElement {
    const node = el("span", { class: "time" });
    this.ticking.push({ since: from, node });
    return node;
  }
}

function officerText(counter: CounterRow): string {
  return counter.officer ?? t("counter.no_officer");
}

function summary(counters: CounterRow[]): string {
  const count = (state: CounterRow["state"]): number =>
    counters.filter((one) => one.state === state).length;
  return t("counter.summary", {
    open: count("open"),
    paused: count("paused"),
    closed: count("closed"),
    all: counters.length,
  });
}
