/** "Tell me when the result is ready": offered in words, asked of the browser only after a tap.
 *
 * One browser has one subscription for this page; for which dossiers, the server knows. What this
 * phone asked for is remembered on it, so that the page can say so. */
import { api } from "@web/api";
import { byId, setText } from "@web/dom";
import { language, t } from "@web/i18n";
import { pushState, subscribe, subscribed } from "@web/phone_push";

type State = "offer" | "active" | "denied" | "unable";

const SCOPE = "/ho-so";
const STORED = "motcua.dossiers";
const MOST = 20;

let state: State = "unable";

export async function beginNotify(code: string, digits: string): Promise<void> {
  const button = byId<HTMLButtonElement>("notify-button");
  button.addEventListener("click", () => void guarded(() => (state === "active" ? end(code, digits) : start(code, digits))));
  state = await stateNow(code);
  byId("notify").hidden = false;
  paint();
}

async function stateNow(code: string): Promise<State> {
  const able = pushState();
  if (able !== "able") return able;
  return kept().includes(code) && (await subscribed(SCOPE)) ? "active" : "offer";
}

async function start(code: string, digits: string): Promise<State> {
  const { key } = (await api<{ key: string }>("GET", "/public/push-key")) ?? { key: "" };
  const made = await subscribe(SCOPE, key);
  if (!made) return stateNow(code);
  await api("POST", "/public/dossiers/push", { code, digits, ...made, language: language() });
  keep([code, ...kept().filter((one) => one !== code)]);
  return "active";
}

async function end(code: string, digits: string): Promise<State> {
  const made = await subscribed(SCOPE);
  if (made) await api("POST", "/public/dossiers/push/forget", { code, digits, endpoint: made.endpoint });
  keep(kept().filter((one) => one !== code));
  return "offer";
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

function paint(): void {
  setText(byId("notify-text"), t(`notify.${state}`));
  const button = byId("notify-button");
  button.hidden = state !== "offer" && state !== "active";
  setText(button, t(state === "active" ? "notify.off" : "notify.on"));
}

function kept(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(STORED) ?? "[]");
    return Array.isArray(found) ? found.filter((one): one is string => typeof one === "string") : [];
  } catch {
    return []; // storage is switched off: the page offers it again
  }
}

function keep(codes: string[]): void {
  try {
    localStorage.setItem(STORED, JSON.stringify(codes.slice(0, MOST)));
  } catch {
    // storage is switched off: the push comes all the same
  }
}
