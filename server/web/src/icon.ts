/** Small line signs. They only ever stand beside words, so screen readers pass over them. */

const SVG = "http://www.w3.org/2000/svg";

/** Signs of the floor's states, the same on every page of the staff: path data in a 24 by 24 box. */
export const FLOOR_SIGNS = {
  waiting: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2",
  called: "M4 10v4h3l6 4V6L7 10zM16.5 9a4.5 4.5 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
  open: "M5 12.5l4.5 4.5L19 7.5",
  paused: "M8.5 5v14M15.5 5v14",
  closed: "M5 5h14v14H5zM5 5l14 14",
  late: "M12 3L2.5 20h19zM12 9.5v5M12 17v.5",
} as const;

/** A sign from its path data; its colour is the text's. */
export function lineSign(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("icon");
  svg.append(stroke(path));
  return svg;
}

/** One stroke of a sign. */
export function stroke(path: string): SVGPathElement {
  const drawn = document.createElementNS(SVG, "path");
  drawn.setAttribute("d", path);
  return drawn;
}
