/** A board of the hall: the latest call large, the ones before it, the counters, the clock. */
import { api } from "@web/api";
import { dateInWords, everySecond, serverNow, syncClock, timeOfDay } from "@web/clock";
import { byId, setText } from "@web/dom";
import { init, language, onLanguage, setLanguage, t } from "@web/i18n";
import { connect, type Refusal } from "@web/socket";
import { Announcements } from "./announcements";
import { Announcer } from "./announcer";
import { Board, spoken } from "./board";
import { Chime } from "./chime";
import { setFigures } from "./figures";
import { fillScreen } from "./full_screen";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { LineSign } from "./line";
import { Media } from "./media";
import { drawNight } from "./night";
import { drawNotice } from "./notice";
import { watchPointer } from "./pointer";
import { Turns, type Turn } from "./turns";
import type { Call, HallView } from "./view";
import { Voice } from "./voice";
import { drawSecond } from "./words";

/** More waiting turns than this are spoken once, without the repeat. */
const HURRY_ABOVE = 2;

// `/hall?lang=en` sets up a television that nobody can touch; `sound=off` one that only shows.
const wanted = new URLSearchParams(location.search);
const asked = wanted.get("lang");
const fixed = asked === "vi" || asked === "en" ? asked : null;
const muted = wanted.get("sound") === "off";
init({ vi, en }, fixed ? { start: fixed, remember: false } : { remember: false });

const part = /^\/hall\/([^/]+)/.exec(location.pathname)?.[1];
const room = part === undefined ? "hall" : `hall/${decodeURIComponent(part)}`;
let view: HallView | null = null;
let rejoined = true;
let catchingUp = false;
const board = new Board();
const due = new Announcements();
const turns = new Turns(isAloud);
const chime = new Chime(showSound);
const voice = new Voice(chime);
const media = new Media();
const announcer = new Announcer(turns, begin, draw);
const line = new LineSign();

/** Whether this board is to be heard. */
function speaks(): boolean {
  return !muted && view !== null && view.board.speaks;
}

function isAloud(): boolean {
  return speaks() && chime.allowed;
}

function showSound(): void {
  const blocked = speaks() && !chime.allowed;
  byId("sound").hidden = !blocked;
  document.body.dataset["sound"] = blocked ? "off" : "on";
}

function draw(): void {
  const announcing = announcer.announcing?.call ?? null;
  if (view === null) board.drawLoading();
  else board.draw(view, announcing);
  drawNight(view, announcing !== null);
}

function drawClock(): void {
  setFigures(byId("clock-time"), timeOfDay());
  setText(byId("clock-date"), dateInWords(language()));
}

async function begin(turn: Turn): Promise<void> {
  setText(byId("spoken"), spoken(turn.call));
  draw();
  if (!turn.aloud || view === null) return;
  const said = voice.say(turn.call, view.board, turns.pending > HURRY_ABOVE);
  const next = turns.peek();
  if (next?.aloud) voice.prepareNext(next.call, view.board, turns.pending - 1 > HURRY_ABOVE);
  await said;
}

function receive(next: HallView): void {
  view = next;
  syncClock(next.now);
  useLanguages(next);
  media.take(next.board);
  drawNotice(next.board);
  showSound();
  const missed = due.missed(next.after);
  if (missed !== null && !catchingUp) void catchUp(missed, rejoined);
  if (!catchingUp) announce(next.calls, rejoined);
  draw();
  rejoined = false;
  line.show(null);
}

function announce(calls: readonly Call[], again: boolean): void {
  if (view === null) return;
  due.offer(calls, serverNow(), again);
  for (let call = due.next(); call !== null; call = due.next()) turns.add(call, view.board.quiet_s);
  turns.settle(view, serverNow());
  announcer.advance();
  draw();
}

/** A burst larger than a view: the calls it left out come first, then those of the view. */
async function catchUp(after: number, again: boolean): Promise<void> {
  catchingUp = true;
  const id = encodeURIComponent(view?.board.id ?? "hall");
  const path = `/calls?after=${after}&board=${id}&limit=200`;
  const page = await api<{ items: Call[] }>("GET", path).catch(() => null);
  catchingUp = false;
  announce([...(page?.items ?? []), ...(view?.calls ?? [])], again);
}

function useLanguages({ board: { languages } }: HallView): void {
  const [first = "vi", second = null] = fixed ? [fixed] : languages;
  setLanguage(first);
  drawSecond(second === null ? null : { vi, en }[second], second);
}

function everyTick(): void {
  drawClock();
  if (view === null) return;
  drawNotice(view.board);
  turns.settle(view, serverNow());
  announcer.advance();
  drawNight(view, announcer.announcing !== null);
}

function refused(error: Refusal): void {
  line.show(() => t("line.refused", { reason: error.message[language()] }));
}

watchPointer();
fillScreen();
draw();
everySecond(everyTick);
onLanguage(() => {
  draw();
  drawClock();
  line.redraw();
});
const live = connect({ eager: true });
live.onLine((online) => {
  if (!online) rejoined = true;
  line.set(online, view === null);
});
live.watch<HallView>(room, receive, refused);
