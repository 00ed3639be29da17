/** The manager's page of satisfaction: every figure with its base, and what is done about it. */

import { ApiError } from "@web/api";
import { byId, el, setText } from "@web/dom";
import { init, language, onLanguage, pick, setLanguage, t } from "@web/i18n";
import { requireSession, signOut, type Session } from "@web/signin";
import { onCases } from "./case_list";
import en from "./i18n/en.json";
import evaluationEn from "./i18n/evaluation/en.json";
import evaluationVi from "./i18n/evaluation/vi.json";
import vi from "./i18n/vi.json";
import { dayInWords } from "./numbers";
import { periodAsked, watchPeriod, type Period } from "./period";
import { forget } from "./report";
import { SECTIONS, type Section } from "./sections";
import "./print.css";

let period: Period = periodAsked();

async function start(): Promise<void> {
  init({ vi: { ...vi, ...evaluationVi }, en: { ...en, ...evaluationEn } });
  byId("language").addEventListener("click", () => setLanguage(language() === "vi" ? "en" : "vi"));
  byId("print").addEventListener("click", () => window.print());
  byId("sign-out").addEventListener("click", () => void leave());
  const session = await requireSession(["manager", "admin"]);
  byId("sections").replaceChildren(...SECTIONS.map(panel));
  byId("page").hidden = false;
  watchPeriod(period, (chosen) => {
    period = chosen;
    forget();
    showAll(session);
  });
  onCases(() => void ["cases", "reasons"].forEach((id) => showOne(sectionOf(id))));
  onLanguage(() => showAll(session));
  showAll(session);
}

function panel(section: Section): HTMLElement {
  const title = `${section.id}-title`;
  return el(
    "section",
    { class: "panel", id: section.id, "aria-labelledby": title },
    el("h2", { id: title, data: { i18n: `section.${section.id}` } }),
    el("p", { class: "problem", id: `${section.id}-problem`, role: "alert", hidden: true }),
    el("div", { class: "panel-body", id: `${section.id}-body` }),
  );
}

function showAll(session: Session): void {
  document.title = t("page.title");
  byId("language").lang = language() === "vi" ? "en" : "vi";
  setText(byId("centre-name"), pick(session.centre, "name"));
  setText(byId("period-words"), t("period.words", { from: dayInWords(period.from), to: dayInWords(period.to) }));
  for (const section of SECTIONS) {
    setText(byId(`${section.id}-title`), t(`section.${section.id}`));
    void showOne(section);
  }
}

function sectionOf(id: string): Section {
  const found = SECTIONS.find((one) => one.id === id);
  if (!found) throw new Error(`there is no section ${id}`);
  return found;
}

async function showOne(section: Section): Promise<void> {
  const problem = byId(`${section.id}-problem`);
  const root = byId(`${section.id}-body`);
  root.setAttribute("aria-busy", "true");
  try {
    await section.show(root, period);
    problem.hidden = true;
  } catch (error) {
    complain(problem, error);
  } finally {
    root.removeAttribute("aria-busy");
  }
}

function complain(node: HTMLElement, error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  setText(node, `${error.message} ${error.action}`);
  node.hidden = false;
}

async function leave(): Promise<void> {
  try {
    await signOut();
  } catch (error) {
    complain(byId("problem"), error);
  }
}

void start();
