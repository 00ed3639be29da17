/** An identity card: asked for plainly, read only with consent, and never needed for a number. */
import { ApiError } from "@web/api";
import { el, setText } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { beginScan, endScan, wedge } from "./agent";
import { icon } from "./icons";
import type { Screen } from "./screen";
import { UNKNOWN_STATE, type Named, type ScanEvent } from "./types";
import { Wedge } from "./wedge";

/** Seconds; the agent ends the reading after a minute and says so, unless it has died. */
const OVER_AFTER = 70;

type Stage = "asking" | "waiting" | "read" | "failed" | "over" | "trouble";

export interface CardEnds {
  /** A card was read; the priority is what its age gives, if the person wants it. */
  used: (scan: string, priority: Named | null) => void;
  skipped: () => void;
}

export class CardScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = [] as const;
  readonly idle = true;
  /** Finding a card in a bag takes its time. */
  readonly patience = 2;
  private readonly points = el("ul", { class: "points" });
  private readonly words = el("p", { class: "card-words", role: "status" });
  private readonly sign = el("div", { class: "card-sign" }, icon("card"));
  private readonly yes = el("button", { type: "button", class: "button primary" });
  private readonly no = el("button", { type: "button", class: "button" });
  private readonly skip = el("button", { type: "button", class: "button" });
  readonly root: HTMLElement;
  private readonly wedge = new Wedge((digits) => void this.typed(digits));
  private state = UNKNOWN_STATE;
  private stage: Stage = "asking";
  private event: ScanEvent | null = null;
  private trouble: ApiError | null = null;
  private used = false;
  private timer = 0;

  constructor(private readonly ends: CardEnds) {
    const choices = el("div", { class: "card-choices" }, this.yes, this.no, this.skip);
    this.root = el(
      "div",
      { class: "choose card" },
      this.title,
      el("div", { class: "card-body" }, this.sign, this.words, this.points),
      choices,
    );
    this.yes.addEventListener("click", () => this.agree());
    this.no.addEventListener("click", () => this.finish(null));
    this.skip.addEventListener("click", () => this.ends.skipped());
  }

  update(state: typeof UNKNOWN_STATE): void {
    this.state = state;
    this.render();
  }

  /** What was read is kept for the number only if the person goes on with it. */
  leave(): void {
    this.wedge.stop();
    window.clearTimeout(this.timer);
    if (!this.used && this.stage !== "asking") void endScan();
    this.stage = "asking";
  }

  /** News from the reader; none counts before consent. After a card that could not be read it
   *  still looks for another, and what it has read it forgets after a while. */
  hear(event: ScanEvent): void {
    const looking = this.stage === "waiting" || this.stage === "failed";
    const forgotten = this.stage === "read" && event.state === "over";
    if (event.state === "waiting" || !(looking || forgotten)) return;
    this.event = event;
    this.to(event.state === "read" && event.scan === null ? "failed" : event.state);
  }

  private agree(): void {
    if (this.stage === "read") this.finish(this.priority());
    else void this.begin();
  }

  private async begin(): Promise<void> {
    this.to("waiting");
    try {
      await beginScan(language());
    } catch (error) {
      this.fail(error);
    }
  }

  private async typed(digits: string): Promise<void> {
    try {
      await wedge(digits);
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    if (this.stage !== "waiting" && this.stage !== "failed") return;
    this.trouble = error;
    this.to("trouble");
  }

  private finish(priority: Named | null): void {
    const scan = this.event?.scan;
    if (!scan) return this.ends.skipped();
    this.used = true;
    this.ends.used(scan, priority);
  }

  private to(stage: Stage): void {
    this.stage = stage;
    window.clearTimeout(this.timer);
    if (stage === "waiting") this.wedge.start();
    else if (stage !== "failed") this.wedge.stop();
    if (stage === "waiting" || stage === "failed") {
      this.timer = window.setTimeout(() => this.to("over"), OVER_AFTER * 1000);
    }
    this.render();
    this.title.focus({ preventScroll: true });
  }

  private priority(): Named | null {
    const offered = this.event?.priority;
    return this.state.priorities.find((priority) => priority.id === offered) ?? null;
  }

  private render(): void {
    const { stage } = this;
    const offered = stage === "read" ? this.priority() : null;
    this.root.dataset["stage"] = stage;
    setText(this.title, t(`kiosk.card.${stage}.title`));
    setText(this.words, this.stageWords(offered));
    this.points.hidden = stage !== "asking";
    this.renderPoints();
    this.yes.hidden = stage === "waiting";
    setText(this.yes, t(offered ? "kiosk.card.read.priority" : `kiosk.card.${stage}.yes`));
    this.no.hidden = offered === null;
    setText(this.no, t("kiosk.card.read.no_priority"));
    this.skip.hidden = stage === "read";
    setText(this.skip, t("kiosk.card.skip"));
  }

  private stageWords(offered: Named | null): string {
    if (this.stage === "trouble") return `${this.trouble?.message} ${this.trouble?.action}`;
    if (this.stage !== "read") return t(`kiosk.card.${this.stage}.words`);
    const live = this.event?.known_live ? t("kiosk.card.read.live") : "";
    const age = offered ? t("kiosk.card.read.offer", { name: pick(offered, "name") }) : "";
    return [age, live].filter((words) => words !== "").join(" ") || t("kiosk.card.read.words");
  }

  private renderPoints(): void {
    const now = language();
    if (this.points.dataset["language"] === now) return;
    this.points.dataset["language"] = now;
    const names = ["what", "why", "kept"];
    this.points.replaceChildren(
      ...names.map((name) =>
        el(
          "li",
          {},
          el("strong", { text: t(`kiosk.card.${name}`) }),
          el("span", { text: t(`kiosk.card.${name}.words`) }),
        ),
      ),
    );
  }
}
