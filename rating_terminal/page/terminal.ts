/**
 * What the terminal does: sleeps, asks, thanks.
 *
 *   asleep --view says awake--> asking --press--> thanks --some seconds--> asleep
 *   asking --its time is over, or rated elsewhere--> asleep
 *
 * A change of mind is a further press under the thanks; reasons are a further press of the same value.
 */
import { serverNow } from "@web/clock";
import { isUnsatisfied, type RatedTicket, type Reason, type TerminalView, type Value } from "./view";

/** How long another key may still be pressed, milliseconds. */
const CHANGEABLE_MS = 3000;
/** How long thanks stay after the last touch. */
const THANKS_MS = 4500;
/** How long the reasons wait for a first touch: seven of them have to be read. */
const REASONS_MS = 10_000;

export interface Answer {
  ticket: RatedTicket;
  value: Value;
  reasons: Reason[];
}

export type Stage =
  | { kind: "asleep" }
  | { kind: "asking"; ticket: RatedTicket }
  | { kind: "thanks"; answer: Answer; changeable: boolean };

export class Terminal {
  stage: Stage = { kind: "asleep" };
  private view: TerminalView | null = null;
  private answered: string | null = null;
  private bedtime = 0;
  private lastChance = 0;

  /**
   * @param changed called after every change of `stage`
   * @param pressed called for every press that is to reach the server
   */
  constructor(
    private readonly changed: () => void,
    private readonly pressed: (answer: Answer, scale: number) => void,
  ) {}

  /** Takes the newest view; thanks being shown are not cut short by it. */
  receive(view: TerminalView): void {
    this.view = view;
    if (this.stage.kind !== "thanks") this.settle();
  }

  /** A key: the first answer, or a changed mind. */
  press(value: Value): void {
    if (this.stage.kind === "asking") this.answer(this.stage.ticket, value);
    else if (this.stage.kind === "thanks" && this.stage.changeable) this.change(this.stage.answer, value);
  }

  /** A reason is chosen, or taken back. */
  reason(reason: Reason): void {
    if (this.stage.kind !== "thanks" || !isUnsatisfied(this.stage.answer.value)) return;
    const { answer, changeable } = this.stage;
    const had = answer.reasons.includes(reason);
    const reasons = had ? answer.reasons.filter((one) => one !== reason) : [...answer.reasons, reason];
    this.thank({ ...answer, reasons }, changeable, THANKS_MS);
  }

  /** Whoever is done with the reasons need not wait. */
  done(): void {
    if (this.stage.kind === "thanks") this.settle();
  }

  private change(answer: Answer, value: Value): void {
    if (answer.value !== value) this.answer(answer.ticket, value);
  }

  private answer(ticket: RatedTicket, value: Value): void {
    this.answered = ticket.id;
    window.clearTimeout(this.lastChance);
    this.lastChance = window.setTimeout(() => this.freeze(), CHANGEABLE_MS);
    this.thank({ ticket, value, reasons: [] }, true, isUnsatisfied(value) ? REASONS_MS : THANKS_MS);
  }

  private thank(answer: Answer, changeable: boolean, forMs: number): void {
    this.pressed(answer, this.view?.scale ?? 3);
    this.sleepIn(forMs);
    this.enter({ kind: "thanks", answer, changeable });
  }

  private freeze(): void {
    if (this.stage.kind === "thanks") this.enter({ ...this.stage, changeable: false });
  }

  /** Enters what the view asks for now: a question with time left, or sleep. */
  private settle(): void {
    window.clearTimeout(this.lastChance);
    const ticket = this.open();
    if (ticket !== null) this.sleepIn(this.left());
    else window.clearTimeout(this.bedtime);
    this.enter(ticket === null ? { kind: "asleep" } : { kind: "asking", ticket });
  }

  /** The ticket whose holder may still answer here, or null. */
  private open(): RatedTicket | null {
    const view = this.view;
    if (view === null || !view.awake || view.rated !== null || this.left() <= 0) return null;
    return view.ticket !== null && view.ticket.id !== this.answered ? view.ticket : null;
  }

  /** Milliseconds until the rating's time is over. */
  private left(): number {
    const until = this.view?.until ?? null;
    return until === null ? 120_000 : Date.parse(until) - serverNow();
  }

  private sleepIn(ms: number): void {
    window.clearTimeout(this.bedtime);
    this.bedtime = window.setTimeout(() => this.settle(), ms + 20);
  }

  private enter(stage: Stage): void {
    this.stage = stage;
    this.changed();
  }
}
