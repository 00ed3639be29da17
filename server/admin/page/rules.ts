/** The centre's rules: calling, rating, hours. Checked, dated, and undone in one step. */

import { api } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { between } from "./checks";
import { day } from "./days";
import { Form, type Field, type Values } from "./form";
import { guarded, table } from "./lists";
import type { Person, Settings, SettingsAnswer } from "./types";
import { dayFields, weekOf, weekToValues } from "./week";

type Bounds = readonly [number, number];

/** Numbers of the calling rules, with their bounds as the server has them. */
const CALLING: [string, Bounds][] = [
  ["ratio", [1, 20]],
  ["longest_wait_s", [60, 86_400]],
  ["max_calls", [1, 10]],
  ["recall_pause_s", [0, 300]],
  ["undo_s", [0, 120]],
  ["help_after_idle_s", [0, 7_200]],
  ["help_when_waited_s", [0, 86_400]],
];
const RATING: [string, Bounds][] = [
  ["open_s", [5, 3_600]],
  ["change_s", [0, 60]],
];
const PHONE: [string, Bounds][] = [
  ["late_places", [0, 20]],
  ["notify_ahead", [0, 10]],
];
const PAPER: [string, Bounds][] = [
  ["warn_tickets", [0, 1_000]],
  ["warn_pct", [0, 50]],
];
const SIGNING_IN: [string, Bounds][] = [
  ["session_hours", [1, 72]],
  ["idle_minutes", [5, 1_440]],
];
const ELDERLY: Bounds = [60, 120];
/** Kept in seconds, shown in minutes. */
const IN_MINUTES = new Set(["longest_wait_s", "help_when_waited_s"]);

export class Rules {
  private answer: SettingsAnswer | null = null;
  private people: Person[] = [];
  private readonly form = new Form("rule", fields(), (values) => this.save(values), true);

  /** `onNews` is told whether the centre has hours. */
  constructor(private readonly onNews: (hours: boolean) => void) {
    byId("rules-form").append(this.form.node);
    this.form.onChange("always_open", (always) => this.showDays(always !== "yes"));
    byId("rules-undo").addEventListener("click", () => void guarded(() => this.undo()));
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.take(await api<SettingsAnswer>("GET", "/settings"));
  }

  /** Who made a change is known by name. */
  know(people: Person[]): void {
    this.people = people;
    this.paint();
  }

  private take(answer: SettingsAnswer | null): void {
    this.answer = answer;
    this.paint();
    if (!answer) return;
    this.form.fill(valuesOf(answer.settings));
    this.showDays(answer.settings.week !== null);
    this.onNews(answer.settings.week !== null);
  }

  private async save(values: Values): Promise<string> {
    this.take(await api<SettingsAnswer>("PUT", "/settings", settingsOf(values)));
    return t("rule.done");
  }

  private async undo(): Promise<void> {
    this.take(await api<SettingsAnswer>("POST", "/settings/undo"));
    byId("rules-undone").textContent = t("rule.undone");
  }

  private showDays(visible: boolean): void {
    for (const { name } of dayFields()) this.form.show(name, visible);
  }

  private paint(): void {
    const choices = ["front", "middle", "end"].map((value) => ({ value, text: t(`rule.bring_back.${value}`) }));
    this.form.setOptions("bring_back", choices);
    this.form.setOptions("scale", ["2", "3", "4", "5"].map((value) => ({ value, text: t(`rule.scale.${value}`) })));
    const changes = this.answer?.changes ?? [];
    const rows = changes.map((one) => [
      `${day(one.at)} ${timeOfDay(one.at)}`,
      this.nameOf(one.actor),
      t(one.undone ? "change.undone" : "change.holds"),
    ]);
    const columns = ["change.at", "change.who", "change.state"];
    byId("rules-changes").replaceChildren(table(t("rules.changes"), columns, rows, t("change.none")));
    byId("rules-undo").hidden = !changes.some((one) => !one.undone);
  }

  private nameOf(actor: string): string {
    const [kind, id] = actor.split(":");
    if (kind !== "person") return t("change.device");
    return this.people.find((one) => one.id === id)?.name ?? t("change.someone");
  }
}

function fields(): Field[] {
  const number = ([name, bounds]: [string, Bounds], section?: string): Field => ({
    name,
    kind: "number",
    maxlength: 6,
    bounds: shownBounds(name, bounds),
    check: between(...shownBounds(name, bounds)),
    ...(section ? { section } : {}),
  });
  const [firstDay, ...days] = dayFields();
  return [
    ...CALLING.map((one, place) => number(one, place === 0 ? "calling" : undefined)),
    { name: "bring_back", kind: "select" },
    { name: "transfer_keeps_wait", kind: "switch" },
    { name: "staff_may_choose", kind: "switch" },
    number(["elderly_age", ELDERLY]),
    ...RATING.map((one, place) => number(one, place === 0 ? "rating" : undefined)),
    { name: "scale", kind: "select" },
    ...PHONE.map((one, place) => number(one, place === 0 ? "phone" : undefined)),
    ...PAPER.map((one, place) => number(one, place === 0 ? "paper" : undefined)),
    ...SIGNING_IN.map((one, place) => number(one, place === 0 ? "signing_in" : undefined)),
    { name: "always_open", kind: "switch", section: "hours" },
    ...(firstDay ? [firstDay] : []),
    ...days,
  ];
}

function shownBounds(name: string, [low, high]: Bounds): Bounds {
  return IN_MINUTES.has(name) ? [Math.ceil(low / 60), Math.floor(high / 60)] : [low, high];
}

function valuesOf(settings: Settings): Values {
  const numbers = (names: [string, Bounds][], from: Record<string, unknown>): [string, string][] =>
    names.map(([name]) => [name, String(Number(from[name]) / (IN_MINUTES.has(name) ? 60 : 1))]);
  return {
    ...Object.fromEntries(numbers(CALLING, settings.calling)),
    ...Object.fromEntries(numbers(RATING, settings.rating)),
    ...Object.fromEntries(numbers(PHONE, settings.phone)),
    ...Object.fromEntries(numbers(PAPER, settings.paper)),
    ...Object.fromEntries(numbers(SIGNING_IN, settings.signing_in)),
    bring_back: String(settings.calling["bring_back"]),
    transfer_keeps_wait: yes(settings.calling["transfer_keeps_wait"] === true),
    staff_may_choose: yes(settings.staff_may_choose),
    elderly_age: String(settings.elderly_age),
    scale: String(settings.scale),
    always_open: yes(settings.week === null),
    ...weekToValues(settings.week),
  };
}

function settingsOf(values: Values): Settings {
  const numbers = (names: [string, Bounds][]): [string, number][] =>
    names.map(([name]) => [name, Number(values[name]) * (IN_MINUTES.has(name) ? 60 : 1)]);
  return {
    calling: {
      ...Object.fromEntries(numbers(CALLING)),
      bring_back: values["bring_back"] ?? "front",
      transfer_keeps_wait: values["transfer_keeps_wait"] === "yes",
    },
    rating: Object.fromEntries(numbers(RATING)),
    phone: Object.fromEntries(numbers(PHONE)),
    paper: Object.fromEntries(numbers(PAPER)),
    signing_in: Object.fromEntries(numbers(SIGNING_IN)),
    scale: Number(values["scale"]),
    week: values["always_open"] === "yes" ? null : weekOf(values),
    staff_may_choose: values["staff_may_choose"] === "yes",
    elderly_age: Number(values["elderly_age"]),
  };
}

function yes(on: boolean): string {
  return on ? "yes" : "";
}
