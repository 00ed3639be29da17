/** What may be done with a dossier, by its state: the most sensible first. No DOM here. */

import type { DossierState } from "./dossier_types";

export type Move = "process" | "supplement" | "resume" | "resolve" | "refuse" | "stop" | "return";

/** The server's own table decides (`MOVES` in its core); this one orders the buttons. */
const MOVES: Readonly<Record<DossierState, Move[]>> = {
  received: ["process", "supplement", "resolve", "refuse", "stop"],
  processing: ["resolve", "supplement", "refuse", "stop"],
  supplement: ["resume", "resolve", "refuse", "stop"],
  resolved: ["return"],
  returned: [],
  refused: [],
  stopped: [],
};

/** Moves that must say why. */
export const REASONED: ReadonlySet<Move> = new Set<Move>(["supplement", "refuse", "stop"]);

/** The form that is printed with a move. */
export const FORM_OF: Readonly<Partial<Record<Move, string>>> = {
  process: "06",
  supplement: "02",
  refuse: "03",
  stop: "05",
};

/** The form that fits the state, to be printed again. */
export const FORM_IN: Readonly<Partial<Record<DossierState, string>>> = {
  received: "01",
  processing: "06",
  supplement: "02",
  refused: "03",
  stopped: "05",
};

export function movesOf(state: DossierState): Move[] {
  return MOVES[state];
}
