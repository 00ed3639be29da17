/** The strip below the top: what is wrong with the machine, in plain words. Its height is fixed,
 *  so that nothing moves under a finger when a notice comes or goes. */
import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";
import type { KioskState, PrinterState } from "./types";

/** Seconds; every printer is unknown for a moment when the agent starts. */
const UNKNOWN_FOR = 6;
const BROKEN: readonly PrinterState[] = ["paper_out", "cover_open", "offline"];

export class Notices {
  private unknown = 0;

  /** Once a second. */
  tick(state: KioskState): void {
    this.unknown = state.printer.state === "unknown" ? this.unknown + 1 : 0;
  }

  /** `agentAlive`: whether the machine itself answers. With a number on the screen (`ticketShown`)
   *  the ticket says what the printer does. */
  update(state: KioskState, agentAlive: boolean, ticketShown: boolean): void {
    const line = lineKey(state, agentAlive);
    write("line", line);
    byId("line").classList.toggle("bad", line !== "kiosk.line.offline");
    const key = ticketShown || !state.paired ? null : this.printerKey(state.printer.state);
    write("printer", key);
    byId("printer").classList.toggle("bad", BROKEN.includes(state.printer.state));
  }

  private printerKey(state: PrinterState): string | null {
    if (BROKEN.includes(state) || state === "paper_low") return `kiosk.printer.${state}`;
    return state === "unknown" && this.unknown >= UNKNOWN_FOR ? "kiosk.printer.unknown" : null;
  }
}

function lineKey({ online, offline_able }: KioskState, agentAlive: boolean): string | null {
  if (!agentAlive) return "kiosk.line.agent";
  if (online) return null;
  return offline_able ? "kiosk.line.offline" : "kiosk.line.lost";
}

function write(id: string, key: string | null): void {
  const node = byId(id);
  node.hidden = key === null;
  setText(node, key === null ? "" : t(key));
}
