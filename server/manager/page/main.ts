/** The manager's page: trouble first, then every line and counter, live. */

import { ApiError } from "@web/api";
import { dateInWords, everySecond, syncClock, timeOfDay } from "@web/clock";
import { byId, setText } from "@web/dom";
import { init, language, onLanguage, pick, setLanguage, t } from "@web/i18n";
import { requireSession, signOut, type Session } from "@web/signin";
import { connect } from "@web/socket";
import { Alarms } from "./alarms";
import { BrowserAlerts } from "./browser";
import { CounterTiles } from "./counters";
import { DeliveryDialog } from "./delivery";
import { showDevices } from "./devices";
import { showFigures } from "./figures";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { showRecent } from "./recent";
import { RulesDialog } from "./rules";
import { ServiceTable } from "./services";
import { Sound } from "./sound";
import type { ManagerView } from "./types";
import { WhatIf } from "./what_if";

const alarms = new Alarms(complain);
const browser = new BrowserAlerts();
const sound = new Sound();
const whatIf = new WhatIf();
const services = new ServiceTable();
const counters = new CounterTiles();
let view: ManagerView | null = null;
let online = true;

async function start(): Promise<void> {
  init({ vi, en });
  byId("language").addEventListener("click", () => setLanguage(language() === "vi" ? "en" : "vi"));
  byId("sign-out").addEventListener("click", () => void leave());
  const session = await requireSession(["manager", "admin"]);
  byId("page").hidden = false;
  new RulesDialog().begin();
  new DeliveryDialog().begin(session.user?.role === "admin");
  whatIf.begin();
  void browser.begin();
  onLanguage(() => translate(session));
  translate(session);
  watch();
  everySecond(tick);
}

function watch(): void {
  const live = connect();
  live.onLine(showLine);
  live.watch<ManagerView>("manager", take, (error) => {
    complain(`${error.message[language()]} ${error.action[language()]}`);
  });
}

function take(news: ManagerView): void {
  view = news;
  syncClock(news.now);
  sound.hear(news);
  byId("content").hidden = false;
  byId("loading").hidden = true;
  paint();
}

function paint(): void {
  if (!view) return;
  alarms.show(view);
  showFigures(view);
  services.show(view);
  counters.show(view);
  showDevices(view);
  showRecent(view);
  whatIf.show(view);
}

function tick(): void {
  setText(byId("clock"), timeOfDay());
  if (!view) return;
  alarms.tick();
  services.tick();
  counters.tick();
}

function translate(session: Session): void {
  document.title = t("page.title");
  byId("language").lang = language() === "vi" ? "en" : "vi";
  setText(byId("centre-name"), pick(session.centre, "name"));
  setText(byId("date"), dateInWords(language()));
  setText(byId("line-words"), t(online ? "line.on" : "line.off"));
  sound.paint();
  browser.paint();
  whatIf.translate();
  paint();
}

function showLine(stands: boolean): void {
  online = stands;
  byId("line").dataset["online"] = String(stands);
  setText(byId("line-words"), t(stands ? "line.on" : "line.off"));
}

async function leave(): Promise<void> {
  try {
    await signOut();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    complain(`${error.message} ${error.action}`);
  }
}

function complain(words: string): void {
  setText(byId("problem"), words);
  byId("problem").hidden = false;
}

void start();
