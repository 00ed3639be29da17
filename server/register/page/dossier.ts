/** One dossier: its dates, its history, and what its department told. */

import { api, ApiError } from "@web/api";
import { byId, el, setText, type Child } from "@web/dom";
import { t } from "@web/i18n";
import { cell, channelName, head, known, stateName, verdictName } from "./cells";
import { messageTable } from "./messages";
import { lagWords, momentInWords } from "./numbers";
import type { Dossier } from "./types";

export class DossierSheet {
  private shown: Dossier | null = null;

  constructor(private readonly departments: () => ReadonlyMap<string, string>) {
    byId("dossier-close").addEventListener("click", () => this.dialog().close());
    this.dialog().addEventListener("close", () => (this.shown = null));
  }

  async open(code: string): Promise<void> {
    setText(byId("dossier-title"), t("dossier.title", { code }));
    byId("dossier-body").replaceChildren(el("p", { class: "none", text: t("loading") }));
    this.dialog().showModal();
    byId("dossier-title").focus();
    try {
      this.shown = await api<Dossier>("GET", `/dossiers/${encodeURIComponent(code)}`);
      this.paint();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      byId("dossier-body").replaceChildren(el("p", { class: "problem", text: `${error.message} ${error.action}` }));
    }
  }

  paint(): void {
    const { shown } = this;
    if (!shown) return;
    setText(byId("dossier-title"), t("dossier.title", { code: shown.code }));
    byId("dossier-body").replaceChildren(
      this.facts(shown),
      el("h3", { text: t("dossier.history") }),
      historyTable(shown),
      el("h3", { text: t("dossier.messages") }),
      shown.messages.length > 0 ? messageTable(shown.messages, this.departments()) : el("p", { class: "none", text: t("dossier.no_messages") }),
    );
  }

  private facts(one: Dossier): HTMLElement {
    const pair = (key: string, value: string, more: Child = null): HTMLElement => el("div", {}, el("dt", { text: t(`line.${key}`) }), el("dd", {}, value, more));
    const lag = one.resolved_at && one.recorded_at ? (Date.parse(one.recorded_at) - Date.parse(one.resolved_at)) / 60_000 : null;
    const late = lag !== null && lag > 0 ? el("span", { class: "under", text: t("dossier.lag", { lag: lagWords(lag) }) }) : null;
    return el(
      "dl",
      { class: "facts" },
      pair("state", stateName(one.state)),
      pair("verdict", verdictName(one.verdict)),
      pair("procedure", one.procedure),
      pair("field", one.field || t("unknown")),
      pair("department", this.departments().get(one.department) ?? one.department),
      pair("channel", channelName(one.channel)),
      pair("received_at", momentInWords(one.received_at)),
      pair("due_at", momentInWords(one.due_at)),
      pair("resolved_at", momentInWords(one.resolved_at)),
      pair("recorded_at", momentInWords(one.recorded_at), late),
    );
  }

  private dialog(): HTMLDialogElement {
    return byId<HTMLDialogElement>("dossier");
  }
}

function historyTable(one: Dossier): HTMLElement {
  const rows = one.history.map((event) =>
    el("tr", {}, cell(momentInWords(event.at), "time"), cell(momentInWords(event.recorded_at), "time"), cell(known(`event.${event.kind}`, event.kind)), cell(event.reason)),
  );
  const heads = ["at", "recorded_at", "event", "reason"].map((name) => head(t(`history.${name}`)));
  return el("div", { class: "scroll" }, el("table", { class: "data" }, el("thead", {}, el("tr", {}, ...heads)), el("tbody", {}, ...rows)));
}
