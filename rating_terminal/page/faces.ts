/** The keys' faces, drawn here: a circle, two eyes and a mouth that tell the answer without colour. */
import type { Value } from "./view";

const SVG = "http://www.w3.org/2000/svg";

/** Strokes inside a circle of radius 46 around (50, 50). */
const FEATURES: Record<Value, readonly string[]> = {
  very_satisfied: ["M25 42Q32 31 39 42", "M61 42Q68 31 75 42", "M25 56H75Q72 80 50 80 28 80 25 56Z"],
  satisfied: ["M34 37V44", "M66 37V44", "M29 61Q50 80 71 61"],
  neutral: ["M34 37V44", "M66 37V44", "M31 67H69"],
  unsatisfied: ["M25 38 38 32M62 32 75 38", "M34 44V49M66 44V49", "M31 75Q50 57 69 75"],
  very_unsatisfied: ["M25 33 40 40M60 40 75 33", "M36 46V51M64 46V51", "M25 79H75Q72 57 50 57 28 57 25 79Z"],
};

/** The face of an answer, as an SVG element. */
export function face(value: Value): SVGElement {
  const svg = shape("svg", { viewBox: "0 0 100 100", focusable: "false", "aria-hidden": "true" });
  svg.append(shape("circle", { cx: "50", cy: "50", r: "46" }));
  svg.append(...FEATURES[value].map((d) => shape("path", { d })));
  return svg;
}

/** The tick on a chosen key. */
export function tick(): SVGElement {
  const svg = shape("svg", { viewBox: "0 0 100 100", focusable: "false", "aria-hidden": "true" });
  svg.append(shape("path", { d: "M20 54 42 74 80 30" }));
  return svg;
}

function shape(name: string, attributes: Record<string, string>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}
