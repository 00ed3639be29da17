/** What stands on the tickets: elements in their order, the logo, and the ticket as it prints. */

import { api, ApiError } from "@web/api";
import { byId } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { guarded } from "./lists";
import { ElementRows, type TicketElement } from "./template_rows";
import "./template.css";
import { logoOf } from "./template_logo";
import { Preview } from "./template_preview";

export interface Template {
  elements: TicketElement[];
  /** A PNG file in base64. */
  logo: string | null;
}

interface Answer {
  version: number;
  template: Template;
  default: Template;
}

export class TicketTemplate {
  private answer: Answer | null = null;
  private logo: string | null = null;
  private readonly preview = new Preview();
  private readonly rows = new ElementRows(byId("template-rows"), () => this.changed());
  private readonly status = byId("template-status");

  constructor() {
    byId("template-save").addEventListener("click", () => void this.save());
    byId("template-reset").addEventListener("click", () => this.reset());
    byId("template-add").addEventListener("click", () => this.add());
    byId("template-logo-remove").addEventListener("click", () => this.setLogo(null));
    const file = byId<HTMLInputElement>("template-logo");
    file.addEventListener("change", () => void this.takeLogo(file));
    for (const id of ["template-language", "template-sample"]) byId(id).addEventListener("change", () => this.draw());
    window.addEventListener("hashchange", () => this.draw());
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.take(await api<Answer>("GET", "/ticket-template"));
  }

  private take(answer: Answer | null): void {
    this.answer = answer;
    if (!answer) return;
    this.logo = answer.template.logo;
    this.rows.fill(answer.template.elements);
    this.paint();
    this.draw();
  }

  private paint(): void {
    this.rows.paint();
    const chosen = byId<HTMLSelectElement>("template-kind");
    const kept = chosen.value;
    chosen.replaceChildren(...this.rows.addable().map((kind) => new Option(t(`element.${kind}`), kind)));
    if ([...chosen.options].some((one) => one.value === kept)) chosen.value = kept;
    byId<HTMLButtonElement>("template-add").disabled = chosen.options.length === 0;
    for (const [id, mm] of [["template-576", 80], ["template-384", 58]] as const)
      byId<HTMLImageElement>(id).alt = t("template.picture", { mm });
    byId("template-logo-remove").hidden = this.logo === null;
    byId("template-logo-state").textContent = t(this.logo === null ? "template.logo.none" : "template.logo.there");
  }

  private changed(): void {
    this.say("calm", "");
    this.paint();
    this.draw();
  }

  private draw(): void {
    if (byId("template").hidden || !this.answer) return;
    const language = byId<HTMLSelectElement>("template-language").value;
    const sample = byId<HTMLSelectElement>("template-sample").value;
    this.preview.show(this.template(), language, sample, (error) => this.complain(error));
  }

  private template(): Template {
    return { elements: this.rows.elements(), logo: this.logo };
  }

  private add(): void {
    const kind = byId<HTMLSelectElement>("template-kind").value;
    if (kind) this.rows.add(kind);
    this.changed();
  }

  private reset(): void {
    if (!this.answer) return;
    this.rows.fill(this.answer.default.elements);
    this.logo = this.answer.default.logo;
    this.changed();
    this.say("good", t("template.reset.done"));
  }

  private async save(): Promise<void> {
    this.rows.clearErrors();
    try {
      this.take(await api<Answer>("PUT", "/ticket-template", this.template()));
      this.say("good", t("template.saved"));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.complain(error);
    }
  }

  private complain(error: ApiError): void {
    if (this.rows.complain(error)) return this.say("trouble", t("template.wrong"));
    const logo = error.field?.endsWith("logo") ? t("template.logo.bad") : "";
    this.say("trouble", logo || `${error.message} ${error.action}`);
  }

  private async takeLogo(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    const logo = await logoOf(file);
    input.value = "";
    if (logo === null) return this.say("trouble", t("template.logo.bad"));
    this.setLogo(logo);
    if (!this.rows.has("logo")) this.rows.add("logo", 0);
    this.changed();
  }

  private setLogo(logo: string | null): void {
    this.logo = logo;
    this.changed();
  }

  private say(tone: string, text: string): void {
    this.status.dataset["tone"] = tone;
    this.status.textContent = text;
  }
}

/** Loads the section when it is first looked at, so that a page nobody opens draws nothing. */
export function templateWhenSeen(): void {
  let made: TicketTemplate | null = null;
  const look = (): void => {
    if (made || location.hash !== "#template") return;
    made = new TicketTemplate();
    const whole = made;
    void guarded(() => whole.load());
  };
  window.addEventListener("hashchange", look);
  look();
}
