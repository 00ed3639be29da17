/** What is due within some working days, and what is overdue: the most pressing first. */

import { api } from "@web/api";
import { serverNow } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { cell, head, stateName } from "./cells";
import { files } from "./files";
import { momentInWords, whole } from "./numbers";
import type { Due, DueReport } from "./types";

/** "2026-11-27" of a moment, in the centre's zone. */
const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" });
const STEP = 8;
const HEADS = ["code", "left", "due_at", "procedure", "department", "received_at", "state"];

export class DueSection {
  private found: DueReport | null = null;
  private shown = STEP;

  constructor(private readonly openDossier: (code: string) => void) {
    byId("due-more").addEventListener("click", () => {
      this.shown += 10 * STEP;
      this.paint();
    });
  }

  async load(): Promise<void> {
    this.found = await api<DueReport>("GET", "/reports/dossiers/due", undefined, { timeoutMs: 30_000 });
    this.paint();
  }

  paint(): void {
    const { found } = this;
    if (!found) return;
    setText(byId("due-words"), t("due.words", { soon: whole(found.soon), overdue: whole(found.overdue), days: whole(found.days) }));
    byId("due-files").replaceChildren(...files("due", new URLSearchParams()));
    byId("due-more").hidden = found.items.length <= this.shown;
    byId("due-table").replaceChildren(...(found.items.length > 0 ? [this.table(found.items)] : []));
  }

  private table(items: readonly Due[]): HTMLElement {
    return el(
      "table",
      { class: "data", "aria-labelledby": "due-title" },
      el("thead", {}, el("tr", {}, ...HEADS.map((name) => head(t(`line.${name}`))))),
      el("tbody", {}, ...items.slice(0, this.shown).map((one) => this.row(one))),
    );
  }

  private row(one: Due): HTMLElement {
    const open = el("button", { type: "button", class: "drill code", text: one.code, on: { click: () => this.openDossier(one.code) } });
    return el(
      "tr",
      { class: one.overdue ? "is-late" : "" },
      el("th", { scope: "row" }, open),
      cell(one.overdue && one.working_days === 0 ? t("due.passed") : left(one.working_days, one.due_at), "left"),
      cell(momentInWords(one.due_at), "time"),
      cell(one.procedure_name ?? one.procedure, "wide"),
      cell(pick(one, "department_name"), "wide"),
      cell(momentInWords(one.received_at), "time"),
      cell(stateName(one.state), "time"),
    );
  }
}

function left(days: number, due: string): string {
  if (days === 0) return t(DAY.format(new Date(due)) === DAY.format(serverNow()) ? "due.today" : "due.day_off");
  return days < 0 ? t("due.late", { n: whole(-days) }) : t("due.left", { n: whole(days) });
}
