/** The second factor: setting the authenticator app up, recovery codes, turning it off. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { say, told } from "./telling";

interface State {
  on: boolean;
  codes_left: number;
}

interface NewSecret {
  secret: string;
  qr: string;
}

const STATUS = "totp-status";

export class SecondFactor {
  private state: State = { on: false, codes_left: 0 };
  private readonly password = byId<HTMLInputElement>("totp-password");
  private readonly code = byId<HTMLInputElement>("totp-code");

  constructor() {
    this.on("totp-prove", () => (this.state.on ? this.turnOff() : this.begin()));
    this.on("totp-confirm", () => this.confirm());
    byId("totp-print").addEventListener("click", () => window.print());
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.state = (await api<State>("GET", "/session/totp")) ?? this.state;
    this.paint();
  }

  private on(form: string, run: () => Promise<void>): void {
    byId(form).addEventListener("submit", (event) => {
      event.preventDefault();
      void told(STATUS, run);
    });
  }

  private async begin(): Promise<void> {
    const made = await api<NewSecret>("POST", "/session/totp", { password: this.password.value });
    if (!made) return;
    byId<HTMLImageElement>("totp-qr").src = made.qr;
    byId("totp-secret").textContent = made.secret.replace(/(.{4})(?=.)/g, "$1 ");
    byId("totp-scan").hidden = false;
    byId("totp-prove").hidden = true;
    this.password.value = "";
    this.code.focus();
  }

  private async confirm(): Promise<void> {
    const answer = await api<{ codes: string[] }>("POST", "/session/totp/confirm", { code: this.code.value });
    byId("totp-scan").hidden = true;
    byId("totp-secret").textContent = "";
    this.code.value = "";
    const items = (answer?.codes ?? []).map((code) => el("li", {}, el("code", { text: code })));
    byId("totp-code-list").replaceChildren(...items);
    byId("totp-codes").hidden = false;
    await this.load();
    say(STATUS, "good", t("totp.now_on"));
    byId("totp-codes").focus();
  }

  private async turnOff(): Promise<void> {
    await api("POST", "/session/totp/off", { password: this.password.value });
    this.password.value = "";
    byId("totp-codes").hidden = true;
    await this.load();
    say(STATUS, "good", t("totp.now_off"));
  }

  private paint(): void {
    const { on, codes_left } = this.state;
    byId("totp-state").textContent = on ? t("totp.on", { n: codes_left }) : t("totp.off");
    byId("totp-submit").textContent = t(on ? "totp.turn_off" : "totp.begin");
    byId("totp-prove").hidden = !byId("totp-scan").hidden;
  }
}
