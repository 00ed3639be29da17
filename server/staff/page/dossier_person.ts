/** The applicant on an intake sheet: as little as the receipt needs, kept only with a yes. */

import { el, setText } from "@web/dom";
import { t } from "@web/i18n";

export interface Applicant {
  name: string;
  phone: string;
  identity: string;
  consent: boolean;
}

/** What is wrong with the person's fields, and which one. */
export interface Wrong {
  input: HTMLInputElement;
  text: string;
}

export class Person {
  readonly root: HTMLElement;
  private readonly name = field("name", 200);
  private readonly phone = field("phone", 20, "tel");
  private readonly identity = field("identity", 15, "numeric");
  private readonly consent = el("input", { type: "checkbox", name: "consent", id: "intake-consent" });

  constructor() {
    this.root = el(
      "fieldset",
      { class: "person" },
      el("legend", { text: t("intake.person") }),
      labelled("name", this.name),
      labelled("phone", this.phone),
      labelled("identity", this.identity),
      el("label", { class: "switch consent" }, this.consent, el("span", { text: t("intake.consent") })),
    );
  }

  focus(): void {
    this.name.focus();
  }

  /** Numbers without the spaces and dots people write into them. */
  get given(): Applicant {
    const bare = (input: HTMLInputElement): string => input.value.replace(/[\s.()-]/g, "");
    return { name: this.name.value.trim(), phone: bare(this.phone), identity: bare(this.identity), consent: this.consent.checked };
  }

  wrong(): Wrong | null {
    const { name, phone, identity, consent } = this.given;
    if (!/^(\+?[0-9]{8,15})?$/.test(phone)) return { input: this.phone, text: t("intake.phone.wrong") };
    if (!/^([0-9]{12}|[0-9]{9})?$/.test(identity)) return { input: this.identity, text: t("intake.identity.wrong") };
    const anything = name + phone + identity !== "";
    return anything && !consent ? { input: this.consent, text: t("intake.consent.missing") } : null;
  }
}

function field(name: string, maxlength: number, inputmode: string | null = null): HTMLInputElement {
  return el("input", { type: "text", name, id: `intake-${name}`, maxlength, inputmode, autocomplete: "off", spellcheck: "false" });
}

function labelled(name: string, input: HTMLInputElement): HTMLElement {
  const words = el("span");
  setText(words, t(`intake.${name}`));
  return el("label", { class: "intake-field", for: input.id }, words, input);
}
