/** Commands to the server, by action. Some are asked for in a sheet first. */

import type { Method } from "@web/api";
import { timeOfDay } from "@web/clock";
import { pick, t } from "@web/i18n";
import type { Action } from "./actions";
import { ask, type Choice, type Reply } from "./sheet";
import { PAUSE_REASONS, type DeskView, type Ticket } from "./types";
import type { Words } from "./words";

export interface Order {
  action: Action;
  /** The end of the key of what is said when it is done. */
  done: string;
  method: Method;
  path: string;
  body?: unknown;
}

const STEPS: Partial<Record<Action, string>> = {
  recall: "recall",
  undo: "undo-call",
  start: "serve",
  finish: "finish",
  absent: "no-show",
};
const PARK_REASONS = ["signature", "papers", "system", "office", "other"];
const AWAY_REASONS = ["form", "papers", "copies", "fee", "other"];
const PARK_MINUTES = "10";
const MAX_MINUTES = 480;

type Asks = (view: DeskView, words: Words) => Promise<Order | null>;

/** What must be asked before the command can be sent. */
const ASKED: Partial<Record<Action, Asks>> = {
  park: askPark,
  away: askAway,
  transfer: askTransfer,
  aside: askAside,
  back: askBack,
  choose: askChoose,
  cancel: askCancel,
  pause: askPause,
};

export function isAsked(action: Action): boolean {
  return action in ASKED;
}

/** The order an action becomes; null when the officer gave up. */
export async function orderOf(action: Action, view: DeskView, words: Words): Promise<Order | null> {
  const asks = ASKED[action];
  if (asks) return asks(view, words);
  const step = STEPS[action];
  if (step && view.current) return onTicket(action, view.current.id, step);
  const path = `/counters/${view.counter.id}/${action === "next" ? "call-next" : action}`;
  return { action, done: action, method: "POST", path };
}

function onTicket(action: Action, id: string, step: string, body?: unknown, done: string = action): Order {
  return { action, done, method: "POST", path: `/tickets/${id}/${step}`, body };
}

async function askPark(view: DeskView): Promise<Order | null> {
  const ticket = view.current;
  if (!ticket) return null;
  const reply = await ask({
    title: t("park.title", { number: ticket.number }),
    groups: [reasons("park", PARK_REASONS)],
    fields: [
      { name: "minutes", label: t("park.minutes"), value: PARK_MINUTES, numeric: true, maxlength: 3 },
      { name: "note", label: t("park.note") },
    ],
    confirm: t("do.park"),
    check: (given) => noteMissing(given) ?? minutesWrong(given),
  });
  if (!reply) return null;
  const minutes = reply["minutes"] ? { minutes: Number(reply["minutes"]) } : {};
  return onTicket("park", ticket.id, "park", { reason: words("park", reply), ...minutes });
}

async function askAway(view: DeskView): Promise<Order | null> {
  const ticket = view.current;
  if (!ticket) return null;
  const reply = await ask({
    title: t("away.title", { number: ticket.number }),
    text: t("away.text"),
    groups: [reasons("away", AWAY_REASONS)],
    fields: [{ name: "note", label: t("away.note") }],
    confirm: t("do.away"),
    check: noteMissing,
  });
  return reply && onTicket("away", ticket.id, "send-away", { note: words("away", reply) });
}

async function askTransfer(view: DeskView, names: Words): Promise<Order | null> {
  const ticket = view.current;
  if (!ticket) return null;
  const services = names.allServices.filter(({ id }) => id !== ticket.service);
  const counters = names.allCounters.filter(({ id }) => id !== view.counter.id);
  const choices = [
    ...services.map((one) => ({ value: `service/${one.id}`, code: one.prefix, text: pick(one, "name") })),
    ...counters.map((one) => ({ value: `counter/${one.id}`, code: String(one.number), text: pick(one, "name") })),
  ];
  const reply = await ask({
    title: t("transfer.title", { number: ticket.number }),
    text: t("transfer.text"),
    groups: [{ name: "to", legend: t("transfer.to"), choices }],
    fields: [{ name: "note", label: t("transfer.note") }],
    confirm: t("do.transfer"),
  });
  if (!reply) return null;
  const [kind = "", id = ""] = (reply["to"] ?? "").split("/");
  const note = reply["note"] ? { note: reply["note"] } : {};
  return onTicket("transfer", ticket.id, "transfer", { [kind]: id, ...note });
}

async function askAside(view: DeskView): Promise<Order | null> {
  const reply = await ask({
    title: t("aside.title"),
    groups: [
      { name: "ticket", legend: t("aside.who"), choices: numbered(view.aside, asideText), chosen: view.aside[0]?.id },
      {
        name: "what",
        legend: t("aside.what"),
        choices: [
          { value: "on", code: "T", text: t("aside.on"), more: t("aside.on.more") },
          { value: "gone", code: "X", text: t("aside.gone") },
        ],
        chosen: "on",
      },
    ],
    confirm: t("sheet.confirm"),
    check: (given) => resumeWrong(given, view),
  });
  const ticket = view.aside.find(({ id }) => id === reply?.["ticket"]);
  return reply && ticket ? asideOrder(ticket, reply["what"] === "gone") : null;
}

