/** Keeps a ticket's page live. Everything on it was already there when the server sent it. */
import { timeOfDay } from "@web/clock";
import { byId, setText } from "@web/dom";
import { init, pick, t, tn } from "@web/i18n";
import { connect } from "@web/socket";
import { waitWords } from "@web/wait_range";
import { Asked } from "./asked";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { beginNotify, endNotify, offerNotify } from "./notify";
import { Rating, type Question } from "./rating";

type State =
  | "waiting"
  | "called"
  | "serving"
  | "finished"
  | "no_show"
  | "cancelled"
  | "parked"
  | "away"
  | "expired";

interface TicketView {
  ticket: {
    number: string;
    service_name: string;
    service_name_en: string;
    state: State;
    people_ahead: number | null;
    /** Minutes; null while nothing is known. */
    wait: { low: number; high: number } | null;
    counter: string | null;
    counter_number: number | null;
    counter_name: string | null;
    counter_name_en: string | null;
    calls: number;
    expected_before: string | null;
    park_until: string | null;
    /** What an officer asked to correct. */
    to_correct: string | null;
    /** How many the holder may let go first; 0 where that is not possible (any more). */
    late_places: number;
    notify_ahead: number;
    /** Whether a counter is open for its line; null where nobody looked. */
    counter_open: boolean | null;
  };
  centre: { name: string; name_en: string };
  /** Whether this visit may be rated from here, and whether it was rated at all; never how. */
  rateable: boolean;
  rated: boolean;
  rating: Question | null;
}

type Ticket = TicketView["ticket"];

const OVER: readonly State[] = ["finished", "cancelled", "expired"];

let shown: Ticket | null = null;

function show({ ticket, centre, rated, rating }: TicketView): void {
  const { state } = ticket;
  const atCounter = (state === "called" || state === "serving") && ticket.counter !== null;
  // A ticket whose day is over is not a link that is gone.
  const told = state === "expired" ? "day_over" : state;
  byId("main").dataset["state"] = told;
  setText(byId("centre"), pick(centre, "name"));
  setText(byId("number"), ticket.number);
  setText(byId("service"), pick(ticket, "service_name"));
  setText(byId("state"), t(`status.state.${told}`));
  const counter = t("status.counter", { n: ticket.counter_number ?? "" });
  const place = pick(ticket, "counter_name");
  line("counter", atCounter && counter);
  line("place", atCounter && place !== counter && place);
  line("ahead", state === "waiting" && aheadText(ticket.people_ahead));
  // A promise says more than "not known yet".
  const promised = ticket.wait === null && ticket.expected_before !== null;
  line("wait", state === "waiting" && !promised && waitText(ticket));
  line("calls", state === "called" && ticket.calls > 1 && t("status.calls", { n: ticket.calls }));
  line("expected", state === "waiting" && timed("expected", ticket.expected_before));
  line("detail", detailText(ticket));
  setText(byId("next"), t(`status.next.${told}`, { counter: place }));
  cancel.offer(state === "waiting", t("cancel.question"));
  late.offer(ticket.late_places > 0, tn("late.question", ticket.late_places));
  offerNotify(state === "waiting", ticket.notify_ahead);
  if (OVER.includes(state)) void endNotify();
  ratings.offer(rating, rated);
  setText(byId("updated"), t("status.updated", { time: timeOfDay() }));
  document.title = `${ticket.number} – ${atCounter ? counter : t("status.title")}`;
  nudge(ticket);
}

/** A phone in a hand shakes at each call and when it is soon, not when the page is merely opened. */
function nudge(ticket: Ticket): void {
  const before = shown;
  shown = ticket;
  if (!before || !("vibrate" in navigator)) return;
  if (ticket.state === "called" && ticket.calls > before.calls) navigator.vibrate([400, 200, 400]);
  else if (isSoon(ticket) && !isSoon(before)) navigator.vibrate([300]);
}

function isSoon({ people_ahead, notify_ahead }: Ticket): boolean {
  return people_ahead !== null && people_ahead <= notify_ahead;
}

function line(id: string, text: string | false): void {
  const node = byId(id);
  node.hidden = text === false || text === "";
  setText(node, text || "");
}

function aheadText(people: number | null): string {
  return people === null ? "" : tn("status.ahead", people);
}

function waitText({ wait, counter_open }: Ticket): string {
  if (!wait) return t(counter_open === false ? "status.wait.no_counter" : "status.wait.unknown");
  return waitWords("status.wait", wait);
}

function timed(key: string, moment: string | null): string {
  return moment === null ? "" : t(`status.${key}`, { time: timeOfDay(moment) });
}

function detailText(ticket: Ticket): string | false {
  if (ticket.state === "parked") return timed("until", ticket.park_until);
  return ticket.state === "away" && ticket.to_correct !== null && t("status.correct", { what: ticket.to_correct });
}

function gone(): void {
  byId("main").dataset["state"] = "expired";
  setText(byId("state"), t("status.state.expired"));
  setText(byId("next"), t("status.next.expired"));
  cancel.offer(false, "");
  late.offer(false, "");
  offerNotify(false, 0);
  ratings.offer(null, false);
  for (const id of ["counter", "place", "ahead", "wait", "expected", "detail", "calls"]) line(id, false);
}

function begin(ticket: string): void {
  const live = connect();
  live.watch<TicketView>(`ticket/${ticket}`, show, gone);
  let stood = false;
  live.onLine((online) => {
    stood ||= online;
    line("line", stood && !online && t("web.line.lost"));
  });
}

init({ vi, en }, { start: document.documentElement.lang === "en" ? "en" : "vi", remember: false });
const cancel = new Asked("cancel", "cancel");
const late = new Asked("late", "late");
const ratings = new Rating();
void beginNotify();
begin(document.body.dataset["ticket"] ?? "");
