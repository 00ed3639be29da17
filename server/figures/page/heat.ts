/** When it is full: a table of weekdays and hours whose cells are as dark as they are high. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { t } from "@web/i18n";
import type { Ask } from "./ask";
import { files } from "./files";
import { duration, NONE, oneDigit, whole } from "./numbers";
import type { Filter } from "./tickets";
import type { HeatCell, Heatmap, HeatMeasure } from "./types";

const MEASURES: readonly HeatMeasure[] = ["wait", "issued", "service"];
const LEVELS = 5;
const TIMEOUT_MS = 20_000;

interface Shades {
  low: number;
  high: number;
}

export class Heat {
  private measure: HeatMeasure = "wait";
  private found: Heatmap | null = null;
  private asked = 0;

  constructor(
    private readonly ask: () => Ask,
    private readonly open: (filter: Filter, words: string) => void,
  ) {}

  async load(): Promise<void> {
    const mine = ++this.asked;
    const found = await api<Heatmap>("GET", `/reports/heatmap?${this.query().toString()}`, undefined, {
      timeoutMs: TIMEOUT_MS,
    });
    if (mine !== this.asked) return;
    this.found = found;
    this.paint();
  }

  paint(): void {
    if (!this.found) return;
    byId("heat-measures").replaceChildren(...MEASURES.map((one) => this.choice(one)));
    byId("heat-files").replaceChildren(...files("heatmap", this.query()));
    byId("heat-table").replaceChildren(this.table(this.found));
    const notes = [t(`heat.note.${this.measure}`), t("heat.note.levels")];
    byId("heat-notes").replaceChildren(...notes.map((text) => el("li", { text })));
  }

  private query(): URLSearchParams {
    const { from, to } = this.ask();
    return new URLSearchParams({ from, to, measure: this.measure });
  }

  private choice(measure: HeatMeasure): HTMLElement {
    const choose = (): void => {
      this.measure = measure;
      void this.load().then(() => byId(`heat-${measure}`).focus());
    };
    return el("button", {
      type: "button",
      id: `heat-${measure}`,
      "aria-pressed": String(measure === this.measure),
      text: t(`heat.${measure}`),
      on: { click: choose },
    });
  }

  private table(found: Heatmap): HTMLElement {
    const hours = [...new Set(found.cells.map((cell) => cell.hour))].sort((a, b) => a - b);
    if (hours.length === 0) return el("p", { class: "none", text: t("groups.none") });
    const first = hours[0] ?? 0;
    const all = Array.from({ length: (hours[hours.length - 1] ?? first) - first + 1 }, (_, n) => first + n);
    const days = [...new Set(found.cells.map((cell) => cell.weekday))].sort((a, b) => a - b);
    const shades = shadesOf(this.measure, found.cells);
    const at = new Map(found.cells.map((cell) => [`${cell.weekday}-${cell.hour}`, cell]));
    const head = all.map((hour) => el("th", { scope: "col", text: t("heat.hour", { hour }) }));
    const rows = days.map((day) =>
      el(
        "tr",
        {},
        el("th", { scope: "row", text: t(`weekday.${day}`) }),
        ...all.map((hour) => el("td", {}, this.cell(at.get(`${day}-${hour}`), shades))),
      ),
    );
    return el(
      "table",
      { class: "heat", "aria-labelledby": "heat-title" },
      el("thead", {}, el("tr", {}, el("td"), ...head)),
      el("tbody", {}, ...rows),
    );
  }

  private cell(cell: HeatCell | undefined, shades: Shades): HTMLElement {
    if (!cell) return el("span", { class: "empty", text: NONE });
    const value = valueOf(this.measure, cell);
    const level = levelOf(value, shades);
    const when = `${t(`weekday.${cell.weekday}`)}, ${t("hour", { from: cell.hour, to: cell.hour + 1 })}`;
    const filter = { weekday: String(cell.weekday), hour: String(cell.hour) };
    return el(
      "button",
      {
        type: "button",
        class: `level-${level}`,
        title: `${when}: ${this.words(cell)}`,
        on: { click: () => this.open(filter, when) },
      },
      value === null ? NONE : short(this.measure, value),
      cell.small && el("span", { class: "few-mark", "aria-hidden": "true", text: "*" }),
      el("span", { class: "visually-hidden", text: ` ${when}: ${this.words(cell)}` }),
    );
  }

  private words(cell: HeatCell): string {
    if (this.measure === "issued") {
      return t("heat.words.issued", { n: whole(cell.base), days: whole(cell.days), each: cell.per_day === null ? NONE : oneDigit(cell.per_day) });
    }
    return t("heat.words.times", { p50: duration(cell.p50), p90: duration(cell.p90), n: whole(cell.base) });
  }
}

/** From the lowest to the highest value that rests on enough tickets; of any, where none does. */
function shadesOf(measure: HeatMeasure, cells: readonly HeatCell[]): Shades {
  const sure = cells.filter((cell) => !cell.small);
  const values = (sure.length > 0 ? sure : cells).map((cell) => valueOf(measure, cell) ?? 0);
  return { low: Math.min(...values), high: Math.max(...values) };
}

function levelOf(value: number | null, { low, high }: Shades): number {
  if (value === null || high === low) return 0;
  return Math.max(0, Math.min(LEVELS - 1, Math.floor((LEVELS * (value - low)) / (high - low))));
}

function valueOf(measure: HeatMeasure, cell: HeatCell): number | null {
  return measure === "issued" ? cell.per_day : cell.p50;
}

/** Minutes, or tickets a day, as short as a cell is narrow. */
function short(measure: HeatMeasure, value: number): string {
  const shown = measure === "issued" ? value : value / 60;
  return shown < 10 ? oneDigit(shown) : whole(Math.round(shown));
}
