/** The number that was taken: shown large until the person has it. */
import { el, setText, svgImage } from "@web/dom";
import { timeOfDay } from "@web/clock";
import { pick, t, tn } from "@web/i18n";
import { settle, type Screen } from "./screen";
import type { Issued, KioskState, Named, PrintState, Ticket } from "./types";

export interface TicketTimes {
  /** Seconds the number stays when it is on paper too. */
  show: number;
  /** Seconds it stays where there is no printer, and after "more time". */
  longer: number;
}

/** Seconds the printer may take before the paper counts as unconfirmed. */
const PRINT_WITHIN = 30;

type Shown = "waiting" | "printed" | "unconfirmed" | "failed" | "paperless";

export class TicketScreen implements Screen {
  private readonly heading = el("span", { class: "ticket-heading" });
  private readonly number = el("span", { class: "number" });
  readonly title = el("h1", { tabindex: -1 }, this.heading, " ", this.number);
  readonly bar = [] as const;
  readonly idle = false;
  private readonly service = el("p", { class: "ticket-service" });
  private readonly appointment = el("p", { class: "appointment" });
  private readonly ahead = el("p", { class: "ahead" });
  private readonly wait = el("p", { class: "wait" });
  private readonly expected = el("p", { class: "expected" });
  private readonly print = el("p", { class: "print", role: "status" });
  private readonly qr = el("div", { class: "qr" });
  private readonly qrText = el("p");
  private readonly done = el("button", { type: "button", class: "button primary" });
  private readonly more = el("button", { type: "button", class: "button" });
  private readonly leaving = el("p", { class: "leaving" });
  private readonly facts = el(
    "div",
    { class: "ticket-facts" },
    this.appointment,
    this.ahead,
    this.wait,
    this.expected,
  );
  private readonly actions = el("div", { class: "ticket-actions" }, this.done, this.more, this.leaving);
  private readonly follow = el("div", { class: "ticket-follow" }, this.qr, this.qrText);
  readonly root = el(
    "div",
    { class: "ticket pending" },
    el("div", { class: "ticket-main" }, this.title, this.service, this.facts, this.print),
    this.follow,
    this.actions,
  );
  private issued: Issued | null = null;
  private printing: PrintState | null = null;
  private left: number | null = null;
  private timer = 0;
  private overdue = 0;

  /** `chosen` names the service until the ticket has come; with an appointment nobody chose one. */
  constructor(
    private readonly chosen: Named | null,
    private readonly times: TicketTimes,
    private readonly finish: () => void,
  ) {
    this.done.addEventListener("click", () => this.finish());
    this.more.addEventListener("click", () => this.extend());
  }

  /** The number has come. A printer's news may have come before it and is newer. */
  show(issued: Issued): void {
    this.issued = issued;
    this.root.classList.remove("pending");
    this.qr.replaceChildren(svgImage(issued.qr_svg, t("kiosk.ticket.qr_alt")));
    this.setPrint(this.printing ?? issued.print.state);
    settle();
    this.title.focus({ preventScroll: true });
  }

  setPrint(state: PrintState): void {
    this.printing = state;
    window.clearTimeout(this.overdue);
    if (this.shown() === "waiting") {
      const late = (): void => this.setPrint("unconfirmed");
      this.overdue = window.setTimeout(late, PRINT_WITHIN * 1000);
    }
    if (this.issued) this.schedule();
    this.render();
  }

  update(_state: KioskState): void {
    this.render();
  }

  leave(): void {
    window.clearTimeout(this.timer);
    window.clearTimeout(this.overdue);
  }

  private shown(): Shown {
    if (this.printing === "none") return "paperless";
    const ended = ["printed", "unconfirmed", "failed"] as const;
    return ended.find((state) => state === this.printing) ?? "waiting";
  }

  /** Paper in hand: back soon. Trouble: the screen is all there is, so it stays until "done". */
  private schedule(): void {
    const shown = this.shown();
    const seconds = { printed: this.times.show, paperless: this.times.longer };
    this.countFrom(shown === "printed" || shown === "paperless" ? seconds[shown] : null);
  }

  private extend(): void {
    this.countFrom(this.times.longer);
    this.done.focus();
  }

  private countFrom(seconds: number | null): void {
    window.clearTimeout(this.timer);
    this.left = seconds;
    if (seconds !== null) this.timer = window.setTimeout(() => this.tick(), 1000);
    this.render();
  }

  private tick(): void {
    if ((this.left ?? 0) <= 1) return this.finish();
    this.countFrom((this.left ?? 0) - 1);
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
    write(this.appointment, timed("appointment", ticket.appointment_at));
    write(this.ahead, aheadText(ticket));
    write(this.wait, waitText(ticket));
    write(this.expected, timed("expected", promiseOf(ticket)));
    const shown = this.shown();
    this.print.className = `print ${shown}`;
    setText(this.print, t(`kiosk.print.${shown}`));
    setText(this.qrText, t("kiosk.ticket.qr"));
  }
}

function write(line: HTMLElement, text: string): void {
  line.hidden = text === "";
  setText(line, text);
}

function timed(what: "appointment" | "expected", at: string | null): string {
  return at === null ? "" : t(`kiosk.ticket.${what}`, { time: timeOfDay(at) });
}

function aheadText({ people_ahead, appointment_at }: Ticket): string {
  if (people_ahead === null) return "";
  // First among the appointments, but not called before their time.
  if (people_ahead === 0 && appointment_at !== null) return t("kiosk.ahead.none");
  return tn("kiosk.ahead", people_ahead);
}

/** Nobody with an appointment is called before it begins, however short the line is now. */
function promiseOf({ expected_before, appointment_at }: Ticket): string | null {
  if (expected_before === null || appointment_at === null) return expected_before;
  return Date.parse(expected_before) > Date.parse(appointment_at) ? expected_before : null;
}

function waitText({ wait, expected_before, appointment_at }: Ticket): string {
  if (!wait) return expected_before ?? appointment_at ? "" : t("kiosk.wait.unknown");
  if (wait.low === wait.high) return t("kiosk.wait.about", { n: wait.low });
  return t("kiosk.wait.range", wait);
}
