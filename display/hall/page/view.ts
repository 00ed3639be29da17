/** The hall room's view, as the server sends it: the whole state of the board in one small message. */

export type CounterState = "closed" | "open" | "paused";

export interface Call {
  /** Number of this very call, rising; a recall of the same ticket has one of its own. */
  call: number;
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

/** A volume from 0 to 100 for a part of the day, local times "07:30" to "11:30". */
export interface Span {
  begin: string;
  end: string;
  volume: number;
}

export interface Medium {
  /** Its file is at /media/<id>. */
  id: string;
  type: string;
}

/** How this board is set up. */
export interface BoardSetup {
  id: string;
  name: string;
  name_en: string;
  /** One or two; the first is the page's own. */
  languages: ("vi" | "en")[];
  /** One board of each zone speaks. */
  speaks: boolean;
  repeat: number;
  volume: number;
  volumes: Span[];
  /** Seconds the screens have to themselves before a call is spoken; 0 speaks at once. */
  quiet_s: number;
  notice: string;
  notice_en: string;
  media: Medium[];
  /** Seconds a picture stays. */
  media_s: number;
}

export interface Hours {
  open: boolean;
  /** When the hours end that hold now; null outside them. */
  until: string | null;
  /** The next opening after that. */
  opens_at: string | null;
}

export interface HallView {
  centre: Centre;
  board: BoardSetup;
  /** Null where the centre is always open. */
  hours: Hours | null;
  /** Newest first: twenty, and after a burst every call since the view before. */
  calls: Call[];
  /** No call after the one of this number is left out of `calls`. */
  after: number;
  /** Numbers of the tickets that were called and whose citizens have not come yet. */
  standing: string[];
  counters: HallCounter[];
  waiting: number;
  /** The server's time when it built this view. */
  now: string;
}
