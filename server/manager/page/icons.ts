/** Small line signs beside words. */

import { FLOOR_SIGNS, lineSign } from "@web/icon";

const PATHS = {
  ...FLOOR_SIGNS,
  grave: "M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2zM12 7.5v5.5M12 16v.5",
} as const;

export type Icon = keyof typeof PATHS;

export function icon(name: Icon): SVGSVGElement {
  return lineSign(PATHS[name]);
}
