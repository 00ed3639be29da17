/** The desk: what the officer presses becomes commands, what the server says becomes the page. */

import type { ApiError } from "@web/api";
import { everySecond, serverNow, syncClock, timeOfDay } from "@web/clock";
import { byId, setText } from "@web/dom";
import { language, onLanguage, pick, t } from "@web/i18n";
import type { Session } from "@web/signin";
import type { Live, Refusal } from "@web/socket";
import { actionOf, APART, needsSecondPress, whyNot, type Action } from "./actions";
import { AsidePanel } from "./aside";
import { Buttons } from "./buttons";
import { chime } from "./chime";
import { Commands, MAX_TRIES, type Outcome } from "./commands";
import { CurrentCard } from "./current";
import { doneWords } from "./done";
import { Dossiers } from "./dossiers";
import { afterAnswer } from "./foresee";
import { Guard } from "./guard";
import { listen } from "./keys";
import { Notice } from "./notice";
import { isAsked, orderOf, type Order } from "./orders";
import type { CallAnswer, Counter, DeskView } from "./types";
import { WaitingPanel } from "./waiting";
import { Why } from "./why";
import type { Words } from "./words";

/** Refusals that say that the page was behind. */
const BEHIND = new Set([404, 409]);

export class Desk {
  private readonly root = byId("desk");
  private readonly notice = new Notice(byId("notice"));
  private readonly guard = new Guard();
  private readonly commands = new Commands((attempt) => this.repeating(attempt));
  private readonly buttons = new Buttons((action, trigger) => void this.press(action, trigger));
  private readonly card: CurrentCard;
  private readonly waiting: WaitingPanel;
  private readonly aside: AsidePanel;
  private readonly why: Why;
  private readonly dossiers: Dossiers;
  private view: DeskView | null = null;
  private counter = "";
  private mayAlwaysChoose = false;
  private watchAgain = (): void => undefined;
  private online = true;

  constructor(
    private readonly live: Live,
    private readonly words: Words,
    private readonly onHelp: () => void,
  ) {
    this.card = new CurrentCard(words);
    this.waiting = new WaitingPanel(words);
    this.aside = new AsidePanel((action) => void this.press(action, `panel-${action}`));
    this.why = new Why(words);
    const press = (action: Action): void => void this.press(action, `panel-${action}`);
    this.dossiers = new Dossiers(this.notice, press, () => this.buttons.focus());
    for (const action of ["choose", "cancel"] as const) {
      byId(`queue-${action}`).addEventListener("click", () => void this.press(action, `panel-${action}`));
    }
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
    this.mayAlwaysChoose = session.user?.role !== "staff";
    this.view = null;
    this.notice.say("calm", t("notice.welcome", { name: session.user?.name ?? "" }));
    const refused = (error: Refusal): void => onRefused(error.message[language()]);
    let stop = (): void => undefined;
    this.watchAgain = () => {
      stop = this.live.watch<DeskView>(`desk/${this.counter}`, (view) => this.take(view), refused);
    };
    this.watchAgain();
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
    this.aside.show(view);
    this.buttons.show(view);
    this.dossiers.paint(view);
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
    view.rules.may_choose ||= this.mayAlwaysChoose;
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
    this.aside.tick();
    this.buttons.tick(this.view);
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
    const action = actionOf(key, this.view);
    if (action) void this.press(action, `key-${action}`);
    return action !== null;
  }

  private async press(action: Action, trigger: string): Promise<void> {
    const view = this.view;
    if (!view || this.commands.busy || !this.guard.admits(action, trigger)) return;
    if (APART.has(action)) return this.openApart(action, view);
    const refused = whyNot(action, view, serverNow());
    if (refused) return this.notice.say("calm", t(refused.key, this.params(refused.seconds)));
    if (needsSecondPress(action, view) && !this.guard.confirmed(action)) {
      return this.notice.say("calm", t("notice.second_press", this.params()));
    }
    const order = await orderOf(action, view, this.words);
    // The Enter that confirmed a question must not also press the large button behind it.
    if (order) await this.carryOut(order, isAsked(action) ? "primary" : trigger);
  }

  private openApart(action: Action, view: DeskView): void {
    if (action === "dossier") this.dossiers.open(view);
    else if (action === "find") this.dossiers.find();
    else if (action === "late") this.dossiers.press();
    else this.why.open(view);
  }

  private params(seconds = 0): Record<string, string | number> {
    const rules = this.view?.rules;
    return { number: this.holding ?? "", seconds, calls: rules?.max_calls ?? "", undo: rules?.undo_s ?? "" };
  }

  private async carryOut(order: Order, trigger: string): Promise<void> {
    if (this.commands.busy) return;
    this.buttons.busy(true);
    try {
      const { method, path, body } = order;
      const outcome = await this.commands.send<CallAnswer | Counter>(method, path, body);
      this.guard.settled(order.action, trigger);
      this.settle(order, outcome);
    } finally {
      this.buttons.busy(false);
    }
    if (document.querySelector("dialog[open]") === null) this.buttons.focus();
  }

  private settle(order: Order, outcome: Outcome<CallAnswer | Counter>): void {
    if (outcome.kind === "lost") {
      this.notice.say("trouble", t("notice.lost", { what: t(`do.${order.action}`) }), t("notice.lost.action"));
    } else if (outcome.kind === "refused") {
      this.refuse(outcome.error);
    } else if (outcome.value === null) {
      this.notice.say("calm", t("notice.nobody"));
    } else if ("state_since" in outcome.value) {
      this.counterChanged(outcome.value);
    } else {
      this.done(order, outcome.value);
    }
  }

  private done(order: Order, answer: CallAnswer): void {
    const reason = answer.reason?.text[language()] ?? "";
    this.notice.say("good", doneWords(order, answer.ticket, this.words), reason);
    // The pushed view says the same a moment later; with the line down this is all there is.
    if (this.view) this.apply(afterAnswer(this.view, answer.ticket));
  }

  private counterChanged(counter: Counter): void {
    this.notice.say("good", t(`done.counter_${counter.state}`));
    if (this.view) this.apply({ ...this.view, counter });
  }

  /** A refusal because the page was behind (another console of this counter, a citizen who
   * cancelled) is told, and the view is asked for again. */
  private refuse(error: ApiError): void {
    if (error.status === 401) location.reload();
    const behind = BEHIND.has(error.status);
    this.notice.say("trouble", error.message, behind ? `${error.action} ${t("notice.refreshed")}` : error.action);
    if (behind) this.watchAgain();
  }

  private repeating(attempt: number): void {
    this.notice.say("trouble", t("notice.repeating", { attempt, tries: MAX_TRIES }));
  }
}
