/** The first page: which page is for whom. */
import { ApiError, request } from "@web/api";
import { inCentre } from "@web/centre";
import { byId, el } from "@web/dom";
import { init, language, onLanguage, pick, setLanguage, t } from "@web/i18n";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";

interface Link {
  title: string;
  title_en: string;
  note: string;
  note_en: string;
  href: string;
}

interface Group {
  id: string;
  title: string;
  title_en: string;
  links: Link[];
}

interface SignIn {
  role: string;
  role_en: string;
  username: string;
  password: string;
}

interface Faces {
  demo: boolean;
  groups: Group[];
  sign_ins: SignIn[];
}

/** From so many links on, a group's links stand close together. */
const MANY = 6;

function show(faces: Faces): void {
  byId("demo").hidden = !faces.demo;
  byId("groups").replaceChildren(...faces.groups.map(groupOf));
  byId("sign-ins").hidden = faces.sign_ins.length === 0;
  byId("sign-in-rows").replaceChildren(...faces.sign_ins.map(rowOf));
}

function groupOf(group: Group): HTMLElement {
  const id = `group-${group.id}`;
  const many = group.links.length > MANY;
  return el(
    "section",
    { class: "group", "aria-labelledby": id },
    el("h2", { id, text: pick(group, "title") }),
    el("ul", { class: many ? "links many" : "links" }, ...group.links.map(linkOf)),
  );
}

function linkOf(link: Link): HTMLElement {
  const note = pick(link, "note");
  return el(
    "li",
    {},
    el(
      "a",
      { href: inCentre(link.href), class: "link" },
      el("span", { class: "link-title", text: pick(link, "title") }),
      note !== "" && el("span", { class: "link-note", text: note }),
    ),
  );
}

function rowOf(signIn: SignIn): HTMLElement {
  return el(
    "tr",
    {},
    el("th", { scope: "row", text: pick(signIn, "role") }),
    el("td", {}, el("code", { text: signIn.username })),
    el("td", {}, el("code", { text: signIn.password })),
  );
}

function markLanguage(): void {
  for (const code of ["vi", "en"] as const) {
    byId(`lang-${code}`).setAttribute("aria-pressed", String(language() === code));
  }
}

function complain(error: ApiError): void {
  const again = el("button", { type: "button", class: "button", text: t("home.retry") });
  again.addEventListener("click", () => location.reload());
  const words = el("p", {}, el("strong", { text: error.message }), " ", error.action);
  byId("trouble").replaceChildren(words, again);
  byId("trouble").hidden = false;
}

async function begin(): Promise<void> {
  for (const code of ["vi", "en"] as const) {
    byId(`lang-${code}`).addEventListener("click", () => setLanguage(code));
  }
  onLanguage(markLanguage);
  init({ vi, en });
  try {
    const faces = await request<Faces>("GET", "/faces.json");
    if (!faces) return;
    show(faces);
    onLanguage(() => show(faces));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    complain(error);
  }
}

void begin();
