/** The hall board: the latest call large, the ones before it, the counters, the clock. */
import { dateInWords, everySecond, syncClock, timeOfDay } from "@web/clock";
import { byId, setText } from "@web/dom";
import { init, language, onLanguage, t } from "@web/i18n";
import { connect, type Refusal } from "@web/socket";
import { Announcements } from "./announcements";
import { Announcer } from "./announcer";
import { Board, spoken } from "./board";
import { Chime } from "./chime";
import { setFigures } from "./figures";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { LineSign } from "./line";
import { watchPointer } from "./pointer";
import type { Call, HallView } from "./view";

// `/hall?lang=en` sets up a television that nobody can touch.
const asked = new URLSearchParams(location.search).get("lang");
init({ vi, en }, asked === "vi" || asked === "en" ? { start: asked, remember: false } : {});

const board = new Board();
const due = new Announcements();
const chime = new Chime((allowed) => {
  byId("sound").hidden = allowed;
});
const announcer = new Announcer(due, begin, draw);
const line = new LineSign();
let view: HallView | null = null;
let rejoined = true;

function draw(): void {
  if (view === null) board.drawLoading();
  else board.draw(view, announcer.announcing);
}

function drawClock(): void {
  setFigures(byId("clock-time"), timeOfDay());
  setText(byId("clock-date"), dateInWords(language()));
}

function begin(call: Call): void {
  chime.ring();
  setText(byId("spoken"), spoken(call));
  draw();
}

function receive(next: HallView): void {
  view = next;
  syncClock(next.now);
  due.offer(next.calls, Date.parse(next.now), rejoined);
  rejoined = false;
  line.show(null);
  announcer.advance();
  draw();
}

function refused(error: Refusal): void {
  line.show(() => t("line.refused", { reason: error.message[language()] }));
}

watchPointer();
draw();
everySecond(drawClock);
onLanguage(() => {
  draw();
  drawClock();
  line.redraw();
});
const live = connect();
live.onLine((online) => {
  if (!online) rejoined = true;
  line.set(online, view === null);
});
live.watch<HallView>("hall", receive, refused);
