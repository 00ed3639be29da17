/** Links that save a report as a file, or show it as it will stand on paper. */

import { el } from "@web/dom";
import { language, t } from "@web/i18n";

/** Paper, PDF, XLSX and CSV of a report of the register for a query. */
export function files(name: string, query: URLSearchParams): HTMLElement[] {
  const whole = new URLSearchParams(query);
  whole.set("language", language());
  const base = `/api/v1/reports/dossiers/${name}`;
  const of = t(`file.of.${name}`);
  const link = (kind: string, href: string, extra: Record<string, unknown>): HTMLElement =>
    el("a", { class: "button small", href, text: t(`file.${kind}`), "aria-label": `${t(`file.${kind}`)}: ${of}`, ...extra });
  return [
    link("paper", `${base}/paper?${whole.toString()}`, { target: "_blank", rel: "noopener" }),
    link("pdf", `${base}/paper?${whole.toString()}&format=pdf`, { download: true }),
    link("xlsx", `${base}.xlsx?${whole.toString()}`, { download: true }),
    link("csv", `${base}.csv?${whole.toString()}`, { download: true }),
  ];
}
