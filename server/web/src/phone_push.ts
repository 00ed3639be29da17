/** Pushes to this browser, by a worker of one page's address. */

import { api } from "./api";
import { language, type Language } from "./i18n";

/** What a page can offer: not asked for yet, active, refused in the browser, or not known to it. */
export type Offer = "offer" | "active" | "denied" | "unable";

export interface Subscription {
  endpoint: string;
  p256dh: string | undefined;
  auth: string | undefined;
  language: Language;
}

const WORKER = "/sw.js";

/** How it stands for the worker of `scope`, a path. */
export async function offerOf(scope: string): Promise<Offer> {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "unable";
  if (Notification.permission === "denied") return "denied";
  return (await subscribed(scope)) ? "active" : "offer";
}

/** The subscription this address has, if any. */
export async function subscribed(scope: string): Promise<PushSubscription | null> {
  return (await (await registered(scope))?.pushManager.getSubscription()) ?? null;
}

/** Asks the person, and subscribes with the server's key; null when the answer is no. */
export async function subscribe(scope: string, script = WORKER): Promise<Subscription | null> {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const { key } = (await api<{ key: string }>("GET", "/public/push-key")) ?? { key: "" };
  const worker = await navigator.serviceWorker.register(script, { scope });
  await active(worker);
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  return { endpoint: endpoint ?? "", p256dh: keys?.["p256dh"], auth: keys?.["auth"], language: language() };
}

/** The worker of exactly this address: one of a longer or shorter path is another page's. */
export async function registered(scope: string): Promise<ServiceWorkerRegistration | undefined> {
  const all = await navigator.serviceWorker.getRegistrations();
  return all.find((one) => new URL(one.scope).pathname === scope);
}

/** A worker must stand before it can be subscribed with. */
function active(worker: ServiceWorkerRegistration): Promise<void> {
  const coming = worker.installing ?? worker.waiting;
  if (worker.active || !coming) return Promise.resolve();
  return new Promise((stands) => {
    coming.addEventListener("statechange", () => coming.state === "activated" && stands());
  });
}
