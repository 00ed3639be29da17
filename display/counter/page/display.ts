/** Draws a counter's view: one face at a time, in fixed places. */
import { byId, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { sign } from "./signs";
import { faceOf, type CounterView, type Face } from "./view";

/** Advances in em of Be Vietnam Pro Bold, rounded up: what fits decides how large the number is. */
const ADVANCE: Readonly<Record<string, number>> = {
  "0": 0.71, "1": 0.44, "2": 0.67, "3": 0.69, "4": 0.73, "5": 0.69, "6": 0.71, "7": 0.61, "8": 0.68, "9": 0.71,
  A: 0.78, M: 0.9, Q: 0.84, W: 1.07,
};
const OTHER = 0.8;
/** A line of capitals, in em, and the part of the width they may take. */
const LINE_EM = 0.9;
const FILL = 0.96;
/** Numbers of so many characters may take two lines on upright screens. */
const LONG = 5;

let drawn: Face | null = null;
let blinked: string | null = null;

export function draw(view: CounterView | null): void {
  const face = view === null ? "loading" : faceOf(view);
  if (face !== drawn) byId("sign").replaceChildren(sign(face));
  drawn = face;
  document.body.dataset["face"] = face;
  setText(byId("lead"), t(`lead.${face}`));
  if (view !== null) drawCounter(view, face);
}

/** Says why there is nothing to show, and what to do. */
export function drawRefusal(message: string, action: string): void {
  draw(null);
  setText(byId("lead"), message);
  setText(byId("text"), action);
}

function drawCounter(view: CounterView, face: Face): void {
  const number = String(view.counter.number);
  setText(byId("title"), t("title", { number }));
  setText(byId("counter"), number);
  // A name that only repeats the number says nothing new.
  const name = pick(view.counter, "name");
  setText(byId("name"), name === t("title", { number }) ? "" : name);
  drawNumber(view, face);
  setText(byId("text"), textOf(view, face));
}

function drawNumber(view: CounterView, face: Face): void {
  const number = view.ticket?.number ?? "";
  setText(byId("number"), number);
  fit();
  if (number !== "") setText(byId("spoken"), t("spoken", { lead: t(`lead.${face}`), number }));
  if (face === "called" && view.call !== blinked) blink();
  blinked = view.call;
}

/**
 * As large as the number fits its place: in one line, or where that is larger and the number is
 * long, its letters over its digits. To be called again when the place changes.
 */
export function fit(): void {
  const node = byId("number");
  const number = node.textContent ?? "";
  const { clientWidth: width, clientHeight: height } = byId("stage");
  const [letters = "", digits = ""] = [/^\D*/.exec(number)?.[0] ?? "", number.replace(/^\D*/, "")];
  const wider = Math.max(widthOf(letters), widthOf(digits));
  const one = Math.min(height / LINE_EM, (FILL * width) / widthOf(number));
  const two = Math.min(height / (2 * LINE_EM), (FILL * width) / wider);
  const broken = number.length >= LONG && letters !== "" && two > one;
  node.dataset["lines"] = broken ? "two" : "one";
  node.style.setProperty("--em", String(broken ? wider : widthOf(number)));
  node.replaceChildren(...(broken ? [letters, document.createElement("br"), digits] : [number]));
}

/** How wide the number is, in em. */
function widthOf(number: string): number {
  return Array.from(number).reduce((sum, character) => sum + (ADVANCE[character] ?? OTHER), 0);
}

function textOf(view: CounterView, face: Face): string {
  if (view.ticket !== null) return pick(view.ticket, "service_name");
  if (face !== "idle" || view.services.length === 0) return t(`text.${face}`);
  return view.services.map((service) => pick(service, "name")).join(" · ");
}

/** Starts the frame's blinking anew: each call and each recall blinks for some seconds. */
function blink(): void {
  document.body.classList.remove("blink");
  void document.body.offsetWidth;
  document.body.classList.add("blink");
}
