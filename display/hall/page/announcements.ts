/**
 * Which calls are still to be announced, in calling order.
 *
 * Views repeat recent calls, so a call is told apart by its id: each is handed out exactly once,
 * however many views carry it and however many calls one view brings.
 */
import type { Call } from "./view";

/** A call older than this (seconds) is not announced after a (re)connection: people have moved on. */
export const FRESH_SECONDS = 30;
/** Calls remembered; far more than the 200 a view may hold. */
const REMEMBERED = 1000;

export class Announcements {
  private readonly known = new Set<number>();
  private readonly queue: Call[] = [];
  /** Epoch milliseconds; a call at or after it is news however late its view arrives. */
  private newest = Number.NEGATIVE_INFINITY;
  /** The highest call heard of; 0 before the first view. */
  private highest = 0;

  /**
   * Takes a view's calls (newest first).
   *
   * @param now the server's time of that view, epoch milliseconds
   * @param rejoined true for the first view after the page or its line came up: only fresh calls count
   */
  offer(calls: readonly Call[], now: number, rejoined: boolean): void {
    const unheard = calls.filter((call) => !this.known.has(call.call));
    for (const call of unheard.sort(inCallingOrder)) {
      if (this.isDue(call, now, rejoined)) this.queue.push(call);
      this.remember(call);
    }
    this.newest = Math.max(this.newest, now - FRESH_SECONDS * 1000);
  }

  /**
   * The call after which some may have been missed, or null.
   *
   * @param after no call after this one is left out of the view at hand
   */
  missed(after: number): number | null {
    return this.highest > 0 && this.highest < after ? this.highest : null;
  }

  /** The next call to announce, or null when all have been. */
  next(): Call | null {
    return this.queue.shift() ?? null;
  }

  /** How many calls wait for their announcement. */
  get pending(): number {
    return this.queue.length;
  }

  /** An older call can re-enter a view when a newer one leaves it; only later ones are news. */
  private isDue(call: Call, now: number, rejoined: boolean): boolean {
    const at = Date.parse(call.called_at);
    const fresh = now - at < FRESH_SECONDS * 1000;
    return rejoined ? fresh : fresh || at >= this.newest;
  }

  private remember(call: Call): void {
    this.newest = Math.max(this.newest, Date.parse(call.called_at));
    this.known.add(call.call);
    this.highest = Math.max(this.highest, call.call);
    if (this.known.size > REMEMBERED) {
      const [oldest] = this.known;
      if (oldest !== undefined) this.known.delete(oldest);
    }
  }
}

function inCallingOrder(a: Call, b: Call): number {
  return a.call - b.call;
}

/** The latest call of each ticket except `shown`, newest first: what the history lists. */
export function history(calls: readonly Call[], shown: Call | null, rows: number): Call[] {
  const seen = new Set(shown === null ? [] : [shown.ticket]);
  const latest: Call[] = [];
  for (const call of calls) {
    if (seen.has(call.ticket)) continue;
    seen.add(call.ticket);
    latest.push(call);
  }
  return latest.slice(0, rows);
}
