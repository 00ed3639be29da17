/** Dossiers at the desk: what the two keys open, and the result handed over with one. */

import { api, ApiError } from "@web/api";
import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";
import { KEYS, visitorOf, type Desk } from "./actions";
import "./dossier.css";
import { FindSheet } from "./dossier_find";
import { IntakeSheet } from "./dossier_intake";
import { PressingSheet } from "./dossier_pressing";
import type { Pressing } from "./dossier_types";
import { shortcutsOn } from "./keys";
import type { Notice } from "./notice";

export class Dossiers {
  private readonly dialog = byId<HTMLDialogElement>("dossier");
  /** What was typed for a visitor and not received yet. */
  private kept: IntakeSheet | null = null;
  private busy = false;
  private counter = "";
  private owed = 0;

  /** `closed` is called when a sheet has gone. */
  constructor(
    private readonly notice: Notice,
    onPress: (action: "dossier" | "find" | "late") => void,
    closed: () => void,
  ) {
    byId("dossier-open").addEventListener("click", () => onPress("dossier"));
    byId("dossier-find").addEventListener("click", () => onPress("find"));
    byId("dossier-late").addEventListener("click", () => onPress("late"));
    this.dialog.addEventListener("close", () => {
      closed();
      if (this.counter !== "") void this.count(this.counter);
    });
  }

  /** The buttons say what they do for this visitor. */
  paint(desk: Desk): void {
    const visitor = visitorOf(desk);
    const key = visitor?.collects ? "do.dossier.return" : "do.dossier";
    setText(byId("dossier-open-label"), visitor ? t(`${key}.of`, { number: visitor.number }) : t("do.dossier"));
    if (this.counter !== desk.counter.id) void this.count(desk.counter.id);
    this.paintOwed();
    for (const [id, action] of [["dossier-open", "dossier"], ["dossier-find", "find"], ["dossier-late", "late"]] as const) {
      const sign = byId(id).querySelector("kbd");
      if (sign) {
        setText(sign, KEYS[action]);
        sign.hidden = !shortcutsOn();
      }
    }
  }

  /** Receives a dossier of the visitor; of one who came for a result, hands it over. */
  open(desk: Desk): void {
    const visitor = visitorOf(desk);
    if (visitor?.collects) return void this.collect(visitor.dossier?.code ?? null);
    const same = this.kept !== null && this.kept.ticket?.id === visitor?.id;
    const sheet = same && this.kept ? this.kept : this.sheet(visitor);
    this.kept = sheet;
    this.dialog.replaceChildren(sheet.form);
    this.dialog.showModal();
    sheet.focus();
  }

  /** Looks for a dossier; shows the results that wait to be collected. */
  find(code: string | null = null): void {
    const sheet = new FindSheet(() => this.dialog.close());
    this.dialog.replaceChildren(sheet.root);
    if (!this.dialog.open) this.dialog.showModal();
    sheet.focus();
    void (code === null ? sheet.waiting() : sheet.show(code));
  }

  /** What of this counter's departments is due soon or late, with the apologies owed. */
  press(): void {
    const sheet = new PressingSheet(() => this.dialog.close());
    this.dialog.replaceChildren(sheet.root);
    this.dialog.showModal();
    void sheet.load();
  }

  /** How many apologies are owed, for the button's words. */
  private async count(counter: string): Promise<void> {
    this.counter = counter;
    try {
      this.owed = (await api<Pressing>("GET", "/dossiers/pressing"))?.owed ?? 0;
    } catch {
      return; // the button says it without the number
    }
    this.paintOwed();
  }

  private paintOwed(): void {
    setText(byId("dossier-late-label"), this.owed > 0 ? t("do.late.owed", { n: this.owed }) : t("do.late"));
    byId("dossier-late").dataset["owed"] = String(this.owed > 0);
  }

  private sheet(visitor: IntakeSheet["ticket"]): IntakeSheet {
    return new IntakeSheet(
      visitor,
      (view) => {
        this.kept = null;
        this.dialog.replaceChildren(view.root);
        view.begin();
      },
      () => this.dialog.close(),
    );
  }

  /** One key hands a result over that is ready; anything else is shown. */
  private async collect(code: string | null): Promise<void> {
    if (code === null || this.busy) return this.find(code);
    this.busy = true;
    try {
      await api("POST", `/dossiers/${encodeURIComponent(code)}/return`, {});
      this.notice.say("good", t("done.returned", { code }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.find(code);
    } finally {
      this.busy = false;
    }
  }
}
