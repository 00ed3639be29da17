/** What departments were reminded of, and whether it arrived. */

import { api } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, el, type Child } from "@web/dom";
import { pick, t } from "@web/i18n";
import { day } from "./days";
import type { Department } from "./departments";
import { table } from "./lists";

interface Way {
  channel: string;
  state: "waiting" | "sent" | "failed";
  tries: number;
  problem: string;
}

interface Reminder {
  department: string;
  made_at: string;
  asked_by: string | null;
  dossiers: number;
  fresh: number;
  ways: Way[];
}

const SHOWN = 20;
/** What the server says of a way that is closed; what the line says is told as it is. */
const PROBLEMS: Partial<Record<string, string>> = {
  "the centre has no mail server set": "mail",
  "the department has no contact any more": "contact",
  "the department has no e-mail address any more": "contact",
  "this way of delivery is not used any more": "contact",
};
const MARKS = { waiting: "…", sent: "✓", failed: "!" };

export class Reminders {
  private reminders: Reminder[] = [];

  constructor(private readonly departments: () => readonly Department[]) {}

  async load(): Promise<void> {
    this.reminders = (await api<{ items: Reminder[] }>("GET", `/reminders?limit=${SHOWN}`))?.items ?? [];
    this.paint();
  }

  paint(): void {
    const columns = ["reminders.at", "departments.name", "reminders.dossiers", "reminders.ways"];
    const rows = this.reminders.map((one) => this.row(one));
    byId("reminders-list").replaceChildren(table(t("reminders.title"), columns, rows, t("reminders.none")));
  }

  private row(one: Reminder): Child[] {
    const department = this.departments().find((known) => known.id === one.department);
    const asked = by(one.asked_by);
    return [
      el("span", { class: "named" }, `${day(one.made_at)} ${timeOfDay(one.made_at)}`, el("span", { class: "hint", text: asked })),
      department ? pick(department, "name") : one.department,
      t("reminders.count", { dossiers: one.dossiers, fresh: one.fresh }),
      ways(one.ways),
    ];
  }
}

function by(name: string | null): string {
  if (name === null) return t("reminders.by_itself");
  return name === "" ? t("reminders.asked_for") : t("reminders.asked", { name });
}

function ways(sent: Way[]): Child {
  if (sent.length === 0) return el("span", { class: "way", data: { state: "failed" }, text: t("reminders.nobody") });
  const lines = sent.map((way) => {
    const text = `${MARKS[way.state]} ${t(`reminders.way.${way.channel}`)}: ${t(`reminders.state.${way.state}`)}`;
    const why = way.problem && way.state !== "sent" ? [el("span", { class: "hint", text: PROBLEMS[way.problem] ? t(`reminders.problem.${PROBLEMS[way.problem]}`) : way.problem })] : [];
    return el("span", { class: "way", data: { state: way.state } }, text, ...why);
  });
  return el("span", { class: "named" }, ...lines);
}
