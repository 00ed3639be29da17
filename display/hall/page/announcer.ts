/** Gives each announcement its turn, one after another, each long enough to be read and heard. */
import type { Turn } from "./turns";

/** How long one call holds the large panel, milliseconds; shorter while others wait their turn. */
const DWELL_MS = 4500;
const DWELL_BUSY_MS = 3000;

/** Where the turns come from. */
export interface Source {
  next(): Turn | null;
  readonly pending: number;
}

export class Announcer {
  private current: Turn | null = null;

  /**
   * @param source where the turns come from
   * @param begin shows and perhaps speaks a call; its turn lasts until that is done, and a moment
   * @param idle called when every call has had its turn
   */
  constructor(
    private readonly source: Source,
    private readonly begin: (turn: Turn) => Promise<void>,
    private readonly idle: () => void,
  ) {}

  /** The turn that is on, or null. */
  get announcing(): Turn | null {
    return this.current;
  }

  /** Begins the next turn unless one is on; to be called whenever there may be one. */
  advance(): void {
    if (this.current === null) void this.run();
  }

  private async run(): Promise<void> {
    for (let turn = this.source.next(); turn !== null; turn = this.source.next()) {
      this.current = turn;
      const heard = this.begin(turn).catch(() => undefined);
      await Promise.all([heard, rest(this.source.pending > 0 ? DWELL_BUSY_MS : DWELL_MS)]);
    }
    this.current = null;
    this.idle();
  }
}

function rest(ms: number): Promise<void> {
  return new Promise((done) => {
    window.setTimeout(done, ms);
  });
}
