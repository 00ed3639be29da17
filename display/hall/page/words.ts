/** Texts of a board in its one or two languages. */
import { byId, el } from "@web/dom";
import type { Catalogue, Language } from "@web/i18n";

/** Texts that a second language stands beside, by the id of their element. */
const DOUBLED: Readonly<Record<string, string>> = {
  "latest-title": "latest.title",
  "latest-to": "latest.to",
  "history-title": "history.title",
  "counters-title": "counters.title",
  "waiting-label": "waiting",
};

/** Puts a second language beside the main headings, or takes it away (null). */
export function drawSecond(catalogue: Catalogue | null, language: Language | null): void {
  for (const [id, key] of Object.entries(DOUBLED)) {
    const node = byId(id);
    node.querySelector(".second")?.remove();
    const text = catalogue?.[key];
    if (text && language) node.append(el("span", { class: "second", lang: language, text }));
  }
}
