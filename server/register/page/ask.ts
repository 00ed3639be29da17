/** What the page is asked: kept in its address, so that it can be sent to a colleague. */

import { byId, el } from "@web/dom";
import { pick, t } from "@web/i18n";
import { before, earlier, isDay, presetPeriod, PRESETS, today, yearAgo, type Period } from "./period";
import { BYS, type By, type Phase } from "./types";

/** `compare` is "", "previous", "year" (the same days a year ago), or two days: "…..…". */
export interface Ask extends Period {
  by: By;
  compare: string;
}

interface Choice extends Period {
  id: string;
  words: string;
}

/** What the address asks for, else last month by department. */
export function asked(): Ask {
  const query = new URLSearchParams(location.search);
  const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
  const by = BYS.find((one) => one === query.get("by")) ?? "department";
  const compare = readCompare(query.get("compare") ?? "");
  if (isDay(from) && isDay(to) && from <= to) return { from, to, by, compare };
  return { ...presetPeriod("month", today()), by, compare };
}

/** The query of the API for the figures. */
export function queryOf(ask: Ask): URLSearchParams {
  const query = new URLSearchParams({ from: ask.from, to: ask.to, by: ask.by });
  const previous = before(ask);
  if (ask.compare === "previous") query.set("compare", `${previous.from}..${previous.to}`);
  else if (ask.compare === "year") query.set("compare", `${yearAgo(ask.from)}..${yearAgo(ask.to)}`);
  else if (ask.compare) query.set("compare", ask.compare);
  return query;
}

export class AskForm {
  constructor(
    private ask: Ask,
    private readonly phases: readonly Phase[],
    private readonly choose: (ask: Ask) => void,
  ) {
    byId("ask").addEventListener("submit", (event) => {
      event.preventDefault();
      this.take(this.chosen());
    });
    const compare = byId<HTMLSelectElement>("compare");
    compare.addEventListener("change", () => {
      byId("other").hidden = compare.value !== "other";
      if (compare.value !== "other") this.take(this.chosen());
    });
    this.fill();
  }

  /** Writes the choices in the current language. */
  paint(): void {
    const buttons = this.choices().map((one) =>
      el("button", {
        type: "button",
        id: `preset-${one.id}`,
        text: one.words,
        "aria-pressed": String(one.from === this.ask.from && one.to === this.ask.to),
        on: { click: () => this.take({ ...this.ask, from: one.from, to: one.to }) },
      }),
    );
    byId("presets").replaceChildren(...buttons);
  }

  /** Another cut or another period, from somewhere else on the page. */
  take(ask: Ask): void {
    const focused = document.activeElement?.id ?? "";
    this.ask = ask;
    this.fill();
    const { from, to, by, compare } = ask;
    history.replaceState(null, "", `?${new URLSearchParams({ from, to, by, compare }).toString()}`);
    this.choose(ask);
    document.getElementById(focused)?.focus();
  }

  private fill(): void {
    const { from, to, compare } = this.ask;
    byId<HTMLInputElement>("from").value = from;
    byId<HTMLInputElement>("to").value = to;
    const [first, last] = compare.split("..");
    byId<HTMLSelectElement>("compare").value = last ? "other" : compare;
    byId("other").hidden = !last;
    byId<HTMLInputElement>("other-from").value = last ? (first ?? "") : "";
    byId<HTMLInputElement>("other-to").value = last ?? "";
    this.paint();
  }

  private chosen(): Ask {
    const value = (id: string): string => byId<HTMLInputElement>(id).value;
    const [from, to] = [value("from"), value("to")].sort() as [string, string];
    const compare = byId<HTMLSelectElement>("compare").value;
    const other = [value("other-from"), value("other-to")].sort().join("..");
    return { from, to, by: this.ask.by, compare: compare === "other" ? readCompare(other) : compare };
  }

  private choices(): Choice[] {
    const now = today();
    const usual = PRESETS.map((id) => ({ id, words: t(`ask.${id}`), ...presetPeriod(id, now) }));
    return [...usual, ...this.ofPhases(now)];
  }

  private ofPhases(now: string): Choice[] {
    const begun = this.phases.filter((one) => one.begins <= now);
    const first = begun[0];
    if (!first) return [];
    const each = begun.map((one, n) => {
      const next = begun[n + 1];
      return { id: `phase-${n}`, words: pick(one, "name"), from: one.begins, to: next ? earlier(next.begins, 1) : now };
    });
    return [...each, { id: "all", words: t("ask.all"), from: first.begins, to: now }];
  }
}

function readCompare(text: string): string {
  if (["", "previous", "year"].includes(text)) return text;
  const [first = "", last = ""] = text.split("..");
  return isDay(first) && isDay(last) && first <= last ? text : "";
}
