/** The number that was taken: shown large until the person has it. */
import { ApiError } from "@web/api";
import { el, setText, svgImage } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { reprint } from "./agent";
import { icon } from "./icons";
import { Printing } from "./printing";
import { settle, type Screen } from "./screen";
import { ticketLines } from "./ticket_words";
import { UNKNOWN_STATE, type Issued, type Named, type PrintEvent } from "./types";
import { Voice } from "./voice";

export interface TicketTimes {
  /** Seconds the number stays when it is on paper too. */
  show: number;
  /** Seconds it stays where there is no printer, and after "more time". */
  longer: number;
}

/** The agent allows no more either. */
const MOST_REPRINTS = 2;

export class TicketScreen implements Screen {
  private readonly heading = el("span", { class: "ticket-heading" });
  private readonly number = el("span", { class: "number" });
  readonly title = el("h1", { tabindex: -1 }, this.heading, " ", this.number);
  readonly bar = [] as const;
  readonly idle = false;
  private readonly service = el("p", { class: "ticket-service" });
  private readonly lines = {
    appointment: el("p", { class: "appointment" }),
    ahead: el("p", { class: "ahead" }),
    wait: el("p", { class: "wait" }),
    expected: el("p", { class: "expected" }),
  };
  private readonly next = el("p", { class: "ticket-next" });
  private readonly print = el("p", { class: "print", role: "status" });
  private readonly again = button("reprint");
  private readonly hear = button("hear");
  private readonly qr = el("div", { class: "qr" });
  private readonly qrText = el("p");
  private readonly done = button("primary");
  private readonly more = button("");
  private readonly leaving = el("p", { class: "leaving" });
  private readonly follow = el("div", { class: "ticket-follow" }, this.qr, this.qrText);
  readonly root: HTMLElement;
  private readonly printing: Printing;
  private readonly voice = new Voice();
  private state = UNKNOWN_STATE;
  private issued: Issued | null = null;
  private reprints = 0;
  private asking = false;
  private silent = false;
  private left: number | null = null;
  private counted = "";
  private timer = 0;

  /** `chosen` names the service until the ticket has come; with an appointment nobody chose one. */
  constructor(
    readonly press: string,
    private readonly chosen: Named | null,
    private readonly times: TicketTimes,
    private readonly finish: () => void,
  ) {
    this.printing = new Printing(press, () => this.printChanged());
    this.done.addEventListener("click", () => this.finish());
    this.more.addEventListener("click", () => this.extend());
    this.again.addEventListener("click", () => void this.printAgain());
    this.hear.addEventListener("click", () => void this.speak());
    const { appointment, ahead, wait, expected } = this.lines;
    const facts = el("div", { class: "ticket-facts" }, appointment, ahead, wait, expected);
    const paper = el("div", { class: "ticket-paper" }, this.print, this.again);
    const actions = el("div", { class: "ticket-actions" }, this.done, this.more, this.leaving);
    const main = el("div", { class: "ticket-main" }, this.title, this.service, facts, this.next, this.hear);
    this.root = el("div", { class: "ticket pending" }, main, paper, this.follow, actions);
  }

  enter(): void {
    this.timer = window.setInterval(() => this.tick(), 1000);
  }

  leave(): void {
    window.clearInterval(this.timer);
    this.voice.stop();
  }

  /** The number has come. */
  show(issued: Issued): void {
    this.issued = issued;
    this.root.classList.remove("pending");
    if (issued.qr_svg) this.qr.replaceChildren(svgImage(issued.qr_svg, t("kiosk.ticket.qr_alt")));
    this.follow.hidden = !issued.qr_svg;
    this.printing.begin(issued.print);
    settle();
    this.title.focus({ preventScroll: true });
    if (this.state.speech) void this.speak();
  }

  /** News of some print. */
  printed(event: PrintEvent): void {
    this.printing.hear(event);
  }

  update(state: typeof UNKNOWN_STATE): void {
    this.state = state;
    this.render();
  }

  private async speak(): Promise<void> {
    const heard = await this.voice.say(this.press, language());
    if (heard) return;
    this.silent = true;
    this.render();
  }

  private async printAgain(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    this.render();
    try {
      const print = await reprint(this.press);
      this.reprints += 1;
      this.printing.begin(print);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // What the agent refuses once it refuses again; a lost answer may be asked for again.
      if (error.status >= 400 && error.status < 500) this.reprints = MOST_REPRINTS;
    }
    this.asking = false;
    this.render();
    this.title.focus({ preventScroll: true });
  }

  private printChanged(): void {
    if (this.issued) this.schedule();
    this.render();
  }

  /** Paper in hand: back soon. Trouble: the screen is all there is, so it stays until "done". */
  private schedule(): void {
    const { shown } = this.printing;
    if (shown === this.counted) return;
    this.counted = shown;
    const seconds = { printed: this.times.show, paperless: this.times.longer };
    this.left = shown === "printed" || shown === "paperless" ? seconds[shown] : null;
  }

  private extend(): void {
    this.left = this.times.longer;
    this.render();
    this.done.focus();
  }

  private tick(): void {
    this.printing.tick();
    if (this.left === null) return;
    this.left -= 1;
    if (this.left <= 0) this.finish();
    else this.render();
  }

  private render(): void {
    setText(this.service, this.serviceName());
    setText(this.heading, t(this.issued ? "kiosk.ticket.title" : "kiosk.ticket.pending"));
    if (this.issued) this.renderTicket(this.issued);
    setText(this.done, t("kiosk.ticket.done"));
    setText(this.more, t("kiosk.ticket.more_time"));
    this.more.hidden = this.left === null;
    setText(this.leaving, this.left === null ? "" : t("kiosk.ticket.leaving", { n: this.left }));
  }

  private serviceName(): string {
    if (this.chosen) return pick(this.chosen, "name");
    return this.issued ? pick(this.issued.ticket, "service_name") : "";
  }

  private renderTicket({ ticket }: Issued): void {
    setText(this.number, ticket.number);
    this.number.style.setProperty("--letters", String(ticket.number.length));
    const lines = ticketLines(ticket);
    for (const name of ["appointment", "ahead", "wait", "expected"] as const) {
      this.lines[name].hidden = lines[name] === "";
      setText(this.lines[name], lines[name]);
    }
    setText(this.next, t("kiosk.ticket.next"));
    setText(this.qrText, t("kiosk.ticket.qr"));
    label(this.hear, "sound", t("kiosk.ticket.hear"));
    this.hear.hidden = !this.state.speech || this.silent;
    this.renderPrint();
  }

  private renderPrint(): void {
    const { shown } = this.printing;
    this.print.className = `print ${shown}`;
    setText(this.print, this.printing.words("print", this.state.printer.state));
    const missing = shown === "unconfirmed" || shown === "failed";
    this.again.hidden = !missing || this.reprints >= MOST_REPRINTS;
    this.again.disabled = this.asking;
    label(this.again, "printer", t(`kiosk.reprint.${shown === "failed" ? "failed" : "unconfirmed"}`));
  }
}

function button(kind: string): HTMLButtonElement {
  return el("button", { type: "button", class: `button ${kind}`.trim() });
}

function label(node: HTMLElement, sign: "sound" | "printer", words: string): void {
  if (node.textContent !== words) node.replaceChildren(icon(sign), words);
}
