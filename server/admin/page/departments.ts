/** How departments are reached, their software's keys, and when they were last heard. */

import { api } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, el, type Child } from "@web/dom";
import { onLanguage, pick, t } from "@web/i18n";
import { day } from "./days";
import { newWebhookKey, reveal } from "./department_secret";
import "./departments.css";
import { Editor } from "./edit";
import { Form, type Values } from "./form";
import { guarded, rowButton, table } from "./lists";
import { removeButton } from "./remove";
import { Reminders } from "./reminders";
import { ToldFile } from "./told_file";
import type { NewToken } from "./types";

export interface Department {
  id: string;
  name: string;
  name_en: string;
  emails: string[];
  webhook: string | null;
  has_webhook_key: boolean;
  language: string;
  keys: { id: string; label: string; created_at: string }[];
  heard: { at: string; messages: number; malformed: number } | null;
  lag: { minutes: number | null; dossiers: number };
}

const HOUR = 60;
const DAY = 24 * HOUR;

export class Departments {
  private departments: Department[] = [];
  private edited: Department | null = null;
  private newKey = "";
  private readonly reminders = new Reminders(() => this.departments);
  private readonly file = new ToldFile(() => this.load());
  private readonly keys = new Form(
    "department_key",
    [
      { name: "department", kind: "select" },
      { name: "label", kind: "text", optional: true, maxlength: 100 },
    ],
    (values) => this.give(values),
  );
  private readonly contact = new Editor(
    "contact",
    [
      { name: "emails", kind: "text", optional: true, maxlength: 2000 },
      { name: "webhook", kind: "text", optional: true, maxlength: 1000 },
      { name: "language", kind: "select" },
    ],
    (values) => this.body(values),
    () => this.saved(),
  );

  constructor() {
    byId("department-key-form").append(this.keys.node);
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.departments = (await api<{ items: Department[] }>("GET", "/department-contacts"))?.items ?? [];
    this.paint();
    await this.reminders.load();
  }

  private async give(values: Values): Promise<string> {
    const body = { role: "department", department: values["department"], label: values["label"] };
    const made = await api<NewToken>("POST", "/tokens", body);
    await this.load();
    if (made) reveal("secret.key", this.nameOf(values["department"]), made.token);
    return t("department_key.done");
  }

  /** A webhook gets its key with its address: made here, told once, kept by the server. */
  private body(values: Values): Record<string, unknown> {
    const webhook = values["webhook"] || null;
    this.newKey = webhook !== null && !this.edited?.has_webhook_key ? newWebhookKey() : "";
    const emails = (values["emails"] ?? "").split(/[\s,;]+/).filter((one) => one !== "");
    return { emails, webhook, webhook_key: this.newKey || null, language: values["language"] };
  }

  private async saved(): Promise<void> {
    await this.load();
    if (this.newKey) reveal("secret.webhook", this.nameOf(this.edited?.id), this.newKey);
  }

  private nameOf(id: string | undefined): string {
    const found = this.departments.find((one) => one.id === id);
    return found ? pick(found, "name") : "";
  }

  private paint(): void {
    const names = this.departments.map((one) => ({ value: one.id, text: pick(one, "name") }));
    this.keys.setOptions("department", names);
    this.file.know(names);
    this.contact.setOptions("language", ["vi", "en"].map((one) => ({ value: one, text: t(`language.${one}`) })));
    const columns = ["departments.name", "departments.contact", "departments.keys", "departments.heard", "departments.lag", "list.do"];
    const rows = this.departments.map((one) => this.row(one));
    byId("departments-list").replaceChildren(table(t("departments.title"), columns, rows, t("departments.none")));
    this.reminders.paint();
  }

  private row(one: Department): Child[] {
    const name = pick(one, "name");
    return [
      el("span", { class: "named" }, name, el("code", { text: one.id })),
      reach(one),
      this.keysOf(one, name),
      heard(one),
      el("span", { class: "named number" }, lag(one.lag.minutes), one.lag.dossiers > 0 ? hint(t("departments.lag.of", { n: one.lag.dossiers })) : null),
      el(
        "span",
        { class: "row-buttons" },
        rowButton(t("departments.edit"), t("departments.edit.what", { name }), async () => this.open(one, name)),
        rowButton(t("departments.remind"), t("departments.remind.what", { name }), () => this.remind(one.id, name)),
      ),
    ];
  }

  private keysOf(one: Department, name: string): Child {
    if (one.keys.length === 0) return hint(t("departments.keys.none"));
    const rows = one.keys.map((key) => {
      const label = key.label || day(key.created_at);
      return el("li", {}, el("span", { text: label }), removeButton(`/tokens/${key.id}`, `${name}, ${label}`, () => this.load()));
    });
    return el("ul", { class: "department-keys" }, ...rows);
  }

  private open(one: Department, name: string): void {
    this.edited = one;
    const { webhook, language } = one;
    this.contact.open(`/department-contacts/${one.id}`, name, { emails: one.emails.join(", "), webhook: webhook ?? "", language });
  }

  private async remind(id: string, name: string): Promise<void> {
    const done = await api<{ dossiers: number }>("POST", `/department-contacts/${id}/remind`);
    const n = done?.dossiers ?? 0;
    byId("departments-status").textContent = t(n > 0 ? "departments.reminded" : "departments.nothing_due", { n, name });
    await guarded(() => this.reminders.load());
  }
}

function reach(one: Department): Child {
  const ways: Child[] = one.emails.map((email) => el("span", { class: "address", text: email }));
  if (one.webhook !== null) ways.push(el("span", { class: "address", text: one.webhook }));
  return ways.length > 0 ? el("span", { class: "named" }, ...ways) : hint(t("departments.contact.none"));
}

function heard(one: Department): Child {
  if (one.heard === null) return hint(t("departments.heard.never"));
  const { at, messages, malformed } = one.heard;
  const said = t(malformed > 0 ? "departments.heard.bad" : "departments.heard.what", { messages, malformed });
  return el("span", { class: "named" }, `${day(at)} ${timeOfDay(at)}`, hint(said));
}

function lag(minutes: number | null): string {
  if (minutes === null) return "–";
  if (minutes < HOUR) return t("departments.lag.minutes", { n: Math.max(0, minutes) });
  return minutes < 2 * DAY
    ? t("departments.lag.hours", { n: Math.round(minutes / HOUR) })
    : t("departments.lag.days", { n: Math.round(minutes / DAY) });
}

function hint(text: string): HTMLElement {
  return el("span", { class: "hint", text });
}
