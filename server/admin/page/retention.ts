/** How long personal records are kept, what the coming night would take, what the last ones took. */

import { api } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { between } from "./checks";
import { day } from "./days";
import { Form, type Field, type Values } from "./form";
import { guarded, table } from "./lists";

interface Kept {
  rules: Record<string, number>;
  bounds: Record<string, [number, number]>;
  /** The kinds of records under each rule. */
  kinds: Record<string, string[]>;
  purges: { at: string; day: string; counts: Record<string, number> }[];
}

interface Due {
  day: string;
  /** Stands for any more. */
  most: number;
  counts: Record<string, number>;
}

const SHOWN_NIGHTS = 10;

class Retention {
  private due: Due | null = null;
  private kept: Kept;
  private readonly form: Form;

  constructor(kept: Kept) {
    this.kept = kept;
    const fields = Object.entries(kept.bounds).map(([name, bounds]) => field(name, bounds));
    this.form = new Form("retention", fields, (values) => this.save(values), true);
    byId("retention-form").replaceChildren(this.form.node);
    for (const { name } of fields) this.form.onChange(name, (value) => this.tried(name, value));
    onLanguage(() => this.paint());
    this.take(kept);
  }

  async preview(rules: Record<string, number>): Promise<void> {
    this.due = await api<Due>("POST", "/retention/preview", rules);
    this.paint();
  }

  /** A value that is not saved yet: what the night would take by it. */
  private tried(name: string, value: string): void {
    const [low, high] = this.kept.bounds[name] ?? [0, 0];
    const days = Number(value);
    if (!/^\d+$/.test(value) || days < low || days > high) return;
    this.kept = { ...this.kept, rules: { ...this.kept.rules, [name]: days } };
    void guarded(() => this.preview(this.kept.rules));
  }

  private async save(values: Values): Promise<string> {
    const rules = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));
    const kept = await api<Kept>("PUT", "/retention", rules);
    if (kept) this.take(kept);
    await this.preview(rules);
    return t("retention.done");
  }

  private take(kept: Kept): void {
    this.kept = kept;
    this.form.fill(Object.fromEntries(Object.entries(kept.rules).map(([name, days]) => [name, String(days)])));
    this.paint();
  }

  private paint(): void {
    byId("retention-due").replaceChildren(this.dueTable());
    const nights = this.kept.purges.slice(0, SHOWN_NIGHTS).map((one) => {
      const counts = Object.entries(one.counts).map(([kind, n]) => `${t(`purged.${kind}`)}: ${n}`);
      return [`${day(one.at)} ${timeOfDay(one.at)}`, counts.join(", ")];
    });
    const columns = ["retention.night", "retention.taken"];
    byId("retention-nights").replaceChildren(table(t("retention.nights"), columns, nights, t("retention.no_nights")));
  }

  private dueTable(): HTMLElement {
    const due = this.due;
    const rows = Object.values(this.kept.kinds)
      .flat()
      .filter((kind) => (due?.counts[kind] ?? 0) > 0)
      .map((kind) => [t(`purged.${kind}`), counted(due, kind)]);
    return table(t("retention.tonight"), ["retention.kind", "retention.records"], rows, t("retention.nothing"));
  }
}

function counted(due: Due | null, kind: string): string {
  const n = due?.counts[kind] ?? 0;
  return due && n >= due.most ? t("retention.many", { n: due.most }) : String(n);
}

function field(name: string, bounds: [number, number]): Field {
  return { name, kind: "number", maxlength: 4, bounds, check: between(...bounds) };
}

/** Asks only once somebody looks: counting goes through many records. */
export function retentionWhenSeen(): void {
  let begun = false;
  const look = (): void => {
    if (begun || location.hash !== "#retention") return;
    begun = true;
    void guarded(async () => {
      const kept = await api<Kept>("GET", "/retention");
      if (kept) await new Retention(kept).preview(kept.rules);
    });
  };
  window.addEventListener("hashchange", look);
  look();
}
