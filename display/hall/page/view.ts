/** The hall room's view, as the server sends it: the whole state of the board in one small message. */

export type CounterState = "closed" | "open" | "paused";

export interface Call {
  /** Id of this very call; a recall of the same ticket has an id of its own. */
  call: string;
  ticket: string;
  counter: string;
  counter_number: number;
  counter_name: string;
  counter_name_en: string;
  service: string;
  service_name: string;
  service_name_en: string;
  /** 1 for the first call, 2 and 3 for recalls. */
  attempt: number;
  /** RFC 3339, UTC. */
  called_at: string;
}

export interface HallCounter {
  id: string;
  number: number;
  name: string;
  name_en: string;
  state: CounterState;
  ticket: string | null;
}

export interface Centre {
  id: string;
  name: string;
  name_en: string;
}

export interface HallView {
  centre: Centre;
  /** Newest first, at most 20; recalls are entries of their own. */
  calls: Call[];
  counters: HallCounter[];
  waiting: number;
  /** The server's time when it built this view. */
  now: string;
}
