/** Bytes as people read them: "12,3 MB". */

import { language } from "@web/i18n";

const UNITS = ["kB", "MB", "GB", "TB"] as const;

export function size(bytes: number): string {
  let unit = 0;
  let shown = bytes / 1000;
  while (shown >= 1000 && unit < UNITS.length - 1) {
    shown /= 1000;
    unit += 1;
  }
  const text = shown.toLocaleString(language() === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: shown < 100 ? 1 : 0 });
  return `${text} ${UNITS[unit] ?? ""}`;
}
