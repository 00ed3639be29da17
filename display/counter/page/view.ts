/** The view of room `counter/<id>`: the counter, the ticket it holds, what it serves. */

export interface CounterView {
  counter: {
    id: string;
    number: number;
    name: string;
    name_en: string;
    state: "closed" | "open" | "paused";
  };
  ticket: {
    number: string;
    service_name: string;
    service_name_en: string;
    state: "called" | "serving";
    called_at: string;
  } | null;
  /** Id of the ticket's latest call; a recall brings a new one. */
  call: string | null;
  services: { id: string; name: string; name_en: string }[];
}

/** What the display shows: the counter's state, or its ticket's. */
export type Face = "loading" | "closed" | "paused" | "idle" | "called" | "serving";

/** A ticket in hand outranks the counter's own state: its holder must see the number. */
export function faceOf(view: CounterView): Face {
  if (view.ticket !== null) return view.ticket.state === "called" ? "called" : "serving";
  return view.counter.state === "open" ? "idle" : view.counter.state;
}
