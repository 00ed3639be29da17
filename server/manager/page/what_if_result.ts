/** The answer: today's course and the changed one, side by side, as lines and as figures. */

import { timeOfDay } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { whole } from "./numbers";
import type { ServiceRow } from "./types";
import { chart, legend } from "./what_if_chart";
import type { Answer, Cell, Course } from "./what_if_types";

export class WhatIfResult {
  private readonly line = byId<HTMLSelectElement>("what-line");
  private answer: Answer | null = null;
  private services: ServiceRow[] = [];
  private limit = 20;

  constructor() {
    this.line.addEventListener("change", () => this.paint());
  }

  show(answer: Answer, services: ServiceRow[], limit: number): void {
    [this.answer, this.services, this.limit] = [answer, services, limit];
    const chosen = this.line.value;
    const options = services.map((one) => el("option", { value: one.id, text: pick(one, "name") }));
    this.line.replaceChildren(el("option", { value: "", text: t("what.worst") }), ...options);
    this.line.value = services.some((one) => one.id === chosen) ? chosen : "";
    byId("what-result").hidden = false;
    this.paint();
  }

  private paint(): void {
    const { answer } = this;
    if (answer === null) return;
    const [today, changed] = [waits(answer.today, this.line.value), waits(answer.changed, this.line.value)];
    const lines = [{ kind: "today" as const, minutes: today }, { kind: "changed" as const, minutes: changed }];
    byId("what-chart").replaceChildren(legend(), chart(answer.today.slots, lines, this.limit));
    setText(byId("what-uncalled"), uncalled(answer));
    byId("what-slots").replaceChildren(
      ...answer.today.slots.map((slot, place) =>
        row(timeOfDay(slot), today[place] ?? null, changed[place] ?? null, this.limit),
      ),
    );
    byId("what-services").replaceChildren(
      ...this.services.map((one) =>
        row(pick(one, "name"), longest(answer.today, one.id), longest(answer.changed, one.id), this.limit),
      ),
    );
  }
}

/** In each slot what nine of ten wait at most: of one service, or of the one that waits longest. */
function waits(course: Course, service: string): (number | null)[] {
  const lines: Cell[][] = service ? [course.services[service] ?? []] : Object.values(course.services);
  return course.slots.map((_, place) => most(lines.map((cells) => cells[place]?.p90 ?? null)));
}

function longest(course: Course, service: string): number | null {
  return most((course.services[service] ?? []).map((cell) => cell.p90));
}

function most(values: (number | null)[]): number | null {
  const known = values.filter((one): one is number => one !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function row(name: string, today: number | null, changed: number | null, limit: number): HTMLElement {
  return el("tr", {}, el("th", { scope: "row", text: name }), cell(today, limit), cell(changed, limit), difference(today, changed));
}

function cell(minutes: number | null, limit: number): HTMLElement {
  const long = minutes !== null && minutes > limit;
  return el("td", { class: long ? "over" : "", text: minutes === null ? "—" : t("minutes", { n: Math.round(minutes) }) });
}

function difference(today: number | null, changed: number | null): HTMLElement {
  const by = today === null || changed === null ? 0 : Math.round(changed) - Math.round(today);
  const words = by === 0 ? "=" : `${by > 0 ? "▲ +" : "▼ −"}${whole(Math.abs(by))}`;
  return el("td", { class: by < 0 ? "better" : by > 0 ? "over" : "", text: words });
}

function uncalled(answer: Answer): string {
  const params = { today: whole(Math.round(answer.today.uncalled)), changed: whole(Math.round(answer.changed.uncalled)) };
  return t("what.uncalled", params);
}
