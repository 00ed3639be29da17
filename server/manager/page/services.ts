/** Each service: who waits, for how long, how long who comes now will wait, how well it goes. */

import { minutes, since } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { waitWords } from "@web/wait_range";
import { icon } from "./icons";
import { percent, whole } from "./numbers";
import type { ManagerView, ServiceRow } from "./types";

/** Below this share called in time the figure is marked. */
const POOR = 0.8;

interface Ticking {
  since: string;
  words: HTMLElement;
  mark: HTMLElement;
}

export class ServiceTable {
  private ticking: Ticking[] = [];
  private bound = 0;

  show(view: ManagerView): void {
    this.ticking = [];
    this.bound = view.rules.long_wait_minutes;
    const most = Math.max(1, ...view.services.map((one) => one.waiting));
    setText(byId("level-note"), t("level.note", { n: view.rules.target_minutes }));
    setText(byId("forecast-note"), forecastNote(view));
    byId("service-rows").replaceChildren(...view.services.map((one) => this.row(one, most)));
    this.tick();
  }

  tick(): void {
    for (const { since: from, words, mark } of this.ticking) {
      const waited = minutes(since(from));
      setText(words, t("minutes", { n: waited }));
      mark.hidden = waited < this.bound;
    }
  }

  private row(service: ServiceRow, most: number): HTMLElement {
    const unserved = service.waiting > 0 && service.open_counters === 0;
    return el(
      "tr",
      { role: "row", class: unserved ? "unserved" : "" },
      el(
        "th",
        { scope: "row", role: "rowheader" },
        el(
          "span",
          { class: "service-name" },
          el("b", { class: "prefix", text: service.prefix }),
          el("span", {}, pick(service, "name"), !service.open && el("em", { text: t("service.closed") })),
        ),
      ),
      el("td", { role: "cell", class: "bar-cell" }, bar(service.waiting, most, unserved)),
      cell("waiting", whole(service.waiting)),
      this.waitCell(service.oldest_issued_at),
      el("td", { role: "cell", class: "wait expected", "data-label": t("col.expected"), text: expected(service) }),
      levelCell(service),
      this.counterCell(service.open_counters, unserved),
      cell("issued", whole(service.issued)),
      cell("served", whole(service.served)),
      cell("no_show", whole(service.no_show)),
    );
  }

  private waitCell(from: string | null): HTMLElement {
    const words = el("span", { text: "–" });
    const mark = el("span", { class: "mark", hidden: true }, icon("late"), t("service.long"));
    if (from !== null) this.ticking.push({ since: from, words, mark });
    return el("td", { role: "cell", class: "wait", "data-label": t("col.wait") }, mark, words);
  }

  private counterCell(open: number, unserved: boolean): HTMLElement {
    const mark = unserved && el("span", { class: "mark" }, icon("grave"), t("service.unserved"));
    const words = el("span", { text: whole(open) });
    return el("td", { role: "cell", class: "wait open", "data-label": t("col.counters") }, mark, words);
  }
}

/** The range of who comes now; a dash before there is evidence. */
function expected(service: ServiceRow): string {
  const { wait } = service;
  return wait === null ? "—" : waitWords("wait", wait);
}

function levelCell(service: ServiceRow): HTMLElement {
  const { level } = service;
  const td = el("td", { role: "cell", class: "wait level", "data-label": t("col.level") });
  if (level === null || level.called === 0) {
    td.append("—");
    return td;
  }
  const share = level.in_time / level.called;
  if (share < POOR) td.append(el("span", { class: "mark" }, icon("late"), t("level.poor")));
  td.append(el("span", { text: percent(share, 0) }), el("small", { text: ` ${level.in_time}/${level.called}` }));
  return td;
}

function forecastNote(view: ManagerView): string {
  const error = view.forecast;
  if (error === null) return t("forecast.none");
  const params = { minutes: whole(Math.round(error.median_error_minutes)), share: percent(error.coverage, 0), n: whole(error.n) };
  return t("forecast.error", params);
}

function cell(column: string, text: string): HTMLElement {
  return el("td", { role: "cell", class: `count ${column}`, "data-label": t(`col.${column}`), text });
}

function bar(value: number, most: number, unserved: boolean): HTMLElement {
  const filled = el("span", { class: unserved ? "bar-fill unserved" : "bar-fill" });
  filled.style.width = `${(100 * value) / most}%`;
  return el("span", { class: "bar", "aria-hidden": "true" }, filled);
}
