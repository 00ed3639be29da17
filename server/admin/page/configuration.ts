/** The whole configuration as one file: kept, looked at, brought in. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { difference, type Difference } from "./history";
import { guarded } from "./lists";

interface Plan {
  changes: Difference[];
  people: { username: string; name: string; role: string }[];
}

/** A large file takes the server a while. */
const PATIENCE_MS = 60_000;
const LARGEST = 4 * 1024 * 1024;
const SHOWN = 100;

export class Configuration {
  private plan: Plan | null = null;
  private wanted: unknown = null;
  private readonly file = byId<HTMLInputElement>("configuration-file");
  private readonly removes = byId<HTMLInputElement>("configuration-remove");
  private readonly apply = byId<HTMLButtonElement>("configuration-apply");

  /** `onNews` loads everything anew after a file was brought in. */
  constructor(private readonly onNews: () => Promise<void>) {
    byId("configuration-save").addEventListener("click", () => void guarded(() => this.save()));
    this.file.addEventListener("change", () => void guarded(() => this.look()));
    this.removes.addEventListener("change", () => void guarded(() => this.look()));
    this.apply.addEventListener("click", () => void guarded(() => this.bring()));
    onLanguage(() => this.paint());
  }

  private async save(): Promise<void> {
    const whole = await api<object>("GET", "/configuration");
    const text = JSON.stringify(whole, null, 2);
    const link = el("a", {
      href: URL.createObjectURL(new Blob([text], { type: "application/json" })),
      download: `motcua-${new Date().toISOString().slice(0, 10)}.json`,
    });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  private async look(): Promise<void> {
    this.plan = null;
    this.paint();
    const chosen = this.file.files?.[0];
    if (!chosen) return;
    this.say("");
    this.wanted = chosen.size > LARGEST ? null : parsed(await chosen.text());
    if (this.wanted === null) return this.say(t("configuration.unreadable"));
    this.plan = await api<Plan>("POST", "/configuration/preview", this.body(), { timeoutMs: PATIENCE_MS });
    this.paint();
    byId("configuration-found").focus();
  }

  private async bring(): Promise<void> {
    this.apply.disabled = true;
    try {
      await api("PUT", "/configuration", this.body(), { timeoutMs: PATIENCE_MS });
    } finally {
      this.apply.disabled = false;
    }
    this.plan = null;
    this.file.value = "";
    this.paint();
    this.say(t("configuration.done"));
    await this.onNews();
  }

  private body(): object {
    return { configuration: this.wanted, remove_missing: this.removes.checked };
  }

  private paint(): void {
    const plan = this.plan;
    byId("configuration-plan").hidden = plan === null;
    if (!plan) return;
    const { changes, people } = plan;
    const none = changes.length + people.length === 0;
    byId("configuration-found").textContent = none
      ? t("configuration.same")
      : t("configuration.found", { n: changes.length });
    const items = changes.slice(0, SHOWN).map((one) => el("li", { text: difference(one) }));
    if (changes.length > SHOWN) items.push(el("li", { text: t("history.more_pieces", { n: changes.length - SHOWN }) }));
    items.push(...people.map((one) => el("li", { text: t("configuration.person", { ...one, role: t(`role.${one.role}`) }) })));
    byId("configuration-changes").replaceChildren(...items);
    this.apply.hidden = none;
  }

  private say(text: string): void {
    byId("configuration-status").textContent = text;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
