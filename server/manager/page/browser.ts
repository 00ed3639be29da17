/** Alerts in this browser while the page is closed: asked of the browser only after a press. */

import { api } from "@web/api";
import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";
import { offerOf, subscribe, subscribed, type Offer } from "@web/phone_push";

const WORKER = "/manager-alerts.js";
const SCOPE = "/manager";

export class BrowserAlerts {
  private readonly button = byId<HTMLButtonElement>("browser");
  private state: Offer = "unable";

  async begin(): Promise<void> {
    this.button.addEventListener("click", () => void this.turn());
    this.state = await offerOf(SCOPE);
    this.paint();
  }

  paint(): void {
    this.button.hidden = this.state === "unable";
    this.button.disabled = this.state === "denied";
    this.button.setAttribute("aria-pressed", String(this.state === "active"));
    setText(byId("browser-words"), t(`browser.${this.state}`));
  }

  private async turn(): Promise<void> {
    this.button.disabled = true;
    try {
      this.state = this.state === "active" ? await end() : await ask();
      this.paint();
    } catch {
      this.button.disabled = false;
      setText(byId("browser-words"), t("browser.failed"));
    }
  }
}

async function ask(): Promise<Offer> {
  const made = await subscribe(SCOPE, WORKER);
  if (!made) return offerOf(SCOPE);
  await api("POST", "/alert-browsers", made);
  return "active";
}

async function end(): Promise<Offer> {
  const made = await subscribed(SCOPE);
  if (made) {
    await api("POST", "/alert-browsers/forget", { endpoint: made.endpoint });
    await made.unsubscribe();
  }
  return "offer";
}
