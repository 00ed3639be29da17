/** A kiosk that nobody has admitted yet: a code for the administrator, and nothing else. */
import { duration, serverNow } from "@web/clock";
import { el, setText } from "@web/dom";
import { t } from "@web/i18n";
import type { Screen } from "./screen";
import { UNKNOWN_STATE } from "./types";

const STEPS = ["open", "devices", "code"] as const;

export class PairingScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = [] as const;
  readonly idle = false;
  private readonly intro = el("p", { class: "hint" });
  private readonly code = el("p", { class: "pairing-code" });
  private readonly expires = el("p", { class: "pairing-expires" });
  private readonly steps = el("ol", { class: "pairing-steps" });
  readonly root = el(
    "div",
    { class: "pairing" },
    this.title,
    this.intro,
    el("div", { role: "status" }, this.code),
    this.expires,
    this.steps,
  );
  private state = UNKNOWN_STATE;
  private timer = 0;

  enter(): void {
    this.timer = window.setInterval(() => this.renderTime(), 1000);
  }

  leave(): void {
    window.clearInterval(this.timer);
  }

  update(state: typeof UNKNOWN_STATE): void {
    this.state = state;
    const code = state.pairing?.code ?? "";
    setText(this.title, t("kiosk.pairing.title"));
    setText(this.intro, t("kiosk.pairing.intro"));
    // Three and three are read and typed more easily than six.
    setText(this.code, code ? `${code.slice(0, 3)} ${code.slice(3)}` : t("kiosk.pairing.asking"));
    this.code.classList.toggle("none", !code);
    this.renderSteps();
    this.renderTime();
  }

  private renderSteps(): void {
    const words = STEPS.map((step) => t(`kiosk.pairing.step.${step}`));
    if (this.steps.children.length === words.length && this.steps.textContent === words.join("")) return;
    this.steps.replaceChildren(...words.map((text) => el("li", {}, el("span", { text }))));
  }

  private renderTime(): void {
    const until = Date.parse(this.state.pairing?.expires_at ?? "");
    const left = Math.max(0, Math.ceil((until - serverNow()) / 1000));
    const known = Number.isFinite(until) && this.state.pairing !== null;
    const text = known ? t("kiosk.pairing.expires", { time: duration(left) }) : "";
    setText(this.expires, text);
  }
}
