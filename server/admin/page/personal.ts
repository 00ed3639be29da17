/** One person's data: found by what only the person can name, shown, handed out, erased. */

import { api } from "@web/api";
import { byId, el, setText } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { latestNoted } from "./audit_rows";
import { guarded } from "./lists";
import { held, type Held } from "./personal_held";

interface Sought {
  by: string;
  value: string;
}

interface Erased {
  dossiers: number;
  tickets: number;
  left: string[];
}

const KINDS = ["dossier", "phone", "identity", "ticket"];

class Personal {
  private sought: Sought | null = null;
  private found: Held | null = null;
  private readonly by = byId<HTMLSelectElement>("personal-by");
  private readonly value = byId<HTMLInputElement>("personal-value");
  private readonly asked = byId<HTMLDialogElement>("erase");
  private readonly typed = byId<HTMLInputElement>("erase-typed");
  private readonly yes = byId<HTMLButtonElement>("erase-yes");

  constructor() {
    byId("personal-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void guarded(() => this.look());
    });
    byId("personal-save").addEventListener("click", () => this.save());
    byId("personal-erase").addEventListener("click", () => this.ask());
    this.typed.addEventListener("input", () => this.compare());
    byId("erase-no").addEventListener("click", () => this.asked.close());
    this.yes.addEventListener("click", () => void guarded(() => this.erase()));
    onLanguage(() => this.paint());
    this.paint();
  }

  private async look(): Promise<void> {
    const value = this.value.value.trim();
    this.found = null;
    this.say("");
    byId("personal-noted").replaceChildren();
    this.paint();
    if (value === "") return this.value.focus();
    this.sought = { by: this.by.value, value };
    this.found = await api<Held>("POST", "/person-data/export", this.sought);
    this.paint();
    byId("personal-title-found").focus();
    await this.showNoted("person_data_exported");
  }

  /** As the person may have it: JSON that a machine reads and people can. */
  private save(): void {
    if (!this.found) return;
    const text = JSON.stringify(this.found, null, 2);
    const link = el("a", {
      href: URL.createObjectURL(new Blob([text], { type: "application/json" })),
      download: `du-lieu-${new Date().toISOString().slice(0, 10)}.json`,
    });
    link.click();
    URL.revokeObjectURL(link.href);
  }

  private ask(): void {
    if (!this.found || !this.sought) return;
    const counts = { dossiers: this.found.dossiers.length, tickets: this.found.tickets.length };
    setText(byId("erase-text"), t("erase.text", counts));
    setText(byId("erase-word"), this.sought.value);
    this.typed.value = "";
    this.compare();
    this.asked.showModal();
  }

  private compare(): void {
    this.yes.disabled = this.typed.value.trim() !== this.sought?.value;
  }

  private async erase(): Promise<void> {
    this.asked.close();
    if (!this.sought) return;
    const body = { ...this.sought, open_too: byId<HTMLInputElement>("erase-open").checked };
    const done = await api<Erased>("POST", "/person-data/erase", body);
    this.found = null;
    this.paint();
    const left = done?.left ?? [];
    const rest = left.length > 0 ? ` ${t("personal.left", { codes: left.join(", ") })}` : "";
    this.say(t("personal.erased", { dossiers: done?.dossiers ?? 0, tickets: done?.tickets ?? 0 }) + rest);
    await this.showNoted("person_data_erased");
  }

  /** That it was done stands in the trail: the entry itself is shown. */
  private async showNoted(what: string): Promise<void> {
    byId("personal-noted").replaceChildren(...(await latestNoted(what)));
  }

  private paint(): void {
    const found = this.found;
    const chosen = this.by.value || "dossier";
    this.by.replaceChildren(...KINDS.map((value) => el("option", { value, text: t(`personal.by.${value}`) })));
    this.by.value = chosen;
    byId("personal-found").hidden = found === null;
    if (!found) return;
    const none = found.dossiers.length + found.tickets.length + found.phones === 0;
    setText(byId("personal-title-found"), none ? t("personal.none") : t("personal.found"));
    byId("personal-held").replaceChildren(...(none ? [] : held(found)));
    byId("personal-do").hidden = none;
  }

  private say(text: string): void {
    setText(byId("personal-status"), text);
  }
}

export function personalWhenSeen(): void {
  let begun = false;
  const look = (): void => {
    if (begun || location.hash !== "#personal") return;
    begun = true;
    new Personal();
  };
  window.addEventListener("hashchange", look);
  look();
}
