/** Draws a board's view. Every part has a fixed slot: only texts and data attributes change. */
import { serverNow } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { history } from "./announcements";
import { setFigures } from "./figures";
import { isOpen } from "./hours";
import { arrow, counterSign } from "./signs";
import type { Call, HallCounter, HallView } from "./view";

const HISTORY_ROWS = 8;
/** Numbers of more characters than this need a narrower counter column beside them. */
const SHORT_NUMBER = 4;
/** The widest number the large panel shows at full size. */
const FULL_SIZE = 5;
/** Counters have one or two digits at full size. */
const FULL_COUNTER = 2;

interface Row {
  row: HTMLElement;
  ticket: HTMLElement;
  counter: HTMLElement;
  again: HTMLElement;
}

interface Cell {
  cell: HTMLElement;
  number: HTMLElement;
  state: HTMLElement;
}

export class Board {
  private readonly rows: Row[] = Array.from({ length: HISTORY_ROWS }, historyRow);
  private cells: Cell[] = [];
  private wide = false;

  constructor() {
    byId("history").replaceChildren(...this.rows.map((row) => row.row));
    byId("latest-arrow").replaceChildren(arrow());
  }

  /** @param announcing the call whose turn it is, or null: then the newest call is shown, calmly */
  draw(view: HallView, announcing: Call | null): void {
    const shown = announcing ?? view.calls[0] ?? null;
    if (view.calls.some((call) => call.ticket.length > SHORT_NUMBER)) this.widen();
    setText(byId("centre"), titleOf(view));
    setFigures(byId("waiting"), String(view.waiting));
    this.drawLatest(view, shown, announcing !== null);
    const rows = history(view.calls, shown, HISTORY_ROWS);
    this.rows.forEach((row, index) => drawRow(row, rows[index]));
    this.drawCounters(view.counters);
  }

  /** What a board shows before its first view. */
  drawLoading(): void {
    drawWelcome("loading");
  }

  /** Once long numbers are in use the counter stays in its narrower column: it never jumps about. */
  private widen(): void {
    if (this.wide) return;
    this.wide = true;
    byId("latest").dataset["width"] = "wide";
    for (const id of ["latest-to", "latest-counter"]) byId(id).replaceWith(byId(id).cloneNode(true));
  }

  private drawLatest(view: HallView, shown: Call | null, announcing: boolean): void {
    const allClosed = view.counters.every((counter) => counter.state === "closed");
    if (!announcing && (shown === null || allClosed)) drawWelcome(allClosed ? closedKind(view) : "open");
    else if (shown !== null) drawCall(shown, announcing);
  }

  private drawCounters(counters: HallCounter[]): void {
    if (counters.length !== this.cells.length) {
      this.cells = counters.map(counterCell);
      byId("counters").replaceChildren(...this.cells.map((cell) => cell.cell));
      byId("counters").dataset["size"] = density(counters.length);
    }
    this.cells.forEach((cell, index) => drawCell(cell, counters[index]));
  }
}

/** The sentence a screen reader says for a call. */
export function spoken(call: Call): string {
  return t("latest.spoken", { ticket: call.ticket, counter: call.counter_number });
}

/** The centre's name, and the board's own where it shows a part. */
function titleOf(view: HallView): string {
  const own = pick(view.board, "name");
  const centre = pick(view.centre, "name");
  return own === "" ? centre : `${own} · ${centre}`;
}

/** Within the hours, or before the day's first call, nobody is told to come another day. */
function closedKind(view: HallView): "before" | "closed" {
  const known = view.hours !== null;
  if (known) return isOpen(view.hours, serverNow()) ? "before" : "closed";
  return view.calls.length === 0 ? "before" : "closed";
}

function drawWelcome(kind: "loading" | "open" | "before" | "closed"): void {
  byId("latest").dataset["state"] = "welcome";
  setText(byId("welcome-title"), t(`welcome.${kind}`));
  setText(byId("welcome-text"), t(`welcome.${kind}.text`));
}

function drawCall(call: Call, announcing: boolean): void {
  const latest = byId("latest");
  latest.dataset["state"] = announcing ? "announcing" : "shown";
  latest.dataset["call"] = String(call.call);
  latest.style.setProperty("--shrink", String(Math.min(1, FULL_SIZE / call.ticket.length)));
  setText(byId("latest-number"), call.ticket);
  const counter = String(call.counter_number);
  latest.style.setProperty("--counter-shrink", String(Math.min(1, FULL_COUNTER / counter.length)));
  setText(byId("latest-counter"), counter);
  setText(byId("latest-service"), pick(call, "service_name"));
  setText(byId("latest-again"), call.attempt > 1 ? t("latest.again", { attempt: call.attempt }) : "");
}

function historyRow(): Row {
  const ticket = el("span", { class: "history-ticket" });
  const counter = el("span", { class: "history-counter" });
  const again = el("span", { class: "history-again" });
  return { row: el("li", { class: "history-row" }, ticket, counter, again), ticket, counter, again };
}

function drawRow(row: Row, call: Call | undefined): void {
  row.row.dataset["ticket"] = call?.ticket ?? "";
  setFigures(row.ticket, call?.ticket ?? "");
  const counter = call === undefined ? "" : t("history.counter", { counter: call.counter_number });
  setText(row.counter, counter);
  const again = call !== undefined && call.attempt > 1;
  setText(row.again, again ? t("history.again", { attempt: call.attempt }) : "");
}

function counterCell(): Cell {
  const number = el("span", { class: "counter-number" });
  const state = el("span", { class: "counter-state" });
  const sign = el("span", { class: "counter-sign", "aria-hidden": "true" }, counterSign());
  return { cell: el("li", { class: "counter-cell" }, sign, number, state), number, state };
}

function drawCell(cell: Cell, counter: HallCounter | undefined): void {
  if (counter === undefined) return;
  const busy = counter.state === "open" && counter.ticket !== null;
  cell.cell.dataset["state"] = busy ? "busy" : counter.state;
  setText(cell.number, String(counter.number));
  setText(cell.state, (busy ? counter.ticket : null) ?? t(`counters.${counter.state}`));
}

/** How small the counters' cells must be so that all of them fit. */
function density(counters: number): "few" | "some" | "many" {
  if (counters <= 12) return "few";
  return counters <= 24 ? "some" : "many";
}
