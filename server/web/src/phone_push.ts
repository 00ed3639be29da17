/** Pushes to this browser, by a worker of one page's address. */

export interface Subscription {
  endpoint: string;
  p256dh: string | undefined;
  auth: string | undefined;
}

/** Whether pushes are known here at all, and not refused for good. */
export function pushState(): "able" | "denied" | "unable" {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "unable";
  return Notification.permission === "denied" ? "denied" : "able";
}

/** The subscription this address has, if any. */
export async function subscribed(scope: string): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration(scope);
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** Asks the person, and subscribes with the server's `key`; null when the answer is no. */
export async function subscribe(scope: string, key: string): Promise<Subscription | null> {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const worker = await navigator.serviceWorker.register("/sw.js", { scope });
  await active(worker);
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  return { endpoint: endpoint ?? "", p256dh: keys?.["p256dh"], auth: keys?.["auth"] };
}

/** A worker must stand before it can be subscribed with. */
function active(worker: ServiceWorkerRegistration): Promise<void> {
  const coming = worker.installing ?? worker.waiting;
  if (worker.active || !coming) return Promise.resolve();
  return new Promise((stands) => {
    coming.addEventListener("statechange", () => coming.state === "activated" && stands());
  });
}
