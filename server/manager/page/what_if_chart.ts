/** Two courses of a day as lines in one picture; a table beside it says the same. */

import { timeOfDay } from "@web/clock";
import { el } from "@web/dom";
import { t } from "@web/i18n";

export interface Line {
  kind: "today" | "changed";
  /** Minutes, one a slot; null where nobody is expected. */
  minutes: (number | null)[];
}

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 760;
const HEIGHT = 280;
const EDGE = { left: 48, right: 16, top: 16, bottom: 32 };
const STEPS = [5, 10, 15, 20, 30, 60, 120];
const MOST_LABELS = 9;

export function chart(slots: string[], lines: Line[], limit: number): SVGSVGElement {
  const longest = Math.max(limit * 1.25, 5, ...lines.flatMap((line) => line.minutes.map((one) => one ?? 0)));
  // Hours without anybody to serve would press everything else flat.
  const most = Math.min(longest, Math.max(60, 3 * limit));
  const x = (slot: number): number =>
    EDGE.left + ((WIDTH - EDGE.left - EDGE.right) * slot) / Math.max(1, slots.length - 1);
  const y = (minutes: number): number => HEIGHT - EDGE.bottom - ((HEIGHT - EDGE.top - EDGE.bottom) * Math.min(minutes, most)) / most;
  const svg = make("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "course", role: "img", "aria-label": t("what.chart") });
  svg.append(...grid(most, longest > most, y), ...hours(slots, x));
  svg.append(make("line", { class: "course-limit", x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(limit), y2: y(limit) }));
  svg.append(text(WIDTH - EDGE.right, y(limit) - 6, t("minutes", { n: limit }), "end", "course-limit-words"));
  for (const line of lines) svg.append(make("path", { class: `course-line ${line.kind}`, d: path(line.minutes, x, y) }));
  return svg as SVGSVGElement;
}

/** What the lines are; the pattern says it as well as the colour. */
export function legend(): HTMLElement {
  const item = (kind: Line["kind"]): HTMLElement => {
    const svg = make("svg", { viewBox: "0 0 40 8", class: "course-sample", "aria-hidden": "true" });
    svg.append(make("path", { class: `course-line ${kind}`, d: "M1 4H39" }));
    const li = el("li");
    li.append(svg, el("span", { text: t(`what.${kind}`) }));
    return li;
  };
  return el("ul", { class: "course-legend" }, item("today"), item("changed"));
}

function grid(most: number, cut: boolean, y: (minutes: number) => number): Element[] {
  const step = STEPS.find((one) => most / one <= 6) ?? Math.ceil(most / 360) * 60;
  const found: Element[] = [];
  for (let at = 0; at <= most; at += step) {
    found.push(make("line", { class: "course-grid", x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(at), y2: y(at) }));
    const beyond = cut && at + step > most;
    found.push(text(EDGE.left - 8, y(at) + 5, beyond ? `≥${at}` : String(at), "end"));
  }
  return found;
}

function hours(slots: string[], x: (slot: number) => number): Element[] {
  const every = Math.max(1, Math.ceil(slots.length / MOST_LABELS));
  return slots.flatMap((slot, place) => {
    if (place % every !== 0) return [];
    return [text(x(place), HEIGHT - 8, timeOfDay(slot), place === 0 ? "start" : "middle")];
  });
}

function path(values: (number | null)[], x: (slot: number) => number, y: (minutes: number) => number): string {
  let drawn = "";
  let joined = false;
  values.forEach((value, place) => {
    if (value !== null) drawn += `${joined ? "L" : "M"}${x(place).toFixed(1)} ${y(value).toFixed(1)}`;
    joined = value !== null;
  });
  return drawn;
}

function text(x: number, y: number, words: string, anchor: string, kind = ""): Element {
  const node = make("text", { x, y, "text-anchor": anchor, class: kind });
  node.textContent = words;
  return node;
}

function make(name: string, attributes: Record<string, string | number>): Element {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}
