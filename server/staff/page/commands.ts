/** Sends the officer's commands: one at a time, each repeated with its own key until the server
 * has answered, so that a lost answer never becomes a second call. */

import { api, ApiError, newKey, type Method } from "@web/api";

/** Sends of one command, the first included. */
export const MAX_TRIES = 5;
/** Milliseconds before the second, third … send. */
const PAUSES_MS = [400, 800, 1600, 3200];
/** Milliseconds one send may take. */
const TIMEOUT_MS = 4000;
/** Errors after which nobody knows whether the command was carried out, or that pass by waiting. */
const NO_ANSWER = new Set(["network", "timeout", "unexpected"]);
const NOT_NOW = new Set([408, 429, 502, 503, 504]);

export type Outcome<T> =
  | { kind: "done"; value: T | null }
  | { kind: "refused"; error: ApiError }
  | { kind: "lost" };

export class Commands {
  private inFlight = false;
  private unanswered: { what: string; key: string } | null = null;

  /** `onRepeat` is told the number of each further try, from 2. */
  constructor(private readonly onRepeat: (attempt: number) => void) {}

  get busy(): boolean {
    return this.inFlight;
  }

  /** What happened to a command without an answer is known now: the next press is a new one.
   * Says whether there was such a command. */
  forgetUnanswered(): boolean {
    const there = this.unanswered !== null;
    this.unanswered = null;
    return there;
  }

  /** Sends one command. The same command after a lost one carries the same key again; a sheet that
   * has a key of its own carries that one whatever is written on it. */
  async send<T>(method: Method, path: string, body?: unknown, own?: string): Promise<Outcome<T>> {
    if (this.inFlight) throw new Error("a command is in flight");
    const what = `${method} ${path} ${JSON.stringify(body ?? null)}`;
    const key = own ?? (this.unanswered?.what === what ? this.unanswered.key : newKey());
    this.inFlight = true;
    try {
      const outcome = await this.untilAnswered<T>(method, path, body, key);
      this.unanswered = outcome.kind === "lost" ? { what, key } : null;
      return outcome;
    } finally {
      this.inFlight = false;
    }
  }

  private async untilAnswered<T>(
    method: Method,
    path: string,
    body: unknown,
    key: string,
  ): Promise<Outcome<T>> {
    for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
      if (attempt > 1) {
        this.onRepeat(attempt);
        await pause(PAUSES_MS[attempt - 2] ?? 0);
      }
      const outcome = await once<T>(method, path, body, key);
      if (outcome.kind !== "lost") return outcome;
    }
    return { kind: "lost" };
  }
}

async function once<T>(
  method: Method,
  path: string,
  body: unknown,
  key: string,
): Promise<Outcome<T>> {
  try {
    return { kind: "done", value: await api<T>(method, path, body, { key, timeoutMs: TIMEOUT_MS }) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const open = NO_ANSWER.has(error.code) || NOT_NOW.has(error.status);
    return open ? { kind: "lost" } : { kind: "refused", error };
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, ms));
}
