/** A paired terminal: the line's views in, presses out, the stages on the screen. */
import { ApiError, api, newKey } from "@web/api";
import { syncClock } from "@web/clock";
import { byId, setText } from "@web/dom";
import { language, onLanguage, setLanguage, t, type Language } from "@web/i18n";
import { connect } from "@web/socket";
import { Outbox } from "./outbox";
import { Photo } from "./officer";
import { deviceId, PressStore, type Press } from "./press_store";
import { Screen } from "./screen";
import { Terminal, type Answer, type Stage } from "./terminal";
import { drawUnpaired } from "./unpaired";
import type { TerminalView } from "./view";

/** A first line that needs longer than this to come up is worth a word, milliseconds. */
const FIRST_LINE_MS = 2500;
/** After this long without a line the token itself may be the trouble, milliseconds. */
const DOUBT_MS = 6000;

export class RatingPage {
  private readonly outbox: Outbox;
  private readonly terminal: Terminal;
  private readonly screen: Screen;
  private readonly photo: Photo;
  private readonly device = deviceId();
  private readonly boot = newKey();
  private seq = 0;
  private view: TerminalView | null = null;
  private refused = false;
  private lost = false;
  /** The ticket that was asked about last, and since when by `performance.now()`. */
  private shown: { ticket: string; since: number } | null = null;
  private lineTimer = 0;
  private doubtTimer = 0;

  /** @param home the language every next person starts in */
  constructor(
    private readonly counter: string,
    private readonly token: string,
    private readonly home: Language,
  ) {
    this.outbox = new Outbox(new PressStore(), token);
    this.photo = new Photo(token);
    this.terminal = new Terminal(() => this.draw(), (answer, scale) => this.post(answer, scale));
    this.screen = new Screen({
      press: (value) => this.terminal.press(value),
      reason: (code) => this.terminal.reason(code),
      write: (comment) => this.terminal.write(comment),
      written: (keep) => this.terminal.written(keep),
      done: () => this.terminal.done(),
    });
  }

  start(): void {
    this.draw();
    loadFonts();
    void this.outbox.start();
    window.addEventListener("pagehide", () => this.terminal.leave());
    onLanguage(() => {
      this.draw();
      this.drawLine();
    });
    const live = connect({ token: this.token });
    live.onLine((online) => this.onLine(online));
    live.watch<TerminalView>(`terminal/${this.counter}`, (view) => this.receive(view), () => this.refuse());
    this.checkToken();
  }

  /** A forged or withdrawn token may keep the line itself from coming up: ask plainly. */
  private checkToken(): void {
    api("GET", "/session", undefined, { token: this.token }).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 401) this.refuse();
    });
  }

  private receive(view: TerminalView): void {
    this.view = view;
    this.refused = false;
    syncClock(view.now);
    this.screen.know(view);
    this.photo.show(view.officer);
    this.terminal.receive(view);
  }

  private post(answer: Answer, scale: number): Promise<void> {
    this.seq += 1;
    const { device, boot, seq } = this;
    const press: Press = { ticket: answer.ticket.id, value: answer.value, scale, device, boot, seq, at: Date.now() };
    if (this.shown?.ticket === press.ticket) press.shown_ms = Math.round(performance.now() - this.shown.since);
    if (answer.reasons.length > 0) press.reasons = answer.reasons;
    if (answer.comment.trim() !== "") press.comment = answer.comment;
    return this.outbox.post(press);
  }

  private refuse(): void {
    this.refused = true;
    this.draw();
  }

  private onLine(online: boolean): void {
    window.clearTimeout(this.lineTimer);
    window.clearTimeout(this.doubtTimer);
    if (!online) this.doubtTimer = window.setTimeout(() => this.checkToken(), DOUBT_MS);
    this.lost = !online;
    if (online || this.view !== null) this.drawLine();
    else this.lineTimer = window.setTimeout(() => this.drawLine(), FIRST_LINE_MS);
    if (online) this.outbox.hurry();
  }

  private draw(): void {
    if (this.terminal.stage.kind === "asleep" && language() !== this.home) setLanguage(this.home);
    if (this.refused) drawUnpaired(this.counter, "refused");
    else this.screen.draw(this.terminal.stage);
    this.screen.drawCounter(this.view?.counter.number ?? null);
    this.note(this.terminal.stage);
  }

  private note(stage: Stage): void {
    if (stage.kind !== "asking" || this.shown?.ticket === stage.ticket.id) return;
    this.shown = { ticket: stage.ticket.id, since: performance.now() };
  }

  private drawLine(): void {
    byId("line").hidden = !this.lost;
    setText(byId("line"), this.lost ? t("web.line.lost") : "");
  }
}

/** Fonts load when first used; a question asked while the line is down must not lack its letters. */
function loadFonts(): void {
  for (const weight of [400, 600, 700]) {
    document.fonts.load(`${weight} 1em "Be Vietnam Pro"`, "aạ").catch(() => undefined);
  }
}
