/** The administrator's page; under /setup/<secret> the form of the first start. */

import { byId, setText } from "@web/dom";
import { init, language, onLanguage, pick, setLanguage, t } from "@web/i18n";
import { requireSession, signOut, type Session } from "@web/signin";
import { auditWhenSeen } from "./audit";
import { Appointments } from "./appointments";
import { backupsWhenSeen } from "./backups";
import { Boards } from "./boards";
import { Catalogue } from "./catalogue";
import { Centre } from "./centre";
import { Configuration } from "./configuration";
import { Counters } from "./counters";
import { Departments } from "./departments";
import { Devices } from "./devices";
import { closable } from "./edit";
import { Fields } from "./fields";
import { History } from "./history";
import { formsWhenSeen } from "./forms";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import "./kept.css";
import { guarded } from "./lists";
import { People } from "./people";
import { personalWhenSeen } from "./personal";
import { Provider } from "./provider";
import { SecondFactorDemand } from "./second_factor";
import { Ratings } from "./ratings";
import { watchRemoval } from "./remove";
import { retentionWhenSeen } from "./retention";
import { Rules } from "./rules";
import { Services } from "./services";
import { showSetup } from "./setup";
import { Synonyms } from "./synonyms";
import { templateWhenSeen } from "./template";
import { Units } from "./units";
import { Voice } from "./voice";
import { Wizard } from "./wizard";

const PARTS = ["start", "centre", "units", "departments", "people", "provider", "services", "counters", "catalogue", "synonyms", "rules", "ratings", "appointments", "boards", "voice", "template", "forms", "devices", "retention", "backups", "personal", "configuration", "audit"];
/** What auditors look at here; whatever else stands here changes something. */
const READ = ["audit"];
let parts = PARTS;

/** What a centre is called before anybody named it. */
const UNNAMED = "Trung tâm Phục vụ hành chính công";

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
  const session = await requireSession(["admin", "auditor"]);
  byId("page").hidden = false;
  byId("admin").hidden = false;
  byId("account").hidden = false;
  byId("sign-out").hidden = false;
  byId("sign-out").addEventListener("click", () => void guarded(signOut));
  translate(session, "page.title");
  onLanguage(() => translate(session, "page.title"));
  if (session.user?.role === "auditor") readOnly();
  window.addEventListener("hashchange", showPart);
  showPart();
  auditWhenSeen();
  if (parts === READ) return;
  templateWhenSeen();
  formsWhenSeen();
  retentionWhenSeen();
  backupsWhenSeen();
  personalWhenSeen();
  await guarded(loadAll);
}

async function loadAll(): Promise<void> {
  const wizard = new Wizard();
  const devices = new Devices((n) => wizard.know("devices", n > 0));
  const boards = new Boards();
  const voice = new Voice();
  const counters = new Counters((news) => {
    wizard.know("counters", news.length > 0 && news.every((one) => one.services.length > 0));
    devices.know(news);
    boards.knowCounters(news);
  });
  const appointments = new Appointments();
  const rules = new Rules((hours) => wizard.know("rules", hours));
  const ratings = new Ratings();
  const fields = new Fields((n) => wizard.know("catalogue", n > 0));
  new Catalogue(() => fields.load());
  const services = new Services((news) => {
    wizard.know("services", news.length > 0);
    counters.know(news);
    boards.knowServices(news);
    fields.know(news);
    appointments.know(news);
  });
  const synonyms = new Synonyms();
  const centre = new Centre((name) => wizard.know("centre", name !== UNNAMED));
  const units = new Units((news) => {
    wizard.know("units", news.length > 0);
    services.knowUnits(news);
  });
  const loadAgain = async (): Promise<void> => {
    await Promise.all([loadEach(), history.load()]);
  };
  const history = new History(loadAgain);
  new Configuration(loadAgain);
  const people = new People((news) => {
    wizard.know("people", news.some((one) => one.role === "staff"));
    history.know(news);
    rules.know(news);
    services.know(news);
  });
  const parts = [centre, units, new Departments(), people, new SecondFactorDemand(), new Provider(), services, counters, fields, synonyms, devices, rules, ratings, appointments, boards, voice];
  const loadEach = async (): Promise<void> => {
    await Promise.all(parts.map((part) => part.load()));
  };
  closable();
  watchRemoval();
  const shown = (): void => {
    const part = partShown();
    wizard.shows(part);
    if (part === "configuration") void guarded(() => history.load());
  };
  window.addEventListener("hashchange", shown);
  shown();
  await loadEach();
}

function readOnly(): void {
  parts = READ;
  for (const one of PARTS) byId(`go-${one}`).hidden = !READ.includes(one);
  if (location.hash !== "#audit") location.hash = "audit";
}

function partShown(): string {
  const named = location.hash.slice(1);
  return parts.includes(named) ? named : parts === READ ? "audit" : "people";
}

/** One part at a time, named by the address, so that Back and a bookmark work. */
function showPart(): void {
  const part = partShown();
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
