/** A period in figures: waits, service times, throughput and satisfaction, each with its base. */

import { api, ApiError } from "@web/api";
import { byId, setText } from "@web/dom";
import { init, language, onLanguage, pick, setLanguage, t } from "@web/i18n";
import { requireSession, signOut, type Session } from "@web/signin";
import { asked, queryOf, watch, type Ask } from "./ask";
import { files } from "./files";
import { showGroups } from "./groups";
import { Heat } from "./heat";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { dayInWords } from "./numbers";
import { Tickets } from "./tickets";
import type { Report } from "./types";
import { showWhole } from "./whole";
import "@web/report_paper.css";

const AGAIN_MS = 2_000;
const TIMEOUT_MS = 20_000;
let ask: Ask = asked();
let report: Report | null = null;
let latest = 0;

const tickets = new Tickets(() => ask);
const heat = new Heat(
  () => ask,
  (filter, words) => tickets.open(filter, words),
);

async function start(): Promise<void> {
  init({ vi, en });
  byId("language").addEventListener("click", () => setLanguage(language() === "vi" ? "en" : "vi"));
  byId("print").addEventListener("click", () => window.print());
  byId("sign-out").addEventListener("click", () => void leave());
  const session = await requireSession(["manager", "admin"]);
  byId("page").hidden = false;
  watch(ask, (chosen) => {
    ask = chosen;
    tickets.close();
    translate(session);
    void load();
  });
  onLanguage(() => {
    translate(session);
    paint();
    heat.paint();
    tickets.paint();
  });
  translate(session);
  void load();
}

async function load(): Promise<void> {
  const mine = ++latest;
  byId("main").setAttribute("aria-busy", "true");
  await attempt(mine, async () => {
    const found = await api<Report>("GET", `/reports/history?${queryOf(ask).toString()}`, undefined, {
      timeoutMs: TIMEOUT_MS,
    });
    if (mine !== latest) return;
    report = found;
    paint();
    await heat.load();
  });
  if (mine === latest) byId("main").removeAttribute("aria-busy");
}

/** Asks again by itself while past days are still being counted. */
async function attempt(mine: number, act: () => Promise<void>): Promise<void> {
  while (mine === latest) {
    try {
      await act();
      byId("problem").hidden = true;
      byId("counting").hidden = true;
      return;
    } catch (error) {
      if (mine !== latest) return;
      if (!(error instanceof ApiError)) throw error;
      const counting = error.code === "still_counting";
      byId("counting").hidden = !counting;
      byId("problem").hidden = counting;
      setText(byId(counting ? "counting" : "problem"), `${error.message} ${error.action}`);
      if (!counting) return;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

function paint(): void {
  if (!report) return;
  showWhole(report);
  showGroups(report, (filter, words) => tickets.open(filter, words));
  byId("groups-files").replaceChildren(...files("history", queryOf(ask)));
}

function translate(session: Session): void {
  document.title = t("page.title");
  byId("language").lang = language() === "vi" ? "en" : "vi";
  setText(byId("centre-name"), pick(session.centre, "name"));
  setText(byId("period-words"), t("period.words", { from: dayInWords(ask.from), to: dayInWords(ask.to) }));
}

async function leave(): Promise<void> {
  try {
    await signOut();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    setText(byId("problem"), `${error.message} ${error.action}`);
    byId("problem").hidden = false;
  }
}

void start();
