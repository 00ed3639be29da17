/** Dossiers of a period: what became of them, what is due, what was told too late. */

import { api, ApiError } from "@web/api";
import { byId, setText } from "@web/dom";
import { init, language, onLanguage, pick, setLanguage, t } from "@web/i18n";
import { requireSession, signOut, type Session } from "@web/signin";
import { ApologySection } from "./apologies";
import { asked, AskForm, queryOf, type Ask } from "./ask";
import type { Open } from "./cells";
import { ClosingBanner } from "./closing";
import { ConflictSection } from "./conflicts";
import { DossierSheet } from "./dossier";
import { DueSection } from "./due";
import { files } from "./files";
import { FormSection } from "./form";
import { RATED, showGroups } from "./groups";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { showLag } from "./lag";
import { List } from "./list";
import { dayInWords } from "./numbers";
import "./paper.css";
import { PeriodSection } from "./periods";
import { showStory } from "./story";
import type { By, Phase, Report, SatisfactionReport, Waits } from "./types";
import { showBeside, showWhole } from "./whole";

const TIMEOUT_MS = 30_000;
const AGAIN_MS = 2_000;

interface Shown {
  report: Report;
  /** The same by department. */
  told: Report;
  rated: SatisfactionReport | null;
  waits: Waits | null;
}

let ask: Ask = asked();
let form: AskForm | null = null;
let shown: Shown | null = null;
let latest = 0;
let departments: ReadonlyMap<string, string> = new Map();

const sheet = new DossierSheet(() => departments);
const openDossier = (code: string): void => void sheet.open(code);
const list = new List(() => ask, openDossier);
const open: Open = (filter, words) => list.open(filter, words);
const due = new DueSection(openDossier);
const apologies = new ApologySection((id) => departments.get(id) ?? id, openDossier);
const conflicts = new ConflictSection(openDossier);
const progress = new FormSection(open);
const closing = new ClosingBanner(() => departments, openDossier);
const periods = new PeriodSection(
  (period) => form?.take({ ...ask, ...period }),
  () => void Promise.all([attempt(load), attempt(() => periods.load())]),
);

async function start(): Promise<void> {
  init({ vi, en });
  byId("language").addEventListener("click", () => setLanguage(language() === "vi" ? "en" : "vi"));
  byId("print").addEventListener("click", () => window.print());
  byId("sign-out").addEventListener("click", () => void attempt(signOut));
  const session = await requireSession(["manager", "admin"]);
  byId("page").hidden = false;
  translate(session);
  await attempt(async () => {
    form = new AskForm(ask, await phases(), (chosen) => {
      ask = chosen;
      translate(session);
      void attempt(load);
    });
  });
  onLanguage(() => {
    translate(session);
    paint();
    for (const part of [form, list, sheet, due, apologies, conflicts, progress, closing, periods]) part?.paint();
  });
  await attempt(load);
  for (const part of [due, apologies, conflicts, periods]) await attempt(() => part.load());
}

async function phases(): Promise<Phase[]> {
  const rules = await api<{ phases: Phase[] }>("GET", "/dossiers/rules");
  return rules?.phases ?? [];
}

async function load(): Promise<void> {
  const mine = ++latest;
  byId("main").setAttribute("aria-busy", "true");
  try {
    const report = await figures(ask);
    const told = ask.by === "department" ? report : await figures({ ...ask, by: "department" });
    if (mine !== latest) return;
    shown = { report, told, rated: null, waits: null };
    paint();
    await Promise.all([closing.show(report), progress.load(ask), beside(mine, shown)]);
  } finally {
    if (mine === latest) byId("main").removeAttribute("aria-busy");
  }
}

async function figures(wanted: Ask): Promise<Report> {
  const found = await api<Report>("GET", `/reports/dossiers?${queryOf(wanted).toString()}`, undefined, { timeoutMs: TIMEOUT_MS });
  if (!found) throw new Error("a report without an answer");
  return found;
}

/** Satisfaction and waits of the same days; waits may have to be counted first. */
async function beside(mine: number, into: Shown): Promise<void> {
  const query = new URLSearchParams({ from: ask.from, to: ask.to });
  const by: string = RATED.includes(ask.by) ? ask.by : "service";
  into.rated = await api<SatisfactionReport>("GET", `/reports/satisfaction?${query.toString()}&by=${by}`, undefined, { timeoutMs: TIMEOUT_MS });
  if (mine !== latest) return;
  paint();
  while (mine === latest) {
    try {
      into.waits = await api<Waits>("GET", `/reports/history?${query.toString()}&by=service`, undefined, { timeoutMs: TIMEOUT_MS });
      if (mine === latest) paint();
      return;
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "still_counting") throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}

function paint(): void {
  if (!shown) return;
  const { report, told, rated, waits } = shown;
  departments = new Map(told.groups.map((one) => [one.key, pick(one, "name")]));
  showStory(told, open);
  showWhole(report, open);
  showBeside(rated, waits);
  showLag(told, open);
  const choose = (by: By): void => form?.take({ ...ask, by });
  showGroups(report, RATED.includes(report.by) ? rated : null, open, choose);
  periods.show(report);
  byId("groups-files").replaceChildren(...files("figures", queryOf(ask)));
  byId("lag-files").replaceChildren(...files("lag", queryOf({ ...ask, by: "department" })));
}

function translate(session: Session): void {
  document.title = t("page.title");
  byId("language").lang = language() === "vi" ? "en" : "vi";
  setText(byId("centre-name"), pick(session.centre, "name"));
  setText(byId("period-words"), t("period.words", { from: dayInWords(ask.from), to: dayInWords(ask.to) }));
}

async function attempt(act: () => Promise<void>): Promise<void> {
  const problem = byId("problem");
  try {
    await act();
    if (act === load) problem.hidden = true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    setText(problem, `${error.message} ${error.action}`);
    problem.hidden = false;
  }
}

void start();
