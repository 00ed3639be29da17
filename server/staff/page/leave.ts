/** Asks before a counter is left with a citizen at it. */

import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";

export function confirmLeaving(number: string): Promise<boolean> {
  const dialog = byId<HTMLDialogElement>("leave");
  setText(byId("leave-text"), t("leave.text", { number }));
  return new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "leave"), { once: true });
    dialog.showModal();
  });
}
