/** Choosing a new password twice, where the old one is known. */
import { api, ApiError } from "./api";
import { el } from "./dom";
import { onLanguage, t } from "./i18n";

/** Characters, as the server has it. */
const SHORTEST = 10;

export class NewPassword {
  private readonly title = el("h1");
  private readonly lead = el("p");
  private readonly problem = el("div", { class: "signin-error", role: "alert", hidden: true });
  private readonly first = input();
  private readonly second = input();
  private readonly firstText = el("span");
  private readonly secondText = el("span");
  private readonly submit = el("button", { class: "button primary", type: "submit" });
  readonly node = el(
    "form",
    { class: "signin-card" },
    this.title,
    this.lead,
    this.problem,
    el("label", {}, this.firstText, this.first),
    el("label", {}, this.secondText, this.second),
    this.submit,
  );

  constructor(
    private readonly old: string,
    private readonly done: (password: string) => void,
  ) {
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    onLanguage(() => this.translate());
    this.translate();
  }

  focus(): void {
    this.first.focus();
  }

  private translate(): void {
    this.title.textContent = t("web.password.title");
    this.lead.textContent = t("web.password.lead");
    this.firstText.textContent = t("web.password.new", { n: SHORTEST });
    this.secondText.textContent = t("web.password.again");
    this.submit.textContent = t("web.password.submit");
  }

  private async send(): Promise<void> {
    if (this.submit.disabled) return;
    const password = this.first.value;
    if (password.length < SHORTEST) return this.complain(t("web.password.weak"), this.first);
    if (password !== this.second.value) return this.complain(t("web.password.differ"), this.second);
    this.submit.disabled = true;
    try {
      await api("PUT", "/session/password", { old: this.old, password });
      this.done(password);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const weak = error.field === "password";
      this.complain(weak ? t("web.password.weak") : `${error.message} ${error.action}`, this.first);
    } finally {
      this.submit.disabled = false;
    }
  }

  private complain(text: string, field: HTMLInputElement): void {
    this.problem.textContent = text;
    this.problem.hidden = false;
    field.select();
    field.focus();
  }
}

function input(): HTMLInputElement {
  return el("input", { type: "password", autocomplete: "new-password", required: true, maxlength: 200 });
}