/** Going on with somebody put aside: a parked visit resumes, corrected papers wait to be called. */
export function asideOrder(ticket: Ticket, gone = false): Order {
  if (gone) return onTicket("absent", ticket.id, "no-show");
  if (ticket.state === "parked") return onTicket("aside", ticket.id, "resume", undefined, "resume");
  return onTicket("aside", ticket.id, "return", undefined, "return");
}

async function askBack(view: DeskView): Promise<Order | null> {
  const missed = (one: Ticket): string => `${pick(one, "service_name")} · ${timeOfDay(one.ended_at ?? one.issued_at)}`;
  const reply = await ask({
    title: t("back.title"),
    text: t("back.text"),
    groups: [
      { name: "ticket", legend: t("back.who"), choices: numbered(view.missed, missed), chosen: view.missed[0]?.id },
    ],
    confirm: t("do.back"),
  });
  return reply && onTicket("back", reply["ticket"] ?? "", "bring-back");
}

async function askChoose(view: DeskView, names: Words): Promise<Order | null> {
  const reply = await ask({
    title: t("choose_ticket.title"),
    text: t("choose_ticket.text"),
    groups: [{ name: "ticket", legend: t("choose_ticket.who"), choices: waitingChoices(view, names) }],
    fields: [{ name: "reason", label: t("choose_ticket.reason") }],
    confirm: t("do.choose"),
    check: ({ reason }) => (reason ? null : { name: "reason", text: t("choose_ticket.reason_missing") }),
  });
  if (!reply) return null;
  const body = { ticket: reply["ticket"], reason: reply["reason"] };
  return { action: "choose", done: "next", method: "POST", path: `/counters/${view.counter.id}/call`, body };
}

async function askCancel(view: DeskView, names: Words): Promise<Order | null> {
  const reply = await ask({
    title: t("cancel.title"),
    text: t("cancel.text"),
    groups: [{ name: "ticket", legend: t("choose_ticket.who"), choices: waitingChoices(view, names) }],
    confirm: t("do.cancel"),
  });
  return reply && onTicket("cancel", reply["ticket"] ?? "", "cancel");
}

async function askPause(view: DeskView): Promise<Order | null> {
  const choices = PAUSE_REASONS.map((one, place) => ({ value: one as string, code: String(place + 1), text: t(`pause.${one}`) }));
  const reply = await ask({
    title: t("pause.title"),
    text: t("pause.text"),
    groups: [{ name: "reason", legend: t("pause.why"), choices, chosen: PAUSE_REASONS[0] }],
    confirm: t("do.pause"),
  });
  const path = `/counters/${view.counter.id}/pause`;
  return reply && { action: "pause", done: "pause", method: "POST", path, body: { reason: reply["reason"] } };
}

function reasons(prefix: string, codes: string[]): { name: string; legend: string; choices: Choice[]; chosen: string | undefined } {
  const choices = codes.map((one, place) => ({ value: one, code: String(place + 1), text: t(`${prefix}.${one}`) }));
  return { name: "reason", legend: t(`${prefix}.why`), choices, chosen: codes[0] };
}

/** The reason in words, as it is kept with the ticket. */
function words(prefix: string, reply: Reply): string {
  const { reason = "", note = "" } = reply;
  if (reason === "other") return note;
  const text = t(`${prefix}.${reason}`);
  return note === "" ? text : `${text}: ${note}`;
}

function noteMissing(reply: Reply): { name: string; text: string } | null {
  if (reply["reason"] !== "other" || reply["note"] !== "") return null;
  return { name: "note", text: t("sheet.note_missing") };
}

function minutesWrong(reply: Reply): { name: string; text: string } | null {
  const given = reply["minutes"] ?? "";
  const right = given === "" || (/^\d{1,3}$/.test(given) && Number(given) >= 1 && Number(given) <= MAX_MINUTES);
  return right ? null : { name: "minutes", text: t("park.minutes_wrong", { max: MAX_MINUTES }) };
}

/** A parked visit can go on only when nobody else is at the counter. */
function resumeWrong(reply: Reply, view: DeskView): { name: string; text: string } | null {
  const ticket = view.aside.find(({ id }) => id === reply["ticket"]);
  if (!view.current || ticket?.state !== "parked" || reply["what"] === "gone") return null;
  return { name: "ticket", text: t("aside.busy", { number: view.current.number }) };
}

function numbered(tickets: Ticket[], more: (ticket: Ticket) => string): Choice[] {
  return tickets.map((one, place) => ({ value: one.id, code: String(place + 1), text: one.number, more: more(one) }));
}

function waitingChoices(view: DeskView, names: Words): Choice[] {
  return view.waiting.map((one) => ({
    value: one.id,
    code: one.number,
    text: names.service(one.service, one.service_name),
    more: t("choose_ticket.since", { time: timeOfDay(one.issued_at) }),
  }));
}

/** Why somebody was put aside, and until when. */
export function asideText(ticket: Ticket): string {
  if (ticket.state === "away") return t("aside.is_away", { note: ticket.note ?? "" });
  const reason = ticket.park?.reason ?? "";
  const until = ticket.park?.until;
  return until ? t("aside.is_parked_until", { reason, time: timeOfDay(until) }) : t("aside.is_parked", { reason });
}
