/** What the desk looks like after an answer, until the server's own view comes. */

import type { Current, DeskView, Ticket } from "./types";

export function afterAnswer(view: DeskView, ticket: Ticket): DeskView {
  const others = <T extends Ticket>(list: T[]): T[] => list.filter(({ id }) => id !== ticket.id);
  const ended = ticket.state === "finished" || ticket.state === "no_show";
  const aside = ticket.state === "parked" || ticket.state === "away" ? [ticket] : [];
  return {
    ...view,
    current: currentAfter(view, ticket),
    last: ended ? ticket : view.last,
    aside: [...others(view.aside), ...aside],
    missed: [...(ticket.state === "no_show" ? [ticket] : []), ...others(view.missed)],
  };
}

function currentAfter(view: DeskView, ticket: Ticket): Current | null {
  const { current } = view;
  const same = current?.id === ticket.id;
  if (ticket.state !== "called" && ticket.state !== "serving") return same ? null : current;
  const facts = same ? current.procedure_facts : null;
  return { ...ticket, procedure_facts: facts, undo_until: undoUntil(ticket, view.rules.undo_s) };
}

function undoUntil(ticket: Ticket, seconds: number): string | null {
  if (ticket.called_at === null) return null;
  return new Date(Date.parse(ticket.called_at) + seconds * 1000).toISOString();
}
