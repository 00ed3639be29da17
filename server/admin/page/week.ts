/** A week of opening hours, typed as "07:30-11:30, 13:30-17:00", a line a day. */

import type { Field, Values } from "./form";
import type { Week } from "./types";

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const SPAN = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/;

/** A field for each day; the server's word for all of them is `hours`. */
export function dayFields(): Field[] {
  return DAYS.map((day) => ({ name: day, kind: "text", optional: true, maxlength: 100, check: hours, fills: day === "mon" ? ["hours", "week"] : [] }));
}

export function weekToValues(week: Week | null): Values {
  return Object.fromEntries(DAYS.map((day) => [day, spansToText(week?.[day] ?? [])]));
}

/** The week of a form that passed its checks; a day left empty is closed. */
export function weekOf(values: Values): Week {
  const days = DAYS.map((day) => [day, parse(values[day] ?? "") ?? []] as const);
  return Object.fromEntries(days.filter(([, spans]) => spans.length > 0));
}

function spansToText(spans: readonly (readonly [string, string])[]): string {
  return spans.map(([begin, end]) => `${begin}-${end}`).join(", ");
}

function hours(value: string): string | null {
  return parse(value) === null ? "form.hours" : null;
}

/** Spans in order, or null where one is not a span or begins before the last has ended. */
function parse(text: string): [string, string][] | null {
  const parts = text.split(/[,;]/).map((part) => part.trim()).filter((part) => part !== "");
  const spans: [string, string][] = [];
  for (const part of parts) {
    const found = SPAN.exec(part);
    if (!found) return null;
    const [, h1 = "", m1 = "", h2 = "", m2 = ""] = found;
    const [begin, end] = [time(h1, m1), time(h2, m2)];
    const before = spans[spans.length - 1]?.[1] ?? "";
    if (begin === null || end === null || begin >= end || begin < before) return null;
    spans.push([begin, end]);
  }
  return spans;
}

function time(hour: string, minute: string): string | null {
  return Number(hour) < 24 && Number(minute) < 60 ? `${hour.padStart(2, "0")}:${minute}` : null;
}
