/** Two-step sign-in where a role demands it: told in time, then set up before anything else. */
import { api, ApiError } from "./api";
import { el } from "./dom";
import { language, onLanguage, t } from "./i18n";

interface NewSecret {
  secret: string;
  qr: string;
}

/** Says from when on it is demanded; it may be set up now or later. */
export class SecondFactorSoon {
  private readonly title = el("h1");
  private readonly lead = el("p");
  private readonly now = el("button", { class: "button primary", type: "button" });
  private readonly later = el("button", { class: "button", type: "button" });
  readonly node = el("div", { class: "signin-card" }, this.title, this.lead, this.now, this.later);

  /** `by` is the moment it begins, as the server tells it. */
  constructor(
    private readonly by: string,
    setUp: () => void,
    done: () => void,
  ) {
    this.now.addEventListener("click", setUp);
    this.later.addEventListener("click", done);
    onLanguage(() => this.translate());
    this.translate();
  }

  focus(): void {
    this.now.focus();
  }

  private translate(): void {
    const day = new Date(this.by).toLocaleDateString(language() === "vi" ? "vi-VN" : "en-GB");
    this.title.textContent = t("web.second.soon");
    this.lead.textContent = t("web.second.soon.lead", { day });
    this.now.textContent = t("web.second.now");
    this.later.textContent = t("web.second.later");
  }
}

/** Sets the authenticator app up with the password that was just typed. */
export class SecondFactorCard {
  private readonly title = el("h1");
  private readonly lead = el("p");
  private readonly problem = el("div", { class: "signin-error", role: "alert", hidden: true });
  private readonly steps = ["app", "scan", "code"].map((step) => ({ step, node: el("li") }));
  private readonly qr = el("img", { class: "second-qr", width: 246, height: 246 });
  private readonly secretText = el("span");
  private readonly secret = el("code");
  private readonly code = el("input", { inputmode: "numeric", autocomplete: "one-time-code", maxlength: 7, required: true });
  private readonly codeText = el("span");
  private readonly submit = el("button", { class: "button primary", type: "submit" });
  private codes: string[] = [];
  readonly node = el(
    "form",
    { class: "signin-card", novalidate: true },
    this.title,
    this.lead,
    this.problem,
    el("ol", { class: "second-steps" }, ...this.steps.map(({ node }) => node)),
    this.qr,
    el("p", {}, this.secretText, " ", this.secret),
    el("label", {}, this.codeText, this.code),
    this.submit,
  );

  constructor(
    private readonly password: string,
    private readonly done: () => void,
  ) {
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.tried(() => (this.codes.length > 0 ? Promise.resolve(this.done()) : this.confirm()));
    });
    onLanguage(() => this.translate());
    this.translate();
    void this.tried(() => this.begin());
  }

  focus(): void {
    this.code.focus();
  }

  private translate(): void {
    const kept = this.codes.length > 0;
    this.title.textContent = t(kept ? "web.second.codes" : "web.second.title");
    this.lead.textContent = t(kept ? "web.second.codes.lead" : "web.second.lead");
    for (const { step, node } of this.steps) node.textContent = t(`web.second.step.${step}`);
    this.qr.alt = t("web.second.qr");
    this.secretText.textContent = t("web.second.by_hand");
    this.codeText.textContent = t("web.second.code");
    this.submit.textContent = t(kept ? "web.second.kept" : "web.second.confirm");
  }

  private async begin(): Promise<void> {
    const made = await api<NewSecret>("POST", "/session/totp", { password: this.password });
    if (!made) return;
    this.qr.src = made.qr;
    this.secret.textContent = made.secret.replace(/(.{4})(?=.)/g, "$1 ");
  }

  private async confirm(): Promise<void> {
    const code = this.code.value.trim();
    const answer = await api<{ codes: string[] }>("POST", "/session/totp/confirm", { code });
    this.codes = answer?.codes ?? [];
    const list = el("ul", { class: "second-codes" }, ...this.codes.map((one) => el("li", {}, el("code", { text: one }))));
    this.node.replaceChildren(this.title, this.lead, this.problem, list, this.submit);
    this.translate();
    this.submit.focus();
  }

  /** One press at a time; a refusal is told on the card. */
  private async tried(run: () => Promise<void>): Promise<void> {
    if (this.submit.disabled) return;
    this.submit.disabled = true;
    this.problem.hidden = true;
    try {
      await run();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.problem.textContent = `${error.message} ${error.action}`;
      this.problem.hidden = false;
      this.code.select();
    } finally {
      this.submit.disabled = false;
    }
  }
}
