/** What a device says that has no token, or one the server does not take. */
import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";

/** @param why "title": no token yet; "refused": the server does not take it at this counter */
export function drawUnpaired(counter: string, why: "title" | "refused"): void {
  document.body.dataset["stage"] = "unpaired";
  byId("asleep").hidden = true;
  byId("asking").hidden = true;
  byId("unpaired").hidden = false;
  setText(byId("unpaired-title"), t(`unpaired.${why}`, { counter }));
  setText(byId("unpaired-step2"), t("unpaired.step2", { counter }));
  setText(byId("unpaired-step3"), t("unpaired.step3"));
  setText(byId("unpaired-address"), `${location.origin}/terminal/${counter}#token=${t("unpaired.code")}`);
}
