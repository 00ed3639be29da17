/** Giving the place up: asked for, then confirmed; the number is then called no more. */
import { api, ApiError } from "@web/api";
import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";

export function beginCancel(): void {
  setText(byId("cancel-ask"), t("cancel.ask"));
  setText(byId("cancel-question"), t("cancel.question"));
  setText(byId("cancel-no"), t("cancel.no"));
  setText(byId("cancel-yes"), t("cancel.yes"));
  byId("cancel-ask").addEventListener("click", () => sure(true));
  byId("cancel-no").addEventListener("click", () => sure(false));
  byId("cancel-yes").addEventListener("click", () => void cancel());
}

/** Shows the button while the ticket waits. */
export function offerCancel(possible: boolean): void {
  if (!possible && !byId("cancel-sure").hidden) sure(false);
  byId("cancel").hidden = !possible;
}

function sure(asking: boolean): void {
  byId("cancel-problem").hidden = true;
  byId("cancel-sure").hidden = !asking;
  byId("cancel-ask").hidden = asking;
  // "Keep" is the safe answer, and where a second tap lands on nothing.
  byId(asking ? "cancel-question" : "cancel-ask").focus();
}

async function cancel(): Promise<void> {
  const button = byId<HTMLButtonElement>("cancel-yes");
  const code = location.pathname.split("/").pop() ?? "";
  button.disabled = true;
  try {
    await api("POST", `/public/tickets/${encodeURIComponent(code)}/cancel`);
    sure(false);
    offerCancel(false);
    byId("now").focus();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const problem = byId("cancel-problem");
    problem.textContent = error.status === 409 ? t("cancel.too_late") : `${error.message} ${error.action}`;
    problem.hidden = false;
  } finally {
    button.disabled = false;
  }
}
