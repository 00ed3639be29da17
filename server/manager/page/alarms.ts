/** The first thing on the page: what needs somebody now, or that nothing does. */

import { serverNow } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { nameOf } from "./devices";
import { icon } from "./icons";
import { boundOf, troubles, type Trouble } from "./trouble";
import type { ManagerView } from "./types";

export class Alarms {
  private readonly list = byId("alarms");
  private shown = "";

  /** Cheap enough for every second: the list is built again only when its words change. */
  show(view: ManagerView): void {
    const found = troubles(view, serverNow());
    const bound = boundOf(view);
    const words = found.map((one) => sentence(one, bound));
    setText(byId("alarm-count"), countText(found));
    byId("alarm-panel").dataset["state"] = stateOf(found);
    const signature = JSON.stringify(words);
    if (signature === this.shown) return;
    this.shown = signature;
    this.list.replaceChildren(...found.map((one, place) => item(one, words[place] ?? ["", ""])));
  }
}

type Words = readonly [what: string, more: string];

function sentence(trouble: Trouble, bound: number): Words {
  const about = trouble.service ?? trouble.counter;
  const name = trouble.device ? nameOf(trouble.device) : about ? pick(about, "name") : "";
  const tickets = trouble.device?.paper_left_tickets ?? "?";
  const params = { name, people: trouble.people, minutes: trouble.minutes, bound, tickets };
  return [t(`alarm.${trouble.kind}`, params), t(`alarm.${trouble.kind}.more`, params)];
}

function item(trouble: Trouble, [what, more]: Words): HTMLElement {
  return el(
    "li",
    { class: trouble.grave ? "alarm grave" : "alarm" },
    icon(trouble.grave ? "grave" : "late"),
    el("p", {}, el("strong", { text: what }), " ", el("span", { text: more })),
  );
}

function stateOf(found: Trouble[]): string {
  if (found.some((one) => one.grave)) return "grave";
  return found.length > 0 ? "watch" : "calm";
}

function countText(found: Trouble[]): string {
  return found.length === 0 ? t("alarm.none") : t("alarm.count", { n: found.length });
}
