/** The administrator's page; under /setup/<secret> the form of the first start. */

import { byId, setText } from "@web/dom";
import { init, language, onLanguage, pick, setLanguage, t } from "@web/i18n";
import { requireSession, signOut, type Session } from "@web/signin";
import { Appointments } from "./appointments";
import { Boards } from "./boards";
import { Catalogue } from "./catalogue";
import { Counters } from "./counters";
import { Devices } from "./devices";
import { Fields } from "./fields";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { guarded } from "./lists";
import { People } from "./people";
import { Ratings } from "./ratings";
import { Rules } from "./rules";
import { Services } from "./services";
import { showSetup } from "./setup";
import { Synonyms } from "./synonyms";
import { templateWhenSeen } from "./template";
import { Voice } from "./voice";

const PARTS = ["people", "services", "counters", "catalogue", "synonyms", "rules", "ratings", "appointments", "boards", "voice", "template", "devices"];

async function start(): Promise<void> {
  init({ vi, en });
  byId("language").addEventListener("click", () => setLanguage(language() === "vi" ? "en" : "vi"));
  const secret = /^\/setup\/([^/]+)/.exec(location.pathname)?.[1];
  if (secret) beginSetup(decodeURIComponent(secret));
  else await administer();
}

function beginSetup(secret: string): void {
  byId("page").hidden = false;
  translate(null, "setup.title");
  onLanguage(() => translate(null, "setup.title"));
  showSetup(secret);
}

async function administer(): Promise<void> {
  const session = await requireSession(["admin"]);
  byId("page").hidden = false;
  byId("admin").hidden = false;
  byId("sign-out").hidden = false;
  byId("sign-out").addEventListener("click", () => void guarded(signOut));
  translate(session, "page.title");
  onLanguage(() => translate(session, "page.title"));
  window.addEventListener("hashchange", showPart);
  showPart();
  templateWhenSeen();
  await guarded(loadAll);
}

async function loadAll(): Promise<void> {
  const devices = new Devices();
  const boards = new Boards();
  const voice = new Voice();
  const counters = new Counters((news) => {
    devices.know(news);
    boards.knowCounters(news);
  });
  const appointments = new Appointments();
  const rules = new Rules();
  const ratings = new Ratings();
  const fields = new Fields();
  new Catalogue(() => fields.load());
  const services = new Services((news) => {
    counters.know(news);
    boards.knowServices(news);
    fields.know(news);
    appointments.know(news);
  });
  const synonyms = new Synonyms();
  const people = new People((news) => {
    rules.know(news);
    services.know(news);
  });
  const parts = [people, services, counters, fields, synonyms, devices, rules, ratings, appointments, boards, voice];
  await Promise.all(parts.map((part) => part.load()));
}

/** One part at a time, named by the address, so that Back and a bookmark work. */
function showPart(): void {
  const named = location.hash.slice(1);
  const part = PARTS.includes(named) ? named : "people";
  for (const one of PARTS) {
    byId(one).hidden = one !== part;
    const link = byId(`go-${one}`);
    if (one === part) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function translate(session: Session | null, title: string): void {
  document.title = t(title);
  byId("language").lang = language() === "vi" ? "en" : "vi";
  setText(byId("centre-name"), session ? pick(session.centre, "name") : "");
  setText(byId("signed-in"), session?.user?.name ?? "");
}

void start();
