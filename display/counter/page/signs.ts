/** One drawing for each face of the display, so that no state is told by colour alone. */
import type { Face } from "./view";

const SVG = "http://www.w3.org/2000/svg";

const PATHS: Record<Face, string> = {
  loading: "M20 50H22M49 50H51M78 50H80",
  idle: "M20 52 42 74 82 28",
  called: "M50 14V78M24 54 50 82 76 54",
  serving: "M34 34A16 16 0 1 0 66 34 16 16 0 1 0 34 34M16 88C18 56 82 56 84 88",
  paused: "M34 20V80M66 20V80",
  closed: "M26 46H74V84H26ZM36 46V32A14 14 0 0 1 64 32V46",
};

/** The sign of a face, as an SVG element. */
export function sign(face: Face): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("focusable", "false");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[face]);
  svg.append(path);
  return svg;
}
