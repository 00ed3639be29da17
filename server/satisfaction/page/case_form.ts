/** The form in which a case is opened or taken a step further. */

import { api, ApiError, newKey } from "@web/api";
import { byId, el, setText } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { caseList, casesChanged, type Case, type CaseAction } from "./case_list";

interface Choice {
  id: string;
  name: string;
  name_en: string;
}

/** A case about `reason`, or about one that is chosen in the form. */
export function openNew(reason = ""): void {
  void Promise.all([caseList(), places()]).then(([list, { services, counters }]) => {
    const choices = list.reasons.filter((one) => one.active || one.id === reason);
    show(t("form.new"), "/cases", [
      select("reason", choices, reason, null),
      el("div", { class: "form-pair" }, select("service", services, "", t("form.everywhere")), select("counter", counters, "", t("form.every_counter"))),
      ...texts("open"),
    ]);
  });
}

/** Another step of a case. */
export function openStep(one: Case, action: CaseAction): void {
  const title = t("form.step", { action: t(`case.action.${action}`), name: pick(one.reason, "name") });
  const last = [...one.steps].reverse().find((taken) => taken.words !== "");
  const words = action === "reword" ? last : undefined;
  show(title, `/cases/${one.id}/${action}`, [
    action === "plan" && label("due", el("input", { type: "date", id: "form-due", name: "due", value: one.due ?? "" })),
    ...texts(action, words?.words, words?.words_en),
  ]);
}

function show(title: string, path: string, fields: (HTMLElement | false)[]): void {
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const send = el("button", { type: "submit", class: "button primary", text: t("form.save") });
  const close = el("button", { type: "button", class: "button", text: t("form.cancel") });
  const form = el("form", { method: "dialog" }, ...fields, problem, el("p", { class: "form-buttons" }, close, send));
  const dialog = el("dialog", { id: "case-dialog", "aria-labelledby": "case-dialog-title" }, el("h2", { id: "case-dialog-title", text: title }), form);
  const key = newKey();
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send.disabled = true;
    void post(path, form, key)
      .then(() => (dialog.close(), casesChanged()))
      .catch((error: unknown) => complain(problem, error))
      .finally(() => (send.disabled = false));
  });
  byId("page").append(dialog);
  dialog.showModal();
}

async function post(path: string, form: HTMLFormElement, key: string): Promise<void> {
  const entries = [...new FormData(form)].filter(([, value]) => value !== "");
  await api("POST", path, Object.fromEntries(entries), { key });
}

function complain(problem: HTMLElement, error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  setText(problem, `${error.message} ${error.action}`);
  problem.hidden = false;
}

/** What stays inside and what the public reads, kept well apart. */
function texts(action: string, words = "", wordsEn = ""): HTMLElement[] {
  const note = label("note", area("note", "", action === "decline"));
  const inside = el("fieldset", {}, el("legend", { text: t("form.inside") }), note);
  const open = el(
    "fieldset",
    { class: "open" },
    el("legend", { text: t("form.public") }),
    el("p", { class: "note", text: t(`form.public.${action}`) }),
    el("div", { class: "form-pair" }, label("words", area("words", words)), label("words_en", area("words_en", wordsEn))),
  );
  return action === "reword" ? [open] : [open, inside];
}

function area(name: string, value: string, required = false): HTMLTextAreaElement {
  const node = el("textarea", { id: `form-${name}`, name, rows: 3, maxlength: 1000, required });
  if (name === "words_en") node.lang = "en";
  if (name === "words") node.lang = "vi";
  node.value = value;
  return node;
}

function select(name: string, choices: Choice[], chosen: string, none: string | null): HTMLElement {
  const node = el("select", { id: `form-${name}`, name, required: none === null });
  if (none !== null) node.append(el("option", { value: "", text: none }));
  for (const one of choices) {
    node.append(el("option", { value: one.id, text: pick(one, "name"), selected: one.id === chosen }));
  }
  return label(name, node);
}

function label(name: string, input: HTMLElement): HTMLElement {
  return el("label", { class: "field", for: `form-${name}` }, el("span", { text: t(`form.${name}`) }), input);
}

async function places(): Promise<{ services: Choice[]; counters: Choice[] }> {
  const [services, counters] = await Promise.all([listed("/services"), listed("/counters")]);
  return { services, counters };
}

async function listed(path: string): Promise<Choice[]> {
  const answer = await api<{ items: Choice[] }>("GET", `${path}?limit=200`);
  const byName = new Intl.Collator(language(), { numeric: true });
  return [...(answer?.items ?? [])].sort((a, b) => byName.compare(pick(a, "name"), pick(b, "name")));
}
