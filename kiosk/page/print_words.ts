/** What the printer does with a sheet, in plain words. No DOM here. */
import { t } from "@web/i18n";
import type { Print, PrinterState } from "./types";

export type Shown = "waiting" | "slow" | "printed" | "unconfirmed" | "failed" | "paperless";

/** What the agent's words for a fault mean to a person. */
const WHY: Readonly<Record<string, string>> = {
  paper_out: "paper_out",
  cover_open: "cover_open",
  offline: "offline",
  refused: "offline",
  unreachable: "offline",
  missing: "offline",
  denied: "offline",
  unplugged: "offline",
  closed: "offline",
  bad_url: "offline",
  unknown: "silent",
  timeout: "silent",
  no_answer: "silent",
  slow: "silent",
  unsupported: "offline",
  write_only: "silent",
  busy: "busy",
  queue_full: "busy",
  restarted: "restarted",
  drawing_failed: "drawing",
};

/** How far a print is. */
export function shownOf({ state }: Pick<Print, "state">): Shown {
  if (state === "none") return "paperless";
  const ended = ["printed", "unconfirmed", "failed"] as const;
  return ended.find((end) => end === state) ?? "waiting";
}

/** One sentence for the fault, empty where there is none: the print's own reason, else what the
 *  printer says of itself now. */
export function faultOf(reason: string | null | undefined, printer: PrinterState): string {
  const why = WHY[reason ?? ""] ?? WHY[printer];
  return why === undefined ? "" : t(`kiosk.fault.${why}`);
}

/** The whole line: for a ticket (`what` "print") or a list of papers ("checklist"). */
export function printWords(
  what: "print" | "checklist",
  shown: Shown,
  reason: string | null | undefined,
  printer: PrinterState,
): string {
  const words = t(`kiosk.${what}.${shown}`);
  if (shown === "waiting" || shown === "printed" || shown === "paperless") return words;
  return `${faultOf(reason, printer)} ${words}`.trim();
}
