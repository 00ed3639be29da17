/** Pushes to this phone: offered in words, asked of the browser only after a tap. */
import { api } from "@web/api";
import { byId, setText } from "@web/dom";
import { language, t } from "@web/i18n";
import { code } from "./asked";

type State = "offer" | "active" | "denied" | "unable";

let state: State = "unable";
let ahead = 2;
let waits = false;

export async function beginNotify(): Promise<void> {
  byId("notify-button").addEventListener("click", () => void guarded(state === "active" ? end : begin));
  state = await stateNow();
  paint();
}

/** Shows it while the ticket waits; `people` ahead is when the phone is told first. */
export function offerNotify(waiting: boolean, people: number): void {
  [waits, ahead] = [waiting, people];
  paint();
}

/** The ticket is over: nothing of it stays on the phone. */
export async function endNotify(): Promise<void> {
  if (state !== "active") return;
  state = "offer";
  await (await registration())?.unregister();
}

function paint(): void {
  byId("notify").hidden = !waits;
  setText(byId("notify-text"), t(`notify.${state}`, { n: ahead }));
  const button = byId("notify-button");
  button.hidden = state !== "offer" && state !== "active";
  button.classList.toggle("primary", state === "offer");
  setText(button, t(state === "active" ? "notify.off" : "notify.on"));
}

async function guarded(act: () => Promise<State>): Promise<void> {
  const button = byId<HTMLButtonElement>("notify-button");
  const problem = byId("notify-problem");
  button.disabled = problem.hidden = true;
  try {
    state = await act();
  } catch {
    setText(problem, t("notify.failed"));
    problem.hidden = false;
  } finally {
    button.disabled = false;
    paint();
    if (button.hidden) byId("notify-text").focus();
  }
}

async function stateNow(): Promise<State> {
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return "unable";
  if (Notification.permission === "denied") return "denied";
  return (await (await registration())?.pushManager.getSubscription()) ? "active" : "offer";
}

async function begin(): Promise<State> {
  if ((await Notification.requestPermission()) !== "granted") return stateNow();
  const { key } = (await api<{ key: string }>("GET", "/public/push-key")) ?? { key: "" };
  const worker = await navigator.serviceWorker.register("/sw.js", { scope: location.pathname });
  await active(worker);
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  const body = { endpoint, p256dh: keys?.["p256dh"], auth: keys?.["auth"], language: language() };
  await api("POST", `/public/tickets/${code()}/push`, body);
  return "active";
}

async function end(): Promise<State> {
  const made = await (await registration())?.pushManager.getSubscription();
  if (made) {
    await api("POST", `/public/tickets/${code()}/push/forget`, { endpoint: made.endpoint });
    await made.unsubscribe();
  }
  return "offer";
}

async function registration(): Promise<ServiceWorkerRegistration | undefined> {
  return navigator.serviceWorker.getRegistration(location.pathname);
}

/** A worker must stand before it can be subscribed with. */
function active(worker: ServiceWorkerRegistration): Promise<void> {
  const coming = worker.installing ?? worker.waiting;
  if (worker.active || !coming) return Promise.resolve();
  return new Promise((stands) => {
    coming.addEventListener("statechange", () => coming.state === "activated" && stands());
  });
}
