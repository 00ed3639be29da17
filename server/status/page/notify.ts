/** Pushes to this phone about its ticket. */
import { api } from "@web/api";
import { byId } from "@web/dom";
import { offerOf, registered, subscribe, subscribed, type Offer } from "@web/phone_push";
import { PushOffer } from "@web/push_offer";
import { code } from "./asked";

const SCOPE = location.pathname;

let ahead = 2;
const offer = new PushOffer({ now: () => offerOf(SCOPE), begin, end }, () => ({ n: ahead }));

export function beginNotify(): Promise<void> {
  return offer.show();
}

/** Shows it while the ticket waits; `people` ahead is when the phone is told first. */
export function offerNotify(waiting: boolean, people: number): void {
  ahead = people;
  byId("notify").hidden = !waiting;
  offer.paint();
}

/** The ticket is over: nothing of it stays on the phone. */
export async function endNotify(): Promise<void> {
  if (!offer.active) return;
  offer.ended();
  await (await registered(SCOPE))?.unregister();
}

async function begin(): Promise<Offer> {
  const made = await subscribe(SCOPE);
  if (!made) return offerOf(SCOPE);
  await api("POST", `/public/tickets/${code()}/push`, made);
  return "active";
}

async function end(): Promise<Offer> {
  const made = await subscribed(SCOPE);
  if (made) {
    await api("POST", `/public/tickets/${code()}/push/forget`, { endpoint: made.endpoint });
    await made.unsubscribe();
  }
  return "offer";
}
