/** What is said when a command has been carried out. */

import { pick, t } from "@web/i18n";
import type { Order } from "./orders";
import type { Ticket } from "./types";
import type { Words } from "./words";

export function doneWords(order: Order, ticket: Ticket, words: Words): string {
  const where = ticket.for_counter ? words.counter(ticket.for_counter) : pick(ticket, "service_name");
  const goesOn = order.done === "finish" && ticket.state === "waiting";
  const key = goesOn ? "finish_then" : order.done;
  return t(`done.${key}`, { number: ticket.number, calls: ticket.calls, where });
}
