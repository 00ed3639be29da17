/** Pushes to this phone about a dossier's result.
 *
 * One browser has one subscription for this page; for which dossiers, the server knows. What this
 * phone asked for is remembered on it, so that the page can say so. */
import { api } from "@web/api";
import { byId } from "@web/dom";
import { offerOf, subscribe, subscribed, type Offer } from "@web/phone_push";
import { PushOffer } from "@web/push_offer";

const SCOPE = "/ho-so";
const STORED = "motcua.dossiers";
const MOST = 20;

export async function beginNotify(code: string, digits: string): Promise<void> {
  const asking = {
    now: () => stateNow(code),
    begin: () => start(code, digits),
    end: () => end(code, digits),
  };
  await new PushOffer(asking).show();
  byId("notify").hidden = false;
}

async function stateNow(code: string): Promise<Offer> {
  const found = await offerOf(SCOPE);
  return found === "active" && !kept().includes(code) ? "offer" : found;
}

async function start(code: string, digits: string): Promise<Offer> {
  const made = await subscribe(SCOPE);
  if (!made) return stateNow(code);
  await api("POST", "/public/dossiers/push", { code, digits, ...made });
  keep([code, ...kept().filter((one) => one !== code)]);
  return "active";
}

async function end(code: string, digits: string): Promise<Offer> {
  const made = await subscribed(SCOPE);
  if (made) await api("POST", "/public/dossiers/push/forget", { code, digits, endpoint: made.endpoint });
  keep(kept().filter((one) => one !== code));
  return "offer";
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
