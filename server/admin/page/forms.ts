/** How the centre words its forms: blocks in both languages, and the sheet as it would print. */

import { api, ApiError } from "@web/api";
import { byId, el } from "@web/dom";
import { language, onLanguage, t } from "@web/i18n";
import { day } from "./days";
import "./forms.css";
import { SheetPreview } from "./forms_preview";
import { guarded } from "./lists";

export type Language = "vi" | "en";
export type Texts = Record<Language, Record<string, string>>;

interface Wording {
  form: string;
  version: number;
  author: string | null;
  made_at: string | null;
  title: Record<Language, string>;
  blocks: string[];
  usual: Texts;
  own: Texts;
}

interface Answer {
  items: Wording[];
  /** What texts may hold in braces. */
  words: string[];
}

const LANGUAGES: Language[] = ["vi", "en"];
const LONG = new Set(["opening", "notes"]);
const LONGEST_LONG = 1500;
const LONGEST_LINE = 200;

type Field = HTMLTextAreaElement | HTMLInputElement;

export class FormTexts {
  private listed: Wording[] = [];
  private words: string[] = [];
  private fields = new Map<string, Field>();
  private readonly chosen = byId<HTMLSelectElement>("forms-form");
  private readonly status = byId("forms-status");
  private readonly preview = new SheetPreview(byId("forms-sheet"));

  constructor() {
    this.chosen.addEventListener("change", () => this.fill());
    byId("forms-save").addEventListener("click", () => void this.save());
    byId("forms-reset").addEventListener("click", () => this.reset());
    for (const id of ["forms-language", "forms-size"]) byId(id).addEventListener("change", () => this.draw());
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    const answer = await api<Answer>("GET", "/form-texts");
    if (!answer) return;
    this.listed = answer.items;
    this.words = answer.words;
    this.paint();
    this.fill();
  }

  private get wording(): Wording | undefined {
    return this.listed.find((one) => one.form === this.chosen.value) ?? this.listed[0];
  }

  /** What is said in the page's language; what has been typed stays. */
  private paint(): void {
    const kept = this.chosen.value;
    this.chosen.replaceChildren(...this.listed.map((one) => new Option(this.nameOf(one), one.form)));
    if (kept) this.chosen.value = kept;
    byId("forms-words").textContent = t("forms.words", { words: this.words.map((word) => `{${word}}`).join(" ") });
    for (const [key, field] of this.fields) {
      const label = field.closest(".field")?.querySelector("label");
      if (label) label.textContent = this.labelOf(key);
    }
    this.tellVersion();
  }

  private nameOf(one: Wording): string {
    if (one.form === "common") return t("forms.common");
    return `${one.form} – ${one.title[language() === "en" ? "en" : "vi"]}`;
  }

  private fill(): void {
    const wording = this.wording;
    this.fields.clear();
    if (!wording) return;
    const rows = wording.blocks.flatMap((block) =>
      (block === "number" ? LANGUAGES.slice(0, 1) : LANGUAGES).map((lang) => this.row(wording, block, lang)),
    );
    byId("forms-fields").replaceChildren(...rows);
    this.say("calm", "");
    this.tellVersion();
    this.draw();
  }

  private row(wording: Wording, block: string, lang: Language): HTMLElement {
    const key = `${block}.${lang}`;
    const id = `forms-${block}-${lang}`;
    const long = LONG.has(block);
    const maxlength = block === "number" ? 40 : long ? LONGEST_LONG : LONGEST_LINE;
    const placeholder = wording.usual[lang][block] || "–";
    const shared = { id, maxlength, placeholder, lang, spellcheck: "true" };
    const field = long ? el("textarea", { ...shared, rows: "3" }) : el("input", { ...shared, type: "text" });
    field.value = wording.own[lang][block] ?? "";
    field.addEventListener("input", () => this.draw());
    this.fields.set(key, field);
    return el("div", { class: "field" }, el("label", { for: id, text: this.labelOf(key) }), field);
  }

  private labelOf(key: string): string {
    const [block = "", lang = ""] = key.split(".");
    const name = t(`forms.block.${block}`);
    return block === "number" ? name : `${name} (${t(`template.language.${lang}`)})`;
  }

  private texts(): Texts {
    const texts: Texts = { vi: {}, en: {} };
    for (const [key, field] of this.fields) {
      const [block = "", lang = "vi"] = key.split(".");
      if (field.value.trim()) texts[lang as Language][block] = field.value;
    }
    return texts;
  }

  private draw(): void {
    const wording = this.wording;
    if (byId("forms").hidden || !wording) return;
    const wanted = {
      ...this.texts(),
      language: byId<HTMLSelectElement>("forms-language").value,
      size: byId<HTMLSelectElement>("forms-size").value,
    };
    this.preview.show(wording.form, wanted, (error) => this.complain(error));
  }

  private reset(): void {
    for (const field of this.fields.values()) field.value = "";
    this.say("good", t("forms.reset.done"));
    this.draw();
  }

  private async save(): Promise<void> {
    const wording = this.wording;
    if (!wording) return;
    try {
      const kept = await api<Wording>("PUT", `/form-texts/${wording.form}`, this.texts());
      if (kept) this.listed = this.listed.map((one) => (one.form === kept.form ? kept : one));
      this.clearErrors();
      this.say("good", t("forms.saved"));
      this.tellVersion();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.complain(error);
    }
  }

  private complain(error: ApiError): void {
    this.clearErrors();
    const wrong = LANGUAGES.map((lang) => this.fields.get(`${error.field}.${lang}`)).filter((one) => one !== undefined);
    for (const field of wrong) field.setAttribute("aria-invalid", "true");
    const what = wrong.length ? t("forms.bad", { block: t(`forms.block.${error.field}`) }) : "";
    this.say("trouble", what || `${error.message} ${error.action}`);
  }

  private clearErrors(): void {
    for (const field of this.fields.values()) field.removeAttribute("aria-invalid");
  }

  private tellVersion(): void {
    const wording = this.wording;
    const node = byId("forms-version");
    if (!wording?.made_at) node.textContent = t("forms.version.usual");
    else node.textContent = t("forms.version", { n: wording.version, who: wording.author || "–", when: day(wording.made_at) });
  }

  private say(tone: string, text: string): void {
    this.status.dataset["tone"] = tone;
    this.status.textContent = text;
  }
}

/** Loads the section when it is first looked at. */
export function formsWhenSeen(): void {
  let made: FormTexts | null = null;
  const look = (): void => {
    if (made || location.hash !== "#forms") return;
    made = new FormTexts();
    const whole = made;
    void guarded(() => whole.load());
  };
  window.addEventListener("hashchange", look);
  look();
}
