/** One's own account: password, second factor, the centre worked in, where one is signed in. */

import { byId, setText } from "@web/dom";
import { init, language, onLanguage, pick, setLanguage } from "@web/i18n";
import { requireSession, signOut, type Session } from "@web/signin";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { Password } from "./password";
import { Places } from "./places";
import { SecondFactor } from "./second_factor";
import { Sessions } from "./sessions";

/** Where somebody of a role comes from. */
const HOME = { staff: "/staff", manager: "/manager", auditor: "/manager", admin: "/admin" };

async function start(): Promise<void> {
  init({ vi, en });
  const session = await requireSession(["staff", "manager", "admin", "auditor"]);
  byId("page").hidden = false;
  show(session);
  onLanguage(() => show(session));
  byId("language").addEventListener("click", () => setLanguage(language() === "vi" ? "en" : "vi"));
  byId("sign-out").addEventListener("click", () => void signOut());
  new Password();
  await Promise.all([new SecondFactor().load(), new Places().load(), new Sessions().load()]);
}

function show({ user, centre }: Session): void {
  setText(byId("who"), user ? `${user.name} (${user.username})` : "");
  setText(byId("centre-name"), pick(centre, "name"));
  const role = user?.role as keyof typeof HOME | undefined;
  byId<HTMLAnchorElement>("back").href = (role && HOME[role]) ?? "/";
}

void start();
