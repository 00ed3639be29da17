/** The kiosk's agent, which serves this page on the same machine. */
import { ApiError, request } from "@web/api";
import type {
  Checklist,
  CheckIn,
  Issued,
  KioskState,
  Press,
  Print,
  PrintEvent,
  Procedure,
  ProcedureDetail,
  Readiness,
  ScanEvent,
} from "./types";

/** Milliseconds. The agent itself gives up on the server sooner and says why. */
const PRESS_WITHIN = 20_000;
const SEARCH_WITHIN = 6_000;
const LOCAL_WITHIN = 4_000;
const REOPEN_AFTER = 2_000;

export interface Listener {
  /** Whole state, at the start and after every change. */
  state(state: Partial<KioskState>): void;
  /** Whether the agent itself answers. */
  line(alive: boolean): void;
  print(event: PrintEvent): void;
  scan(event: ScanEvent): void;
}

/** Listens to the agent for as long as the page lives. */
export function listen(listener: Listener): void {
  const source = new EventSource("/api/events");
  const on = <T>(name: string, take: (data: T) => void): void =>
    source.addEventListener(name, (event) => take(JSON.parse(String(event.data)) as T));
  source.addEventListener("open", () => void refresh(listener));
  on<Partial<KioskState>>("state", (state) => {
    listener.line(true);
    listener.state(state);
  });
  on<PrintEvent>("print", (event) => listener.print(event));
  on<ScanEvent>("scan", (event) => listener.scan(event));
  source.addEventListener("error", () => {
    listener.line(false);
    // The browser reopens a broken stream by itself, but not one that was refused.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(listener), REOPEN_AFTER);
  });
}

/** Takes a number; repeating the same press gives the same ticket. Throws ApiError. */
export async function takeNumber(press: Press): Promise<Issued> {
  return post<Issued>("/api/press", press, PRESS_WITHIN);
}

/** Takes the number of an appointment; repeating the same press changes nothing. Throws ApiError. */
export async function checkIn(press: CheckIn): Promise<Issued> {
  return post<Issued>("/api/check-in", press, PRESS_WITHIN);
}

/** Prints the ticket of a press once more. Throws ApiError. */
export async function reprint(press: string): Promise<Print> {
  return (await post<{ print: Print }>("/api/reprint", { press }, LOCAL_WITHIN)).print;
}

/** Prints what to bring for a procedure. Throws ApiError. */
export async function printChecklist(order: Checklist): Promise<Print> {
  return (await post<{ print: Print }>("/api/checklist", order, PRESS_WITHIN)).print;
}

/** The first procedures that fit some typed words, with or without diacritics. Throws ApiError. */
export async function findProcedures(words: string, limit: number): Promise<Procedure[]> {
  const query = new URLSearchParams({ q: words, limit: String(limit) });
  const found = await get<{ items: Procedure[] }>(`/api/procedures?${query}`);
  return found?.items ?? [];
}

/** All that is known of a procedure; null where the agent knows no more. Throws ApiError. */
export async function procedureDetail(code: string): Promise<ProcedureDetail | null> {
  try {
    return await get<ProcedureDetail>(`/api/procedures/${encodeURIComponent(code)}`);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Whether a dossier's result is there; null for a code nobody knows. Throws ApiError. */
export async function readiness(code: string): Promise<Readiness | null> {
  try {
    return await get<Readiness>(`/api/results/${encodeURIComponent(code)}`);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Switches the card reader on, with the person's consent, for a minute. Throws ApiError. */
export async function beginScan(language: string): Promise<void> {
  await request("POST", "/api/scan", { language }, { timeoutMs: LOCAL_WITHIN });
}

/** Switches the card reader off and forgets what it has read. Never throws. */
export async function endScan(): Promise<void> {
  await request("DELETE", "/api/scan", undefined, { timeoutMs: LOCAL_WITHIN }).catch(ignore);
}

/** Hands on the number that a reader typed as a keyboard does. Throws ApiError. */
export async function wedge(digits: string): Promise<void> {
  await request("POST", "/api/scan/wedge", { digits }, { timeoutMs: LOCAL_WITHIN });
}

/** Says that the page is alive. Never throws: the watchdog's business is the agent's. */
export async function heartbeat(): Promise<void> {
  await request("POST", "/api/heartbeat", {}, { timeoutMs: LOCAL_WITHIN }).catch(ignore);
}

/** Where the spoken number of a press is heard. */
export function speechOf(press: string, language: string): string {
  return `/api/speech/${encodeURIComponent(press)}?language=${language}`;
}

async function post<T>(url: string, body: unknown, timeoutMs: number): Promise<T> {
  return (await request<T>("POST", url, body, { timeoutMs })) as T;
}

async function get<T>(url: string): Promise<T | null> {
  return request<T>("GET", url, undefined, { timeoutMs: SEARCH_WITHIN });
}

async function refresh(listener: Listener): Promise<void> {
  try {
    const state = await get<KioskState>("/api/state");
    listener.line(true);
    if (state) listener.state(state);
  } catch {
    listener.line(false); // the stream brings the next state, or breaks and is opened again
  }
}

function ignore(): void {
  // what the call was for heals by itself
}
