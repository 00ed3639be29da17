/** The question: what each counter does from when on, and how many people come. */

import { byId, el } from "@web/dom";
import { pick, t } from "@web/i18n";
import type { ServiceRow } from "./types";
import type { Action, Change, CounterInfo, Suggested } from "./what_if_types";
import { clockOf, momentOf } from "./what_if_times";

interface Row {
  counter: CounterInfo;
  node: HTMLElement;
  action: HTMLSelectElement;
  from: HTMLInputElement;
  until: HTMLInputElement;
  skills: HTMLDetailsElement;
  boxes: HTMLInputElement[];
}

const ACTIONS: readonly ("" | Action)[] = ["", "open", "close", "skills"];

export class WhatIfForm {
  private rows: Row[] = [];
  private arrivals = new Map<string, HTMLInputElement>();

  build(counters: CounterInfo[], services: ServiceRow[]): void {
    this.rows = counters.map((one) => this.row(one, services));
    byId("what-counters").replaceChildren(...this.rows.map((one) => one.node));
    this.arrivals = new Map(services.map((one) => [one.id, number(`arrive-${one.id}`)]));
    byId("what-arrivals").replaceChildren(
      ...services.map((one) =>
        el("li", {}, el("label", { for: `arrive-${one.id}`, text: pick(one, "name") }), this.arrivals.get(one.id)),
      ),
    );
  }

  changes(): Change[] {
    return this.rows.filter((row) => row.action.value !== "").map(changeOf);
  }

  expected(): Record<string, number> {
    const given = [...this.arrivals].filter(([, input]) => input.value !== "" && input.validity.valid);
    return Object.fromEntries(given.map(([id, input]) => [id, Number(input.value)]));
  }

  clear(): void {
    for (const row of this.rows) fill(row, null);
    for (const input of this.arrivals.values()) input.value = "";
  }

  /** Puts a suggestion into the form, in place of what was there. */
  take(suggested: Suggested[]): void {
    for (const row of this.rows) fill(row, suggested.find((one) => one.counter === row.counter.id) ?? null);
  }

  private row(counter: CounterInfo, services: ServiceRow[]): Row {
    const name = pick(counter, "name");
    const action = el("select", { id: `what-${counter.id}`, "aria-label": t("what.action_of", { name }) });
    action.append(...ACTIONS.map((one) => el("option", { value: one, text: t(`what.action.${one || "none"}`) })));
    const from = time(t("what.from_of", { name }));
    const until = time(t("what.until_of", { name }));
    const { skills, boxes } = skillsOf(counter, services);
    const node = el(
      "li",
      { class: "what-counter" },
      el("p", { class: "what-name" }, el("b", { text: name }), el("span", { text: t(`counter.${counter.state}`) })),
      action,
      el("span", { class: "what-times" }, el("span", { text: t("what.from") }), from, el("span", { text: t("what.until") }), until),
      skills,
    );
    const made = { counter, node, action, from, until, skills, boxes };
    action.addEventListener("change", () => shape(made));
    shape(made);
    return made;
  }
}

/** Shows what the chosen action asks for. */
function shape(row: Row): void {
  const { value } = row.action;
  row.node.dataset["action"] = value || "none";
  row.from.disabled = value === "";
  row.until.disabled = value !== "open";
  row.skills.hidden = value !== "open" && value !== "skills";
  if (value === "skills") row.skills.open = true;
}

function changeOf(row: Row): Change {
  const change: Change = { counter: row.counter.id, action: row.action.value as Action };
  if (row.from.value) change.at = momentOf(row.from.value);
  if (row.until.value && change.action === "open") change.until = momentOf(row.until.value);
  const chosen = row.boxes.filter((box) => box.checked).map((box) => box.value);
  const same = chosen.length === row.counter.services.length && chosen.every((id) => row.counter.services.includes(id));
  if (change.action === "skills" || (change.action === "open" && !same)) change.services = chosen;
  return change;
}

function fill(row: Row, told: Suggested | null): void {
  row.action.value = told?.action ?? "";
  row.from.value = told?.at ? clockOf(told.at) : "";
  row.until.value = told?.until ? clockOf(told.until) : "";
  const wanted = told?.services ?? row.counter.services;
  for (const box of row.boxes) box.checked = wanted.includes(box.value);
  shape(row);
}

function skillsOf(counter: CounterInfo, services: ServiceRow[]): { skills: HTMLDetailsElement; boxes: HTMLInputElement[] } {
  const boxes: HTMLInputElement[] = [];
  const list = services.map((one) => {
    const box = el("input", { type: "checkbox", value: one.id, checked: counter.services.includes(one.id) });
    boxes.push(box);
    return el("li", {}, el("label", {}, box, el("span", { text: pick(one, "name") })));
  });
  const skills = el("details", { class: "what-skills" }, el("summary", { text: t("what.services") }), el("ul", {}, ...list));
  return { skills, boxes };
}

function time(label: string): HTMLInputElement {
  return el("input", { type: "time", "aria-label": label, disabled: true });
}

function number(id: string): HTMLInputElement {
  return el("input", { type: "number", id, min: 0, max: 2000, step: 1, inputmode: "numeric", placeholder: "—" });
}
