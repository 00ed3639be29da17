/** Small line signs. They only ever stand beside words, so they are hidden from screen readers. */

const PATHS = {
  waiting: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2",
  called: "M4 10v4h3l6 4V6L7 10zM16.5 9a4.5 4.5 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11",
  serving: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 21a7.5 7.5 0 0 1 15 0",
  open: "M5 12.5l4.5 4.5L19 7.5",
  paused: "M8.5 5v14M15.5 5v14",
  closed: "M5 5h14v14H5zM5 5l14 14",
  late: "M12 3L2.5 20h19zM12 9.5v5M12 17v.5",
  priority: "M12 3l2.7 5.8 6.3.7-4.7 4.3 1.3 6.2L12 16.9 6.4 20l1.3-6.2L3 9.5l6.3-.7z",
  returned: "M9 7H4V2M4.5 7a8.5 8.5 0 1 1-1 7",
  direct: "M4 6h9v12H4zM13 12h8M17.5 8.5L21 12l-3.5 3.5",
  appointment: "M4 6h16v14H4zM4 10h16M8.5 3v4M15.5 3v4",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5M8.5 9h7M8.5 13h4",
  yes: "M5 12.5l4.5 4.5L19 7.5",
  no: "M6 6l12 12M18 6L6 18",
  next: "M5 12h13M12.5 6l6 6-6 6",
} as const;

export type Icon = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

export function icon(name: Icon): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
