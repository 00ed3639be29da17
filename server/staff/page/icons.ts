/** Small line signs beside words. */

import { FLOOR_SIGNS, lineSign } from "@web/icon";

const PATHS = {
  ...FLOOR_SIGNS,
  serving: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 21a7.5 7.5 0 0 1 15 0",
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

export function icon(name: Icon): SVGSVGElement {
  return lineSign(PATHS[name]);
}
