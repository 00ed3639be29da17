/** The sign of a lost line: at once when a line breaks, after a moment when none has come up yet. */
import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";

/** Opening a page is no trouble to report until it takes longer than this, milliseconds. */
const FIRST_MS = 2500;

export class LineSign {
  private timer = 0;
  private text: (() => string) | null = null;

  /** Takes whether the line stands. */
  set(online: boolean, first: boolean): void {
    window.clearTimeout(this.timer);
    if (online) this.show(null);
    else if (first) this.timer = window.setTimeout(() => this.show(() => t("web.line.lost")), FIRST_MS);
    else this.show(() => t("web.line.lost"));
  }

  /** Shows a reason, or nothing; asked again by `redraw` when the language changes. */
  show(text: (() => string) | null): void {
    this.text = text;
    this.redraw();
  }

  redraw(): void {
    const line = byId("line");
    line.hidden = this.text === null;
    setText(line, this.text?.() ?? "");
  }
}
