/** Whole lists from the API, and their tables. */

import { api, ApiError } from "@web/api";
import { byId, el, type Child } from "@web/dom";
import { t } from "@web/i18n";
import type { Page } from "./types";

/** Every item of a paged list. */
export async function all<T>(path: string, query = ""): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page<T> | null = await api<Page<T>>("GET", `${path}?limit=200${query}${from}`);
    items.push(...(page?.items ?? []));
    cursor = page?.next ?? null;
  } while (cursor !== null);
  return items;
}

/** A table with a heading row; the first cell of each row is its heading. `label` names it. */
export function table(label: string, columns: readonly string[], rows: readonly Child[][], empty = t("list.empty")): HTMLElement {
  const head = el("tr", {}, ...columns.map((key) => el("th", { scope: "col", text: t(key) })));
  const body = rows.map((cells) =>
    el("tr", {}, ...cells.map((cell, place) => (place === 0 ? el("th", { scope: "row" }, cell) : el("td", {}, cell)))),
  );
  const whole = el("table", { "aria-label": t("list.label", { what: label }) }, el("thead", {}, head), el("tbody", {}, ...body));
  if (rows.length === 0) return el("p", { class: "none", text: empty });
  return el("div", { class: "table-scroll", tabindex: "0", role: "group", "aria-label": label }, whole);
}

/** A small button in a table; `what` says in full what it does to which row. */
export function rowButton(text: string, what: string, press: () => Promise<void>): HTMLElement {
  const button = el("button", { class: "button small", type: "button", text, "aria-label": what });
  button.addEventListener("click", () => {
    button.disabled = true;
    void guarded(press).finally(() => {
      button.disabled = false;
    });
  });
  return button;
}

/** Runs something; a refusal is shown at the top of the page. */
export async function guarded(run: () => Promise<void>): Promise<void> {
  const problem = byId("problem");
  problem.hidden = true;
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) location.reload();
    problem.textContent = `${error.message} ${error.action}`;
    problem.hidden = false;
    problem.focus();
  }
}
