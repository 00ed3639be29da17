/** The desk: what the officer presses becomes commands, what the server says becomes the page. */

import { ApiError, type Method } from "@web/api";
import { everySecond, syncClock, timeOfDay } from "@web/clock";
import { byId, setText } from "@web/dom";
import { language, onLanguage, pick, t } from "@web/i18n";
import type { Session } from "@web/signin";
import type { Live, Refusal } from "@web/socket";
import { KEYS, needsSecondPress, whyNot, type Action } from "./actions";
import { Buttons } from "./buttons";
import { chime } from "./chime";
import { Commands, MAX_TRIES, type Outcome } from "./commands";
import { CurrentCard } from "./current";
import { Guard } from "./guard";
import { listen } from "./keys";
import { Notice } from "./notice";
import type { CallAnswer, Counter, DeskView } from "./types";
import { WaitingPanel } from "./waiting";
import type { Words } from "./words";

const TICKET_PATHS: Partial<Record<Action, string>> = {
  recall: "recall",
  start: "serve",
  finish: "finish",
  absent: "no-show",
};

export class Desk {
  private readonly root = byId("desk");
  private readonly notice = new Notice(byId("notice"));
  private readonly guard = new Guard();
  private readonly commands = new Commands((attempt) => this.repeating(attempt));
  private readonly buttons = new Buttons((action, trigger) => void this.press(action, trigger));
  private readonly card: CurrentCard;
  private readonly waiting: WaitingPanel;
  private view: DeskView | null = null;
  private counter = "";
  private online = true;

  constructor(
    private readonly live: Live,
    words: Words,
    private readonly onHelp: () => void,
  ) {
    this.card = new CurrentCard(words);
    this.waiting = new WaitingPanel(words);
    listen((key) => this.onKey(key));
    onLanguage(() => this.translate());
    everySecond(() => this.tick());
    live.onLine((online) => this.showLine(online));
  }

  /** Whether a citizen is at the counter now. */
  get holding(): string | null {
    return this.view?.current?.number ?? null;
  }

  /** Shows the desk of the session's counter; returns what leaves it. `onRefused` is called when
   * the server no longer lets this officer see it. */
  open(session: Session, onRefused: (why: string) => void): () => void {
    this.counter = session.counter?.id ?? "";
    this.view = null;
    this.notice.say("calm", t("notice.welcome", { name: session.user?.name ?? "" }));
    const refused = (error: Refusal): void => onRefused(error.message[language()]);
    const stop = this.live.watch<DeskView>(`desk/${this.counter}`, (v) => this.take(v), refused);
    return () => {
      stop();
      this.counter = "";
      this.root.hidden = true;
    };
  }

  /** Paints again from the last view, after a change of language or of the keys. */
  paint(): void {
    const view = this.view;
    if (!view) return;
    setText(byId("counter-name"), pick(view.counter, "name"));
    this.card.show(view);
    this.waiting.show(view);
    this.buttons.show(view);
  }

  private translate(): void {
    this.notice.say("calm", "");
    setText(byId("line-words"), t(this.online ? "line.on" : "line.off"));
    this.paint();
  }

  private take(view: DeskView): void {
    const first = this.view === null;
    const idle = this.view?.waiting_total === 0 && this.view.current === null;
    if (idle && view.waiting_total > 0) chime();
    syncClock(view.now);
    this.apply(view);
    this.root.hidden = false;
    if (first) this.buttons.focus();
  }

  private apply(view: DeskView): void {
    const before = this.view?.current;
    const now = view.current;
    const news = before?.id !== now?.id || before?.state !== now?.state;
    if (news && this.commands.forgetUnanswered()) this.notice.say("calm", t("notice.known"));
    this.view = view;
    this.paint();
  }

  private tick(): void {
    setText(byId("clock"), timeOfDay());
    if (!this.view) return;
    this.card.tick();
    this.waiting.tick();
  }

  private showLine(online: boolean): void {
    byId("line").dataset["online"] = String(online);
    setText(byId("line-words"), t(online ? "line.on" : "line.off"));
    if (online === this.online) return;
    this.online = online;
    if (online) this.notice.say("good", t("line.back"));
    else this.notice.say("trouble", t("line.lost", { time: timeOfDay() }), t("line.lost.action"));
  }

  private onKey(key: string): boolean {
    if (key === "?") {
      this.onHelp();
      return true;
    }
    if (!this.view || this.root.hidden) return false;
    const action = this.actionOf(key);
    if (action) void this.press(action, `key-${key}`);
    return action !== null;
  }

  private actionOf(key: string): Action | null {
    if (key === "P") return this.view?.counter.state === "open" ? "pause" : "open";
    const found = (Object.keys(KEYS) as Action[]).find((action) => KEYS[action] === key);
    return found ?? null;
  }

  private async press(action: Action, trigger: string): Promise<void> {
    const view = this.view;
    if (!view || this.commands.busy || !this.guard.admits(action, trigger)) return;
    const reason = whyNot(action, view);
    if (reason) return this.notice.say("calm", t(reason, { number: this.holding ?? "" }));
    if (needsSecondPress(action, view) && !this.guard.confirmed(action)) {
      return this.notice.say("calm", t("notice.second_press", { number: this.holding ?? "" }));
    }
    await this.carryOut(action, trigger, view);
  }

  private async carryOut(action: Action, trigger: string, view: DeskView): Promise<void> {
    this.buttons.busy(true);
    try {
      const outcome = await this.commands.send<CallAnswer | Counter>(...request(action, view));
      this.guard.settled(action, trigger);
      this.settle(action, outcome);
    } finally {
      this.buttons.busy(false);
    }
    if (document.querySelector("dialog[open]") === null) this.buttons.focus();
  }

  private settle(action: Action, outcome: Outcome<CallAnswer | Counter>): void {
    if (outcome.kind === "lost") {
      this.notice.say("trouble", t("notice.lost", { what: t(`do.${action}`) }), t("notice.lost.action"));
    } else if (outcome.kind === "refused") {
      this.refuse(outcome.error);
    } else if (outcome.value === null) {
      this.notice.say("calm", t("notice.nobody"));
    } else if ("state_since" in outcome.value) {
      this.counterChanged(outcome.value);
    } else {
      this.done(action, outcome.value);
    }
  }

  private done(action: Action, answer: CallAnswer): void {
    const { ticket, reason } = answer;
    const params = { number: ticket.number, calls: ticket.calls };
    this.notice.say("good", t(`done.${action}`, params), reason?.text[language()] ?? "");
    if (!this.view) return;
    const here = ticket.state === "called" || ticket.state === "serving";
    // The pushed view says the same a moment later; with the line down this is all there is.
    this.apply({ ...this.view, current: here ? ticket : null, last: here ? this.view.last : ticket });
  }

  private counterChanged(counter: Counter): void {
    this.notice.say("good", t(`done.counter_${counter.state}`));
    if (this.view) this.apply({ ...this.view, counter });
  }

  private refuse(error: ApiError): void {
    this.notice.say("trouble", error.message, error.action);
    if (error.status === 401) location.reload();
  }

  private repeating(attempt: number): void {
    this.notice.say("trouble", t("notice.repeating", { attempt, tries: MAX_TRIES }));
  }
}

function request(action: Action, view: DeskView): [Method, string] {
  const step = TICKET_PATHS[action];
  if (step && view.current) return ["POST", `/tickets/${view.current.id}/${step}`];
  const path = action === "next" ? "call-next" : action;
  return ["POST", `/counters/${view.counter.id}/${path}`];
}

