/**
 * What the terminal does: sleeps, asks, thanks.
 *
 *   asleep --view says awake--> asking --press--> thanks --some seconds--> asleep
 *   asking --its time is over, or rated elsewhere--> asleep
 *   thanks (unsatisfied: reasons, a comment) --done, or nobody touches it--> thanks --> asleep
 *
 * A change of mind is a further press under the thanks. Reasons and a comment are one further
 * press of the same value, made when whoever chose them is done.
 */
import { serverNow } from "@web/clock";
import { isUnsatisfied, type RatedTicket, type TerminalView, type Value } from "./view";

/** How long thanks stay after the last touch, milliseconds. */
const THANKS_MS = 4500;
/** How long thanks stay once everything is said. */
const GOODBYE_MS = 2500;
/** How long the reasons wait for a touch: seven of them have to be read. */
const REASONS_MS = 10_000;
/** How long a half-written comment waits for its next letter. */
const WRITING_MS = 25_000;
/** From the first press to the last word; the server takes words a little longer. */
const MOST_WORDS_MS = 150_000;
/** Until the centre's own time is known, as the server's default. */
const CHANGE_S = 3;

export interface Answer {
  ticket: RatedTicket;
  value: Value;
  /** Codes of reasons. */
  reasons: string[];
  comment: string;
}

export type Stage =
  | { kind: "asleep" }
  | { kind: "asking"; ticket: RatedTicket }
  | { kind: "thanks"; answer: Answer; changeable: boolean; words: "none" | "reasons" | "writing" };
type Thanks = Extract<Stage, { kind: "thanks" }>;

export class Terminal {
  stage: Stage = { kind: "asleep" };
  private view: TerminalView | null = null;
  private answered: string | null = null;
  private answeredAt = 0;
  private bedtime = 0;
  private lastChance = 0;

  /**
   * @param changed called after every change of `stage`
   * @param pressed called for every press that is to reach the server; resolves once it is kept
   */
  constructor(
    private readonly changed: () => void,
    private readonly pressed: (answer: Answer, scale: number) => Promise<void>,
  ) {}

  /** Takes the newest view; thanks being shown are not cut short by it. */
  receive(view: TerminalView): void {
    this.view = view;
    if (this.stage.kind !== "thanks") this.settle();
  }

  /** A key: the first answer, or a changed mind. */
  press(value: Value): void {
    const { stage } = this;
    if (stage.kind === "asking") this.answer({ ticket: stage.ticket, value, reasons: [], comment: "" });
    else if (stage.kind === "thanks" && stage.changeable) this.change(stage.answer, value);
  }

  /** A reason is chosen, or taken back. */
  reason(code: string): void {
    const stage = this.asksWords();
    if (stage === null) return;
    const { answer } = stage;
    const had = answer.reasons.includes(code);
    const reasons = had ? answer.reasons.filter((one) => one !== code) : [...answer.reasons, code];
    this.ask({ ...stage, answer: { ...answer, reasons } }, REASONS_MS);
  }

  /** Begins to write, or goes on: what is written is kept with the answer. */
  write(comment: string): void {
    const stage = this.asksWords();
    if (stage === null) return;
    this.ask({ ...stage, answer: { ...stage.answer, comment }, words: "writing" }, WRITING_MS);
  }

  /** Back to the reasons, with the comment or without it. */
  written(keep: boolean): void {
    const stage = this.asksWords();
    if (stage === null) return;
    const answer = keep ? stage.answer : { ...stage.answer, comment: "" };
    this.ask({ ...stage, answer, words: "reasons" }, REASONS_MS);
  }

  /** Whoever has said everything need not wait. */
  done(): void {
    const stage = this.asksWords();
    if (stage === null) return;
    this.sendWords();
    window.clearTimeout(this.lastChance);
    this.sleepIn(GOODBYE_MS);
    this.enter({ ...stage, changeable: false, words: "none" });
  }

  /** The page is going: what was said so far is said. */
  leave(): void {
    this.sendWords();
  }

  private asksWords(): Thanks | null {
    return this.stage.kind === "thanks" && this.stage.words !== "none" ? this.stage : null;
  }

  private change(answer: Answer, value: Value): void {
    if (answer.value === value) return;
    const words = isUnsatisfied(value) ? {} : { reasons: [], comment: "" };
    this.answer({ ...answer, ...words, value });
  }

  private answer(answer: Answer): void {
    const { ticket, value } = answer;
    if (this.answered !== ticket.id) this.answeredAt = performance.now();
    this.answered = ticket.id;
    const asks = isUnsatisfied(value);
    this.stage = { kind: "thanks", answer, changeable: true, words: asks ? "reasons" : "none" };
    window.clearTimeout(this.lastChance);
    this.lastChance = window.setTimeout(() => this.freeze(), this.changeMs());
    this.sleepIn(asks ? REASONS_MS : THANKS_MS);
    // Thanks are shown for what is kept, not for what was only felt.
    void this.pressed({ ticket, value, reasons: [], comment: "" }, this.scale()).then(this.changed);
  }

  private ask(stage: Thanks, forMs: number): void {
    const left = this.answeredAt + MOST_WORDS_MS - performance.now();
    this.sleepIn(Math.max(0, Math.min(forMs, left)));
    this.enter(stage);
  }

  private sendWords(): void {
    const stage = this.asksWords();
    if (stage === null) return;
    const { answer } = stage;
    if (answer.reasons.length > 0 || answer.comment.trim() !== "") void this.pressed(answer, this.scale());
  }

  /** A changed mind counts from the first press on, as the server counts it. */
  private changeMs(): number {
    const whole = 1000 * (this.view?.change_s ?? CHANGE_S);
    return Math.max(0, this.answeredAt + whole - performance.now());
  }

  private scale(): number {
    return this.view?.scale ?? 3;
  }

  private freeze(): void {
    if (this.stage.kind === "thanks") this.enter({ ...this.stage, changeable: false });
  }

  /** Enters what the view asks for now: a question with time left, or sleep. */
  private settle(): void {
    this.sendWords();
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
