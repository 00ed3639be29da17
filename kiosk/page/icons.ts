/** A few line drawings beside words; none of them stands alone. */

import { lineSign, stroke } from "@web/icon";

const PATHS = {
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 21 21",
  fields: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z",
  calendar: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5M9 15l2 2 4-4",
  star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z",
  card: "M3 5h18v14H3zM8.5 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.5 16a3 3 0 0 1 6 0M14 9h4M14 12h4M14 15h4",
  printer: "M7 9V3h10v6M6 17H3V9h18v8h-3M7 14h10v7H7z",
  sound: "M4 9v6h4l5 4V5L8 9zM16.5 9a4 4 0 0 1 0 6M19 6a8 8 0 0 1 0 12",
  back: "M14 5l-7 7 7 7",
  up: "M5 15l7-7 7 7",
  down: "M5 9l7 7 7-7",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l4 2",
  money: "M3 6h18v12H3zM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM6 9v0M18 15v0",
  desk: "M3 21h18M5 21V8l7-5 7 5v13M10 21v-6h4v6",
  paper: "M6 3h9l4 4v14H6zM14 3v5h5M9 12h7M9 16h7",
  sight: "M3 19 8.5 5 14 19M5 14h7M15 19l3-8 3 8M16 17h4",
  contrast: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
  seat: "M7 3v9h10M7 12v9M17 12v9M7 16h10",
} as const;

export type Icon = keyof typeof PATHS;
const HALF = "M12 3a9 9 0 0 1 0 18z";

export function icon(name: Icon): SVGSVGElement {
  const sign = lineSign(PATHS[name]);
  if (name === "contrast") {
    const half = stroke(HALF);
    half.classList.add("icon-full");
    sign.append(half);
  }
  return sign;
}
