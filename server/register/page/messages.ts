/** What departments told of one dossier; where two contradict each other, both are marked. */

import { el } from "@web/dom";
import { t } from "@web/i18n";
import { cell, head, stateName } from "./cells";
import { momentInWords } from "./numbers";
import type { Message } from "./types";

const COLUMNS = ["department", "at", "state", "resolved_at", "recorded_at", "note"];

export function messageTable(messages: readonly Message[], departments: ReadonlyMap<string, string>): HTMLElement {
  const heads = [...COLUMNS.map((name) => head(t(`message.${name}`))), head(t("message.conflict"))];
  const rows = messages.map((one) => row(one, messages, departments));
  return el("div", { class: "scroll" }, el("table", { class: "data" }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)));
}

function row(one: Message, all: readonly Message[], departments: ReadonlyMap<string, string>): HTMLElement {
  const said = all.filter((other) => other !== one).flatMap((other) => against(one, other));
  const why = [...new Set(said)].map((key) => t(key)).join("; ");
  return el(
    "tr",
    { class: why ? "is-odd" : "" },
    cell(departments.get(one.department) ?? one.department, "wide"),
    cell(momentInWords(one.at), "time"),
    cell(stateName(one.state)),
    cell(momentInWords(one.resolved_at), "time"),
    cell(momentInWords(one.recorded_at), "time"),
    cell(one.note, "wide"),
    cell(why, "bad"),
  );
}

/** What two messages contradict each other about. */
function against(one: Message, other: Message): string[] {
  const found: string[] = [];
  if (one.at === other.at && one.state !== other.state) found.push("conflict.moment");
  if (one.id !== "" && one.id === other.id && one.department === other.department && (one.at !== other.at || one.state !== other.state)) found.push("conflict.id");
  if (one.resolved_at && other.resolved_at && one.resolved_at !== other.resolved_at) found.push("conflict.result");
  return found;
}
