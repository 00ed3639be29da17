/** Follows one sheet through the printer: what is known, and when it has taken too long. */
import { printWords, shownOf, type Shown } from "./print_words";
import type { Print, PrintEvent, PrinterState, PrintState } from "./types";

/** Seconds until the screen says that the printer does not answer; it may still print. */
const SLOW_AFTER = 4;
/** Seconds the printer may take before the paper counts as unconfirmed. */
const PRINT_WITHIN = 30;

export class Printing {
  private state: PrintState = "queued";
  private reason: string | null = null;
  private job: string | null = null;
  private seconds = 0;
  private known = false;
  /** News that came before the answer to the press that it belongs to. */
  private readonly early = new Map<string, PrintEvent>();

  /** `press` is the sheet's; `changed` is called after each change. */
  constructor(
    private readonly press: string,
    private readonly changed: () => void,
  ) {}

  get shown(): Shown {
    const shown = shownOf({ state: this.state });
    if (shown !== "waiting") return shown;
    if (this.seconds >= PRINT_WITHIN) return "unconfirmed";
    return this.seconds >= SLOW_AFTER || this.reason !== null ? "slow" : "waiting";
  }

  /** The agent's answer to the press, or to a later one for the same sheet once more. */
  begin(print: Print): void {
    const { state, reason = null } = this.early.get(print.job ?? this.press) ?? print;
    this.job = print.job;
    this.known = true;
    this.seconds = 0;
    this.take(state, reason);
    this.changed();
  }

  /** News of some print; what is not about this one is left alone. */
  hear(event: PrintEvent): void {
    if (event.press !== this.press) return;
    const job = event.job ?? event.press;
    this.early.set(job, event);
    if (!this.known || job !== (this.job ?? this.press)) return;
    this.take(event.state, event.reason ?? null);
    this.changed();
  }

  /** Once a second. */
  tick(): void {
    if (!this.known || shownOf({ state: this.state }) !== "waiting") return;
    this.seconds += 1;
    if (this.seconds === SLOW_AFTER || this.seconds === PRINT_WITHIN) this.changed();
  }

  /** In plain words. While nothing has failed yet, a printer that is known to be broken is named. */
  words(what: "print" | "checklist", printer: PrinterState): string {
    const broken = this.shown === "waiting" && ["paper_out", "cover_open", "offline"].includes(printer);
    return printWords(what, broken ? "slow" : this.shown, this.reason, printer);
  }

  private take(state: PrintState, reason: string | null): void {
    this.state = state;
    this.reason = reason;
  }
}
