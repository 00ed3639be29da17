/** Saying how something went, beside what was pressed. */

import { ApiError } from "@web/api";
import { byId } from "@web/dom";
import { t } from "@web/i18n";

export function say(id: string, tone: "good" | "bad" | "calm", text: string): void {
  const node = byId(id);
  node.dataset["tone"] = tone;
  node.textContent = text;
}

/** Runs something; a refusal is told at `id`, in words of its own where the page has any. */
export async function told(id: string, run: () => Promise<void>): Promise<void> {
  say(id, "calm", "");
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401 && error.code === "unauthorized") location.reload();
    const key = `wrong.${error.field ?? ""}`;
    const own = error.code === "invalid_field" && t(key) !== key;
    say(id, "bad", own ? t(key) : `${error.message} ${error.action}`);
  }
}
