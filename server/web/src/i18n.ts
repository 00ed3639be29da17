/** Texts of a page in Vietnamese and English, and the switch between them. */
import sharedEn from "./i18n/en.json";
import sharedVi from "./i18n/vi.json";

export type Language = "vi" | "en";
/** Flat dotted keys to texts; `{name}` marks a parameter. */
export type Catalogue = Readonly<Record<string, string>>;
export type Params = Readonly<Record<string, string | number>>;

export interface Options {
  /** The language to start with; without it the one remembered on this device, else Vietnamese. */
  start?: Language;
  /** Whether a change is kept on this device (default). A kiosk forgets it with the person. */
  remember?: boolean;
}

const STORED = "motcua.language";
const listeners = new Set<(language: Language) => void>();
let catalogues: Record<Language, Catalogue> = { vi: sharedVi, en: sharedEn };
let current: Language = "vi";
let remembering = true;

/** Takes the page's catalogues (the shared texts are added) and translates the document. */
export function init(given: Record<Language, Catalogue>, options: Options = {}): void {
  catalogues = { vi: { ...sharedVi, ...given.vi }, en: { ...sharedEn, ...given.en } };
  remembering = options.remember ?? true;
  show(options.start ?? stored() ?? "vi");
}

/** The text of a key in the current language; the key itself where no catalogue has it. */
export function t(key: string, params: Params = {}): string {
  const text = catalogues[current][key] ?? catalogues.vi[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (mark, name: string) => String(params[name] ?? mark));
}

/** The text for a count: `key.zero`, `key.one` or `key.other`, with `{n}` as the count. */
export function tn(key: string, n: number, params: Params = {}): string {
  const form = n === 0 ? "zero" : n === 1 ? "one" : "other";
  const chosen = `${key}.${form}` in catalogues[current] ? form : "other";
  return t(`${key}.${chosen}`, { ...params, n });
}

export function language(): Language {
  return current;
}

export function setLanguage(wanted: Language): void {
  if (remembering) keep(wanted);
  if (wanted !== current) show(wanted);
}

/** Calls back after every change of language; returns what ends it. */
export function onLanguage(callback: (language: Language) => void): () => void {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

/** `obj[field]`, or `obj[field + "_en"]` where English is chosen and that one is not empty. */
export function pick<F extends string>(
  obj: Partial<Record<F | `${F}_en`, string | null>>,
  field: F,
): string {
  const english: string | null | undefined = obj[`${field}_en`];
  return (current === "en" && english) || obj[field] || "";
}

/** Fills `data-i18n`, and attributes by `data-i18n-aria-label`, `-placeholder`, `-title`, `-alt`. */
export function applyTranslations(root: ParentNode): void {
  for (const node of root.querySelectorAll<HTMLElement>("[data-i18n]")) {
    node.textContent = t(node.dataset["i18n"] ?? "");
  }
  for (const name of ["aria-label", "placeholder", "title", "alt"]) {
    for (const node of root.querySelectorAll(`[data-i18n-${name}]`)) {
      node.setAttribute(name, t(node.getAttribute(`data-i18n-${name}`) ?? ""));
    }
  }
}

function show(wanted: Language): void {
  current = wanted;
  document.documentElement.lang = wanted;
  applyTranslations(document);
  for (const callback of listeners) callback(wanted);
}

function stored(): Language | null {
  try {
    const value = localStorage.getItem(STORED);
    return value === "vi" || value === "en" ? value : null;
  } catch {
    return null; // storage is switched off in this browser
  }
}

function keep(value: Language): void {
  try {
    localStorage.setItem(STORED, value);
  } catch {
    // storage is switched off: the choice holds for this page only
  }
}
