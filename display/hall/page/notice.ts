/** The board's line of notice, in its languages by turns. */
import { serverNow } from "@web/clock";
import { byId, setText } from "@web/dom";
import type { BoardSetup } from "./view";

const TURN_MS = 10_000;
/** Characters that fit in one line at full size. */
const LONG = 90;

export function drawNotice(board: BoardSetup): void {
  const texts = board.languages
    .map((language) => ({ language, text: language === "vi" ? board.notice : board.notice_en }))
    .filter(({ text }) => text !== "");
  const shown = texts[Math.floor(serverNow() / TURN_MS) % Math.max(1, texts.length)];
  const node = byId("notice");
  setText(node, shown?.text ?? "");
  node.lang = shown?.language ?? "vi";
  node.dataset["long"] = (shown?.text.length ?? 0) > LONG ? "yes" : "no";
}
