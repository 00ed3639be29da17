/** The staff console: sign in, choose a counter, work at the desk. */

import { api, ApiError } from "@web/api";
import { byId, setText } from "@web/dom";
import { init, language, onLanguage, pick, setLanguage, t } from "@web/i18n";
import { requireSession, signOut, type Session } from "@web/signin";
import { connect } from "@web/socket";
import { chooseCounter } from "./choose";
import { Desk } from "./desk";
import { Help } from "./help";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { confirmLeaving } from "./leave";
import { Notice } from "./notice";
import { Words } from "./words";

async function start(): Promise<void> {
  init({ vi, en });
  byId("language").addEventListener("click", () => setLanguage(language() === "vi" ? "en" : "vi"));
  const first = await requireSession(["staff", "manager", "admin"]);
  byId("page").hidden = false;
  const title = (): void => nameThePage(first);
  onLanguage(title);
  title();
  await run(first);
}

async function run(first: Session): Promise<void> {
  const live = connect();
  const help = new Help(() => desk.paint());
  const words = new Words(() => desk.paint());
  const desk: Desk = new Desk(live, words, () => help.open());
  byId("help-open").addEventListener("click", () => help.open());
  byId("sign-out").addEventListener("click", () => void leave(desk, signOut));
  await words.load().catch(() => undefined); // codes stand in for names that did not come
  let session = first;
  for (;;) {
    if (!session.counter) session = await chooseCounter(live, words);
    session = await work(desk, session);
  }
}

/** Works at the session's counter until the officer leaves it. */
function work(desk: Desk, session: Session): Promise<Session> {
  return new Promise((resolve) => {
    const change = byId("change-counter");
    const done = (): void => {
      close();
      change.hidden = true;
      change.removeEventListener("click", onChange);
      setText(byId("counter-name"), t("page.title"));
      resolve({ ...session, counter: null });
    };
    const onChange = (): void => void leave(desk, () => giveUpCounter(done));
    const close = desk.open(session, (why) => {
      done();
      new Notice(byId("choose-notice")).say("trouble", why);
    });
    change.hidden = false;
    change.addEventListener("click", onChange);
  });
}

async function giveUpCounter(done: () => void): Promise<void> {
  await api("PUT", "/session/counter", { counter: null });
  done();
}

async function leave(desk: Desk, go: () => Promise<void>): Promise<void> {
  if (desk.holding !== null && !(await confirmLeaving(desk.holding))) return;
  try {
    await go();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    new Notice(byId("notice")).say("trouble", error.message, error.action);
  }
}

function nameThePage(session: Session): void {
  document.title = t("page.title");
  byId("language").lang = language() === "vi" ? "en" : "vi";
  setText(byId("officer-name"), session.user?.name ?? "");
  setText(byId("centre-name"), pick(session.centre, "name"));
}

void start();
