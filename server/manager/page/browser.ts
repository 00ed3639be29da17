/** Alerts in this browser while the page is closed: asked of the browser only after a press. */

import { api } from "@web/api";
import { byId, setText } from "@web/dom";
import { language, t } from "@web/i18n";

type State = "offer" | "active" | "denied" | "unable";

const WORKER = "/manager-alerts.js";
const SCOPE = "/manager";

export class BrowserAlerts {
  private readonly button = byId<HTMLButtonElement>("browser");
  private state: State = "unable";

  async begin(): Promise<void> {
    this.button.addEventListener("click", () => void this.turn());
    this.state = await stateNow();
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

async function stateNow(): Promise<State> {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "unable";
  if (Notification.permission === "denied") return "denied";
  return (await (await registration())?.pushManager.getSubscription()) ? "active" : "offer";
}

async function ask(): Promise<State> {
  if ((await Notification.requestPermission()) !== "granted") return stateNow();
  const { key } = (await api<{ key: string }>("GET", "/public/push-key")) ?? { key: "" };
  const worker = await navigator.serviceWorker.register(WORKER, { scope: SCOPE });
  await active(worker);
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  const body = { endpoint, p256dh: keys?.["p256dh"], auth: keys?.["auth"], language: language() };
  await api("POST", "/alert-browsers", body);
  return "active";
}

async function end(): Promise<State> {
  const made = await (await registration())?.pushManager.getSubscription();
  if (made) {
    await api("POST", "/alert-browsers/forget", { endpoint: made.endpoint });
    await made.unsubscribe();
  }
  return "offer";
}

/** This page's own worker: that of a ticket's page has another scope. */
async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  const all = await navigator.serviceWorker.getRegistrations();
  return all.find(({ scope }) => new URL(scope).pathname === SCOPE);
}

function active(worker: ServiceWorkerRegistration): Promise<void> {
  const coming = worker.installing ?? worker.waiting;
  if (worker.active || !coming) return Promise.resolve();
  return new Promise((stands) => {
    coming.addEventListener("statechange", () => coming.state === "activated" && stands());
  });
}
