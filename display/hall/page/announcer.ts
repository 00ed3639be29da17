/** Shows the due announcements one after another, each long enough to be read. */
import type { Announcements } from "./announcements";
import type { Call } from "./view";

/** How long one call holds the large panel, milliseconds; shorter while others wait their turn. */
const DWELL_MS = 4500;
const DWELL_BUSY_MS = 3000;

export class Announcer {
  private current: Call | null = null;

  /**
   * @param due where the calls come from
   * @param begin shows and sounds a call; it holds the panel until the next one or `idle`
   * @param idle called when every call has had its turn
   */
  constructor(
    private readonly due: Announcements,
    private readonly begin: (call: Call) => void,
    private readonly idle: () => void,
  ) {}

  /** The call being announced, or null. */
  get announcing(): Call | null {
    return this.current;
  }

  /** Starts the next announcement unless one is running; to be called after each `offer`. */
  advance(): void {
    if (this.current === null) this.turn();
  }

  private turn(): void {
    this.current = this.due.next();
    if (this.current === null) {
      this.idle();
      return;
    }
    this.begin(this.current);
    window.setTimeout(() => this.turn(), this.due.pending > 0 ? DWELL_BUSY_MS : DWELL_MS);
  }
}
