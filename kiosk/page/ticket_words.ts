/** What a ticket says about the wait. No DOM here. */
import { timeOfDay } from "@web/clock";
import { t, tn } from "@web/i18n";
import { waitWords } from "@web/wait_range";
import type { Ticket } from "./types";

/** Lines under the number; an empty one is left out. */
export interface TicketLines {
  appointment: string;
  ahead: string;
  wait: string;
  expected: string;
}

export function ticketLines(ticket: Ticket): TicketLines {
  if (ticket.offline) {
    return { appointment: "", ahead: t("kiosk.offline.valid"), wait: t("kiosk.offline.wait"), expected: "" };
  }
  return {
    appointment: timed("appointment", ticket.appointment_at),
    ahead: aheadText(ticket),
    wait: waitText(ticket),
    expected: timed("expected", promiseOf(ticket)),
  };
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
  return waitWords("kiosk.wait", wait);
}
