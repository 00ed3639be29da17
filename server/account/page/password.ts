/** Changing one's password. */

import { api } from "@web/api";
import { byId } from "@web/dom";
import { t } from "@web/i18n";
import { say, told } from "./telling";

const STATUS = "password-status";

export class Password {
  private readonly form = byId<HTMLFormElement>("password");

  constructor() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void told(STATUS, () => this.send());
    });
  }

  private async send(): Promise<void> {
    const [old, first, again] = ["old", "new", "again"].map((name) => byId<HTMLInputElement>(`password-${name}`).value);
    if (!old || !first) return say(STATUS, "bad", t("wrong.empty"));
    if (first !== again) return say(STATUS, "bad", t("web.password.differ"));
    await api("PUT", "/session/password", { old, password: first });
    this.form.reset();
    say(STATUS, "good", t("password.done"));
  }
}
