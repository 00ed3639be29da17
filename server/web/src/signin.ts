/** Who is at this page: the session, and the form that begins one. */
import "./signin.css";
import { api, ApiError } from "./api";
import { el } from "./dom";
import { language, onLanguage, setLanguage, t } from "./i18n";
import { NewPassword } from "./new_password";
import { SecondFactorCard, SecondFactorSoon } from "./second_factor";

export type Role = "kiosk" | "display" | "terminal" | "staff" | "manager" | "admin" | "auditor";

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
  /** The password was set by somebody else and must be changed first. */
  must_change: boolean;
  /** The role demands two-step sign-in, which must be set up first. */
  must_set_up: boolean;
  /** From when on it is demanded of somebody who has not set it up yet. */
  second_factor_by: string | null;
  device?: { role: Role; counter: string | null };
}

interface Trouble {
  message: string;
  action: string;
}

/** A way to sign in besides a password. */
interface Way {
  name: string;
  start: string;
}

/** Where a sign-in elsewhere comes back to when it failed. */
const FAILED = "#sign-in-failed";

/** The session of someone with one of these roles; shows the form until there is one. */
export async function requireSession(roles: readonly Role[]): Promise<Session> {
  let trouble: Trouble | null = null;
  try {
    const session = await api<Session>("GET", "/session");
    const ready = session !== null && !session.must_change && !session.must_set_up;
    if (ready && mayEnter(session, roles)) return session;
    trouble = ready ? wrongRole(session) : null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status !== 401) trouble = error;
  }
  if (location.hash === FAILED) trouble = failedElsewhere();
  return signInForm(roles, trouble);
}

/** Ends the session and starts the page afresh, which shows the form. */
export async function signOut(): Promise<void> {
  await api("DELETE", "/session");
  location.reload();
}

/** An auditor sees what managers see; what would change something, the server refuses. */
function mayEnter(session: Session, roles: readonly Role[]): boolean {
  if (!session.user) return false;
  const reads = session.user.role === "auditor" && roles.includes("manager");
  return reads || roles.includes(session.user.role);
}

function failedElsewhere(): Trouble {
  history.replaceState(null, "", location.pathname + location.search);
  return { message: t("web.signin.failed"), action: t("web.signin.failed.action") };
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
  private readonly code = input("text", "one-time-code");
  private readonly usernameText = el("span");
  private readonly passwordText = el("span");
  private readonly codeText = el("span");
  private readonly codeRow = el("label", { hidden: true }, this.codeText, this.code);
  private readonly ways = el("div", { class: "signin-ways", hidden: true });
  private offered: Way[] = [];
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
    this.codeRow,
    this.submit,
    this.ways,
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
    this.code.required = false;
    this.code.maxLength = 20;
    void this.offer();
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
    this.codeText.textContent = t("web.signin.code");
    this.paintWays();
  }

  /** Other ways to sign in; that there are none, or that nobody answers, changes nothing here. */
  private async offer(): Promise<void> {
    const found = await api<{ items: Way[] }>("GET", "/session/ways").catch(() => null);
    this.offered = found?.items ?? [];
    this.paintWays();
  }

  private paintWays(): void {
    this.ways.hidden = this.offered.length === 0;
    const links = this.offered.map(({ name, start }) => {
      const href = `${start}?next=${encodeURIComponent(location.pathname)}`;
      const text = name ? t("web.signin.with", { name }) : t("web.signin.elsewhere");
      return el("a", { class: "button", href, text });
    });
    this.ways.replaceChildren(el("p", { text: t("web.signin.or") }), ...links);
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
      const session = await api<Session>("POST", "/session", this.body());
      if (session) return this.goOn(session, this.password.value, this.form);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "code_needed" || error.code === "wrong_code") return this.askCode(error);
      this.complain(error);
    } finally {
      this.busy(false);
    }
    this.password.select();
  }

  private body(): Record<string, string> {
    const body = { username: this.username.value.trim(), password: this.password.value };
    const code = this.code.value.trim();
    return this.codeRow.hidden || code === "" ? body : { ...body, code };
  }

  /** The password was right: the code of the authenticator app is asked for. */
  private askCode(error: ApiError): void {
    this.complain(error.code === "wrong_code" || !this.codeRow.hidden ? error : null);
    this.codeRow.hidden = false;
    this.code.required = true;
    this.code.select();
    this.code.focus();
  }

  /** An administrator set this password: another one takes its place before anything else. */
  private askNewPassword(session: Session): void {
    const card = new NewPassword(this.password.value, (password) =>
      this.goOn({ ...session, must_change: false }, password, card.node),
    );
    this.form.replaceWith(card.node);
    card.focus();
  }

  /** What a session still asks for, one card after the other; then the page. */
  private goOn(session: Session, password: string, shown: HTMLElement): void {
    if (session.must_change && session.user) return this.askNewPassword(session);
    if (!mayEnter(session, this.roles)) {
      shown.replaceWith(this.form);
      this.complain(wrongRole(session));
      return this.password.select();
    }
    const ready = { ...session, must_set_up: false, second_factor_by: null };
    if (session.must_set_up) return this.askSecondFactor(ready, password, shown);
    if (session.second_factor_by === null) return this.done(session);
    const card = new SecondFactorSoon(
      session.second_factor_by,
      () => this.askSecondFactor(ready, password, card.node),
      () => this.done(session),
    );
    shown.replaceWith(card.node);
    card.focus();
  }

  private askSecondFactor(ready: Session, password: string, shown: HTMLElement): void {
    const card = new SecondFactorCard(password, () => this.done(ready));
    shown.replaceWith(card.node);
    card.focus();
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
