/** Who is at this page: the session, and the form that begins one. */
import "./signin.css";
import { api, ApiError } from "./api";
import { el } from "./dom";
import { language, onLanguage, setLanguage, t } from "./i18n";

export type Role = "kiosk" | "display" | "terminal" | "staff" | "manager" | "admin";

export interface SessionCounter {
  id: string;
  number: number;
  name: string;
  name_en: string;
  state: "closed" | "open" | "paused";
  state_since: string;
  services: string[];
  ticket: number | string | null;
}

export interface Session {
  user: { id: string; username: string; name: string; role: Role } | null;
  counter: SessionCounter | null;
  centre: { id: string; name: string; name_en: string };
  device?: { role: Role; counter: string | null };
}

interface Trouble {
  message: string;
  action: string;
}

/** The session of someone with one of these roles; shows the form until there is one. */
export async function requireSession(roles: readonly Role[]): Promise<Session> {
  let trouble: Trouble | null = null;
  try {
    const session = await api<Session>("GET", "/session");
    if (session && mayEnter(session, roles)) return session;
    trouble = session ? wrongRole(session) : null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status !== 401) trouble = error;
  }
  return signInForm(roles, trouble);
}

/** Ends the session and starts the page afresh, which shows the form. */
export async function signOut(): Promise<void> {
  await api("DELETE", "/session");
  location.reload();
}

function mayEnter(session: Session, roles: readonly Role[]): boolean {
  return !!session.user && roles.includes(session.user.role);
}

function wrongRole(session: Session): Trouble {
  const name = session.user?.name ?? session.device?.role ?? "";
  return { message: t("web.signin.wrong_role", { name }), action: t("web.signin.wrong_role.action") };
}

function signInForm(roles: readonly Role[], first: Trouble | null): Promise<Session> {
  return new Promise((resolve) => {
    const form = new SignInForm(roles, (session) => {
      form.remove();
      resolve(session);
    });
    form.show(first);
  });
}

class SignInForm {
  private readonly title = el("h1");
  private readonly problem = el("div", { class: "signin-error", role: "alert", hidden: true });
  private readonly username = input("text", "username");
  private readonly password = input("password", "current-password");
  private readonly usernameText = el("span");
  private readonly passwordText = el("span");
  private readonly submit = el("button", { class: "button primary", type: "submit" });
  private readonly other = el("button", { class: "signin-language", type: "button" });
  private readonly form = el(
    "form",
    { class: "signin-card" },
    this.other,
    this.title,
    this.problem,
    el("label", {}, this.usernameText, this.username),
    el("label", {}, this.passwordText, this.password),
    this.submit,
  );
  private readonly root = el("main", { class: "signin" }, this.form);
  private readonly covered: HTMLElement[] = [];
  private readonly stopTranslating = onLanguage(() => this.translate());

  constructor(
    private readonly roles: readonly Role[],
    private readonly done: (session: Session) => void,
  ) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    this.other.addEventListener("click", () => setLanguage(language() === "vi" ? "en" : "vi"));
  }

  show(trouble: Trouble | null): void {
    this.cover();
    this.translate();
    this.complain(trouble);
    document.body.append(this.root);
    this.username.focus();
  }

  remove(): void {
    this.stopTranslating();
    this.root.remove();
    for (const node of this.covered) node.hidden = false;
  }

  private cover(): void {
    for (const node of document.body.children) {
      if (!(node instanceof HTMLElement) || node.hidden || node.tagName === "SCRIPT") continue;
      node.hidden = true;
      this.covered.push(node);
    }
  }

  private translate(): void {
    this.title.textContent = t("web.signin.title");
    this.usernameText.textContent = t("web.signin.username");
    this.passwordText.textContent = t("web.signin.password");
    this.submit.textContent = t("web.signin.submit");
    this.other.textContent = t("web.signin.other_language");
    this.other.lang = language() === "vi" ? "en" : "vi";
  }

  private complain(trouble: Trouble | null): void {
    this.problem.hidden = !trouble;
    this.problem.replaceChildren(
      ...(trouble ? [el("strong", { text: trouble.message }), trouble.action] : []),
    );
  }

  private async send(): Promise<void> {
    if (this.submit.disabled) return;
    this.busy(true);
    try {
      const body = { username: this.username.value.trim(), password: this.password.value };
      const session = await api<Session>("POST", "/session", body);
      if (session && mayEnter(session, this.roles)) return this.done(session);
      this.complain(session ? wrongRole(session) : null);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.complain(error);
    } finally {
      this.busy(false);
    }
    this.password.select();
  }

  private busy(busy: boolean): void {
    this.submit.disabled = busy;
    this.submit.textContent = t(busy ? "web.signin.busy" : "web.signin.submit");
  }
}

function input(type: "text" | "password", autocomplete: string): HTMLInputElement {
  return el("input", {
    type,
    autocomplete,
    required: true,
    maxlength: 200,
    autocapitalize: "none",
    spellcheck: "false",
  });
}
