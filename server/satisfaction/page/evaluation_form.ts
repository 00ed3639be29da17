/** The form in which a mark is entered for one index, or taken back, with its history. */

import { api, ApiError } from "@web/api";
import { byId, el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { factOf, inWords, measured, number, type Evaluations, type Index, type Mark, type Subject } from "./evaluation";
import { dayOf } from "./numbers";

const POINTS = [0, 0.5, 1, 1.5, 2] as const;

interface Asked {
  subject: Subject;
  index: Index;
  found: Evaluations;
  saved: (answer: Evaluations) => void;
}

export function openMark({ subject, index, found, saved }: Asked): void {
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const send = el("button", { type: "submit", class: "button primary", text: t("evaluation.save") });
  const close = el("button", { type: "button", class: "button", text: t("evaluation.close") });
  const current = index.source === "mark" ? index.points : null;
  const form = el(
    "form",
    { method: "dialog" },
    el("p", { class: "note", text: `${pick(subject, "name")} · ${inWords(found.quarter)}` }),
    el("p", {}, el("b", { text: `${t("evaluation.fact")}: ` }), factOf(index)),
    el("p", { class: "note", text: measured(index, found) }),
    el("label", {}, el("span", { text: t("evaluation.points") }), choices(current)),
    el("label", {}, el("span", { text: t("evaluation.note") }), el("input", { name: "note", maxlength: "300", value: current === null ? "" : index.marks[0]?.note ?? "" })),
    history(index.marks),
    problem,
    el("p", { class: "form-buttons" }, close, send),
  );
  const dialog = el("dialog", { id: "evaluation-dialog", "aria-labelledby": "evaluation-dialog-title" }, el("h2", { id: "evaluation-dialog-title", text: pick(index, "name") }), form);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send.disabled = true;
    void put(subject, index, found, new FormData(form))
      .then((answer) => (dialog.close(), saved(answer)))
      .catch((error: unknown) => complain(problem, error))
      .finally(() => (send.disabled = false));
  });
  byId("page").append(dialog);
  dialog.showModal();
}

function choices(current: number | null): HTMLElement {
  return el(
    "select",
    { name: "points" },
    el("option", { value: "", selected: current === null, text: t("evaluation.no_mark") }),
    ...POINTS.map((one) => el("option", { value: String(one), selected: one === current, text: number(one) })),
  );
}

function history(marks: readonly Mark[]): HTMLElement | false {
  if (marks.length === 0) return false;
  return el(
    "details",
    { class: "steps" },
    el("summary", { text: t("evaluation.history", { n: marks.length }) }),
    el("ul", { class: "history" }, ...marks.map((one) => el("li", { text: told(one) }))),
  );
}

function told(mark: Mark): string {
  const points = mark.points === null ? t("evaluation.taken_back") : t("evaluation.given", { points: number(mark.points) });
  return [dayOf(mark.at), points, mark.by, mark.note].filter((part) => part).join(" · ");
}

async function put(subject: Subject, index: Index, found: Evaluations, fields: FormData): Promise<Evaluations> {
  const points = String(fields.get("points"));
  const { quarter, kind } = found;
  const answer = await api<Evaluations>("PUT", "/evaluations", {
    quarter,
    kind,
    subject: subject.id,
    index: index.key,
    points: points === "" ? null : Number(points),
    note: String(fields.get("note")).trim(),
  });
  if (!answer) throw new Error("a mark is answered with the evaluation");
  return answer;
}

function complain(node: HTMLElement, error: unknown): void {
  if (!(error instanceof ApiError)) throw error;
  setText(node, `${error.message} ${error.action}`);
  node.hidden = false;
}
