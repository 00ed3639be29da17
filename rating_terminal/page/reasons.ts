/** The reasons after an unsatisfied answer: the centre's own, several at once, and a way to write. */
import { byId, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { button, choose, wordOf } from "./button";
import type { Stage } from "./terminal";
import type { Reason } from "./view";

/** Reasons appear where the keys were: a double tap on a key must not choose one. */
const SETTLE_MS = 400;

export interface ReasonTouches {
  reason(code: string): void;
  write(comment: string): void;
  done(): void;
}

export class Reasons {
  private offered: readonly Reason[] = [];
  private keys = new Map<string, HTMLButtonElement>();
  private comment = "";
  private readonly write = button("reason write", () => this.settled() && this.touches.write(this.comment));
  private readonly done = button("reason done", () => this.settled() && this.touches.done());
  private since = 0;

  constructor(private readonly touches: ReasonTouches) {}

  /** Takes what the centre offers; does nothing while that stays. */
  offer(reasons: readonly Reason[], comment: boolean): void {
    if (JSON.stringify([reasons, !this.write.hidden]) === JSON.stringify([this.offered, comment])) return;
    this.offered = reasons;
    this.write.hidden = !comment;
    this.keys = new Map(reasons.map((reason) => [reason.code, this.key(reason.code)]));
    const all = [...this.keys.values(), this.write, this.done];
    byId("reasons").replaceChildren(...all);
    byId("reasons").dataset["many"] = String(all.filter((key) => !key.hidden).length > 10);
  }

  draw(stage: Stage): void {
    const shown = stage.kind === "thanks" && stage.words === "reasons";
    if (shown && byId("reasons").hidden) this.since = performance.now();
    byId("reasons").hidden = !shown;
    byId("asking").dataset["reasons"] = shown ? "shown" : "none";
    const answer = stage.kind === "thanks" ? stage.answer : null;
    this.comment = answer?.comment ?? "";
    for (const [code, key] of this.keys) choose(key, answer?.reasons.includes(code) ?? false, true);
    choose(this.write, this.comment.trim() !== "", true);
  }

  label(): void {
    for (const reason of this.offered) {
      const key = this.keys.get(reason.code);
      if (key) setText(wordOf(key), pick(reason, "name"));
    }
    setText(wordOf(this.write), t("reasons.write"));
    setText(wordOf(this.done), t("reasons.done"));
  }

  private key(code: string): HTMLButtonElement {
    const key = button("reason", () => this.settled() && this.touches.reason(code));
    key.dataset["reason"] = code;
    return key;
  }

  private settled(): boolean {
    return performance.now() - this.since > SETTLE_MS;
  }
}
