/** The kiosk's agent, which serves this page on the same machine. */
import { request } from "@web/api";
import type { CheckIn, Issued, KioskState, Press, PrintState, Procedure } from "./types";

/** Milliseconds. The agent itself gives up on the server sooner and says why. */
const PRESS_WITHIN = 20_000;
const SEARCH_WITHIN = 6_000;
const REOPEN_AFTER = 2_000;

export interface Listener {
  /** Whole state, at the start and after every change. */
  state(state: KioskState): void;
  /** Whether the agent itself answers. */
  line(alive: boolean): void;
  print(press: string, state: PrintState): void;
}

/** Listens to the agent for as long as the page lives. */
export function listen(listener: Listener): void {
  const source = new EventSource("/api/events");
  source.addEventListener("open", () => void refresh(listener));
  source.addEventListener("state", (event) => {
    listener.line(true);
    listener.state(JSON.parse(String(event.data)) as KioskState);
  });
  source.addEventListener("print", (event) => {
    const { press, state } = JSON.parse(String(event.data)) as { press: string; state: PrintState };
    listener.print(press, state);
  });
  source.addEventListener("error", () => {
    listener.line(false);
    // The browser reopens a broken stream by itself, but not one that was refused.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(listener), REOPEN_AFTER);
  });
}

/** Takes a number; repeating the same press gives the same ticket. Throws ApiError. */
export async function takeNumber(press: Press): Promise<Issued> {
  return ask("/api/press", press);
}

/** Takes the number of an appointment; repeating the same press changes nothing. Throws ApiError. */
export async function checkIn(press: CheckIn): Promise<Issued> {
  return ask("/api/check-in", press);
}

async function ask(url: string, press: Press | CheckIn): Promise<Issued> {
  const issued = await request<Issued>("POST", url, press, { timeoutMs: PRESS_WITHIN });
  return issued as Issued;
}

/** The first procedures that fit some typed words, with or without diacritics. Throws ApiError. */
export async function findProcedures(words: string, limit: number): Promise<Procedure[]> {
  const query = new URLSearchParams({ q: words, limit: String(limit) });
  const options = { timeoutMs: SEARCH_WITHIN };
  const url = `/api/procedures?${query}`;
  const found = await request<{ items: Procedure[] }>("GET", url, undefined, options);
  return found?.items ?? [];
}

async function refresh(listener: Listener): Promise<void> {
  try {
    const state = await request<KioskState>("GET", "/api/state");
    listener.line(true);
    if (state) listener.state(state);
  } catch {
    listener.line(false); // the stream brings the next state, or breaks and is opened again
  }
}
