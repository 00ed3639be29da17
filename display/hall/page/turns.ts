/**
 * Which calls are shown and which are spoken, in their order.
 *
 * Every call is shown once. A board that speaks says it in the same turn; in quiet mode the call is
 * shown at once, and gets a second turn, spoken, only when the citizen has not come in time.
 */
import type { Call, HallView } from "./view";

export interface Turn {
  call: Call;
  aloud: boolean;
}

interface Waiting {
  call: Call;
  /** Epoch milliseconds, counted from the ticket's first call: a recall silences it no longer. */
  due: number;
}

export class Turns {
  private readonly queue: Turn[] = [];
  private readonly quiet = new Map<string, Waiting>();

  /** @param aloud whether this board may be heard, now */
  constructor(private readonly aloud: () => boolean) {}

  /** A call to announce. */
  add(call: Call, quietSeconds: number): void {
    const aloud = this.aloud();
    this.queue.push({ call, aloud: aloud && quietSeconds === 0 });
    if (!aloud || quietSeconds === 0) return;
    const due = Date.parse(call.called_at) + quietSeconds * 1000;
    this.quiet.set(call.ticket, { call, due: this.quiet.get(call.ticket)?.due ?? due });
  }

  /** Takes out those who have come; what is due now is to be spoken. `now`: epoch milliseconds. */
  settle(view: HallView, now: number): void {
    for (const [ticket, { call, due }] of this.quiet) {
      const came = !view.standing.includes(ticket);
      if (!came && due > now) continue;
      this.quiet.delete(ticket);
      if (!came) this.queue.push({ call, aloud: true });
    }
  }

  next(): Turn | null {
    return this.queue.shift() ?? null;
  }

  /** The turn after the one that is on, to prepare its sound. */
  peek(): Turn | null {
    return this.queue[0] ?? null;
  }

  get pending(): number {
    return this.queue.length;
  }
}
