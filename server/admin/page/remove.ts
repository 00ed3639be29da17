/** Removing a row: asked once more, and refused by the server while anything uses it. */

import { api } from "@web/api";
import { byId } from "@web/dom";
import { t } from "@web/i18n";
import { guarded, rowButton } from "./lists";

let confirmed: (() => Promise<void>) | null = null;

/** The button of a row that removes it. */
export function removeButton(path: string, name: string, onGone: () => Promise<void>): HTMLElement {
  return rowButton(t("remove.do"), t("remove.what", { name }), async () => {
    byId("remove-text").textContent = t("remove.ask", { name });
    confirmed = async () => {
      await api("DELETE", path);
      await onGone();
    };
    byId<HTMLDialogElement>("remove").showModal();
  });
}

export function watchRemoval(): void {
  byId("remove-yes").addEventListener("click", () => {
    byId<HTMLDialogElement>("remove").close();
    const run = confirmed;
    confirmed = null;
    if (run) void guarded(run);
  });
}
