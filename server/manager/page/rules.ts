/** The dialog of the rules: which alerts there are, from when on, at what times of day. */

import { api, ApiError } from "@web/api";
import { byId, el, setText } from "@web/dom";
import { t } from "@web/i18n";
import "./rules.css";

interface Rule {
  on: boolean;
  minutes: number;
  begins: string;
  ends: string;
}

interface Rules {
  rules: Record<string, Rule>;
  target_minutes: number;
}

interface Row {
  on: HTMLInputElement;
  minutes: HTMLInputElement;
  begins: HTMLInputElement;
  ends: HTMLInputElement;
}

/** Nobody says since when paper is low: its rule has no minutes. */
const WITHOUT_MINUTES = new Set(["paper_low"]);
const MIDNIGHT = "24:00";

export class RulesDialog {
  private readonly dialog = byId<HTMLDialogElement>("rules");
  private readonly rows = new Map<string, Row>();

  begin(): void {
    byId("rules-open").addEventListener("click", () => void this.open());
    byId("rules-close").addEventListener("click", () => this.dialog.close());
    byId("rules-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.guarded(() => this.save());
    });
  }

  private async open(): Promise<void> {
    this.dialog.showModal();
    await this.guarded(async () => {
      const rules = await api<Rules>("GET", "/alert-rules");
      if (rules) this.fill(rules);
    });
  }

  private fill(rules: Rules): void {
    this.rows.clear();
    byId("rules-rows").replaceChildren(...Object.entries(rules.rules).map(([kind, rule]) => this.row(kind, rule)));
    byId<HTMLInputElement>("rules-target").value = String(rules.target_minutes);
  }

  private row(kind: string, rule: Rule): HTMLElement {
    const name = t(`rule.${kind}`);
    const on = el("input", { type: "checkbox", id: `rule-${kind}`, checked: rule.on });
    const minutes = el("input", {
      type: "number", min: 0, max: 480, step: 1, required: true, value: rule.minutes,
      "aria-label": t("rule.minutes_of", { name }),
    });
    minutes.hidden = WITHOUT_MINUTES.has(kind);
    const begins = clock(rule.begins, t("rule.begins_of", { name }));
    const ends = clock(rule.ends === MIDNIGHT ? "00:00" : rule.ends, t("rule.ends_of", { name }));
    this.rows.set(kind, { on, minutes, begins, ends });
    return el(
      "li",
      { class: "rule" },
      el("label", { class: "rule-name", for: `rule-${kind}` }, on, el("span", {}, el("b", { text: name }), el("small", { text: t(`rule.${kind}.note`) }))),
      el("span", { class: "rule-minutes" }, minutes, !minutes.hidden && el("span", { text: t("rule.minutes") })),
      el("span", { class: "rule-hours" }, begins, el("span", { text: "–" }), ends),
    );
  }

  private async save(): Promise<void> {
    const rules = Object.fromEntries([...this.rows].map(([kind, row]) => [kind, ruleOf(row)]));
    const target = Number(byId<HTMLInputElement>("rules-target").value);
    await api("PUT", "/alert-rules", { rules, target_minutes: target });
    this.dialog.close();
  }

  private async guarded(act: () => Promise<void>): Promise<void> {
    const problem = byId("rules-problem");
    problem.hidden = true;
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setText(problem, `${error.message} ${error.action}`);
      problem.hidden = false;
    }
  }
}

function ruleOf(row: Row): Rule {
  // From midnight to midnight is the whole day.
  const ends = row.ends.value === "00:00" ? MIDNIGHT : row.ends.value;
  return { on: row.on.checked, minutes: Number(row.minutes.value), begins: row.begins.value, ends };
}

function clock(value: string, label: string): HTMLInputElement {
  return el("input", { type: "time", required: true, value, "aria-label": label });
}
