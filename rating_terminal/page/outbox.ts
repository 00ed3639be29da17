/** Sends kept presses one by one, oldest first, until the server has taken each. */
import { api, ApiError } from "@web/api";
import type { Press, PressStore } from "./press_store";

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const ANSWER_WITHIN_MS = 8000;
/** The greatest age the server accepts: seven days; what is older is as old as this. */
const OLDEST_MS = 7 * 86_400_000;
/** Refusals that may pass below 500: no answer, a token to be renewed, too many at once. */
const PASSING = new Set([0, 401, 403, 408, 425, 429]);

export class Outbox {
  private sending = false;
  private pause = FIRST_PAUSE_MS;
  private timer = 0;

  constructor(
    private readonly store: PressStore,
    private readonly token: string,
  ) {}

  /** Sends what was kept before this page was loaded. */
  async start(): Promise<void> {
    await this.store.load();
    this.hurry();
  }

  /** Keeps a press, and sends it once all before it are through. Resolves when it is kept. */
  async post(press: Press): Promise<void> {
    await this.store.add(press);
    this.hurry();
  }

  /** Tries now: a line came up, or there is something new. */
  hurry(): void {
    window.clearTimeout(this.timer);
    this.pause = FIRST_PAUSE_MS;
    void this.drain();
  }

  private async drain(): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    while (await this.sendOldest());
    this.sending = false;
    if (this.store.oldest() !== null) this.retryLater();
  }

  /** Returns true when the next press may follow at once. */
  private async sendOldest(): Promise<boolean> {
    const press = this.store.oldest();
    if (press === null) return false;
    const settled = await this.send(press);
    if (settled) this.store.remove(press);
    return settled;
  }

  /** Returns true when the server took the press, or said that it never will. */
  private async send(press: Press): Promise<boolean> {
    try {
      await api("POST", "/ratings", body(press), { token: this.token, timeoutMs: ANSWER_WITHIN_MS });
      this.pause = FIRST_PAUSE_MS;
      return true;
    } catch (error) {
      return error instanceof ApiError && isFinal(error);
    }
  }

  private retryLater(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.drain(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }
}

/** A press for a counter this device has left is refused for good: it must not hold up the others. */
function isFinal(error: ApiError): boolean {
  if (error.code === "wrong_counter") return true;
  return error.status < 500 && !PASSING.has(error.status);
}

/** No Idempotency-Key: (device, boot, seq) tells repeats, and the age differs from try to try. */
function body(press: Press): object {
  const { at, ...rest } = press;
  return { ...rest, age_ms: Math.min(Math.max(0, Date.now() - at), OLDEST_MS) };
}
