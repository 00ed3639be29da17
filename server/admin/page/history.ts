/** What was changed in the configuration, by whom, and taking a change back. */

import { api } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, el } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { day } from "./days";
import { guarded, rowButton, table } from "./lists";
import type { Page, Person } from "./types";

export interface Difference {
  piece: string;
  what: "added" | "changed" | "removed";
  fields: string[];
}

interface Change {
  id: string;
  at: string;
  actor: string;
  kind: string;
  undone: boolean;
  changes: Difference[];
}

/** As many pieces of a change are named; the rest is counted. */
const NAMED = 3;
const PAGE = 20;

export class History {
  private changes: Change[] = [];
  private next: string | null = null;
  private people: Person[] = [];

  /** `onUndone` loads whatever may have changed. */
  constructor(private readonly onUndone: () => Promise<void>) {
    byId("history-more").addEventListener("click", () => void guarded(() => this.more()));
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.changes = [];
    this.next = null;
    await this.more();
  }

  know(people: Person[]): void {
    this.people = people;
    this.paint();
  }

  private async more(): Promise<void> {
    const from = this.next ? `&cursor=${this.next}` : "";
    const page = await api<Page<Change>>("GET", `/configuration/changes?limit=${PAGE}${from}`);
    this.changes.push(...(page?.items ?? []));
    this.next = page?.next ?? null;
    this.paint();
  }

  private paint(): void {
    const columns = ["change.at", "change.who", "history.what", "list.do"];
    const rows = this.changes.map((one) => this.row(one));
    byId("history-list").replaceChildren(table(t("history.title"), columns, rows, t("history.none")));
    byId("history-more").hidden = this.next === null;
  }

  private row(one: Change): (Node | string)[] {
    const when = `${day(one.at)} ${timeOfDay(one.at)}`;
    const undo = async (): Promise<void> => {
      await api("POST", `/configuration/changes/${one.id}/undo`);
      await this.onUndone();
      byId("history-status").textContent = t("history.undone", { when });
    };
    const button = rowButton(t("history.undo"), t("history.undo.what", { when }), undo);
    return [when, this.nameOf(one.actor), told(one), one.undone ? t("change.undone") : button];
  }

  private nameOf(actor: string): string {
    const [kind, id] = actor.split(":");
    if (kind !== "person") return t("change.device");
    return this.people.find((one) => one.id === id)?.name ?? t("change.someone");
  }
}

/** A change in words: what was done, and to what. */
function told(one: Change): HTMLElement {
  const kind = t(`history.kind.${one.kind}`);
  const named = one.changes.slice(0, NAMED).map(difference);
  const left = one.changes.length - named.length;
  const items = named.map((text) => el("li", { text }));
  if (left > 0) items.push(el("li", { text: t("history.more_pieces", { n: left }) }));
  return el("div", {}, kind, el("ul", { class: "pieces" }, ...items));
}

/** One piece in words: `Dịch vụ “ho-tich”: tên dịch vụ, chữ đầu`. */
export function difference(one: Difference): string {
  const [kind = "", id = ""] = one.piece.split(/\/(.*)/s);
  const name = t(`piece.${kind}`, { id });
  if (one.what !== "changed") return t(`piece.${one.what}`, { name });
  const fields = one.fields.map((field) => {
    const key = `piece.field.${field}`;
    const text = t(key);
    return text === key ? field : text;
  });
  return t("piece.changed", { name, fields: fields.join(", ") });
}
