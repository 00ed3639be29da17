/** The parts of the page, in the order they stand. Another part is one more line here. */

import { cases } from "./cases";
import { comments } from "./comments";
import { evaluation } from "./evaluation";
import { flags } from "./flags";
import { groups } from "./groups";
import type { Period } from "./period";
import { reasons } from "./reasons";
import { sentence } from "./sentence";

export interface Section {
  /** Its anchor; its heading is the text `section.<id>`. */
  id: string;
  /**
   * Fetches and paints into `root`, which is empty at first and the section's own. Called again
   * when the period or the language changes; a rejection with an ApiError is shown in its place.
   */
  show(root: HTMLElement, period: Period): Promise<void>;
}

export const SECTIONS: readonly Section[] = [sentence, reasons, flags, cases, groups, comments, evaluation];
