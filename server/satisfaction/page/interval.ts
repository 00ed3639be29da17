/** A share with its 95 % interval as a small picture; the figures stand beside it in words. */

const SVG = "http://www.w3.org/2000/svg";

/** Percent from `low` on to 100. */
export interface Scale {
  low: number;
}

/** A scale on which the differences can be seen, beginning at a whole ten below the lowest. */
export function scaleFor(intervals: Iterable<[number, number] | null>): Scale {
  const lows = [...intervals].flatMap((one) => (one ? [one[0]] : []));
  return { low: Math.min(90, Math.max(0, Math.floor(Math.min(100, ...lows) / 10) * 10)) };
}

/** The line from low to high, a dot at the share, a dashed line where the whole centre stands. */
export function intervalBar(
  scale: Scale,
  share: number | null,
  interval: [number, number] | null,
  whole: number | null,
): SVGSVGElement {
  const svg = node("svg", { class: "interval-bar", "aria-hidden": "true", focusable: "false" });
  svg.append(node("line", { class: "axis", x1: "0", x2: "100%", y1: "50%", y2: "50%" }));
  if (whole !== null) svg.append(upright(at(scale, whole)));
  if (interval !== null && share !== null) {
    const [low, high] = interval;
    svg.append(
      node("line", { class: "range", x1: at(scale, low), x2: at(scale, high), y1: "50%", y2: "50%" }),
      node("circle", { class: "share", cx: at(scale, share), cy: "50%", r: "5" }),
    );
  }
  return svg as SVGSVGElement;
}

function upright(x: string): SVGElement {
  return node("line", { class: "whole", x1: x, x2: x, y1: "0", y2: "100%" });
}

/** Five pixels stay free at each end, so that no dot is cut off. */
function at(scale: Scale, value: number): string {
  const part = (Math.max(scale.low, value) - scale.low) / (100 - scale.low);
  return `${(2 + 96 * part).toFixed(2)}%`;
}

function node(name: string, attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
