/** Links that save a report as a file. */

import { el } from "@web/dom";
import { language, t } from "@web/i18n";

/** CSV and XLSX of `/reports/<name>` for a query. */
export function files(name: string, query: URLSearchParams): HTMLElement[] {
  return ["csv", "xlsx"].map((ending) => {
    const whole = new URLSearchParams(query);
    whole.set("language", language());
    return el("a", {
      class: "button small",
      href: `/api/v1/reports/${name}.${ending}?${whole.toString()}`,
      download: true,
      text: t(`file.${ending}`),
    });
  });
}
