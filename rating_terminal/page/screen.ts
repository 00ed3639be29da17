/** Draws the terminal's stages. Keys are built once; stages change attributes and texts. */
import { byId, el, setText } from "@web/dom";
import { language, pick, setLanguage, t } from "@web/i18n";
import { button, choose, wordOf } from "./button";
import { face } from "./faces";
import { Reasons, type ReasonTouches } from "./reasons";
import type { Stage } from "./terminal";
import { keysOf, type Officer, type RatedTicket, type TerminalView, type Value } from "./view";
import { Writing, type WritingTouches } from "./writing";

export interface Touches extends ReasonTouches, WritingTouches {
  press(value: Value): void;
}
type Thanks = Extract<Stage, { kind: "thanks" }>;

export class Screen {
  private readonly keys = new Map<Value, HTMLButtonElement>();
  private readonly reasons: Reasons;
  private readonly writing: Writing;
  private officer: Officer | null = null;

  constructor(private readonly touches: Touches) {
    this.reasons = new Reasons(touches);
    this.writing = new Writing(touches);
    byId("other").addEventListener("click", () => setLanguage(language() === "vi" ? "en" : "vi"));
  }

  /** Takes what the centre asks: its scale, its reasons, and who served. */
  know(view: TerminalView): void {
    this.officer = view.officer;
    this.reasons.offer(view.reasons, view.comment);
    const values = keysOf(view.scale);
    if (values.join() === [...this.keys.keys()].join()) return;
    this.keys.clear();
    for (const value of values) this.keys.set(value, this.valueKey(value));
    byId("keys").replaceChildren(...this.keys.values());
    byId("keys").dataset["keys"] = String(values.length);
  }

  draw(stage: Stage): void {
    document.body.dataset["stage"] = stage.kind;
    byId("asleep").hidden = stage.kind !== "asleep";
    byId("asking").hidden = stage.kind === "asleep";
    byId("unpaired").hidden = true;
    if (stage.kind === "asking") this.drawQuestion(stage.ticket);
    if (stage.kind === "thanks") this.drawThanks(stage);
    this.reasons.draw(stage);
    this.writing.draw(stage);
    this.label();
  }

  drawCounter(number: number | null): void {
    setText(byId("counter"), number === null ? "" : t("asleep.counter", { number }));
  }

  private drawQuestion(ticket: RatedTicket): void {
    const officer = this.officer?.name ?? "";
    const said = officer === "" ? "about" : "about.officer";
    setText(byId("question"), t("question"));
    setText(byId("about"), t(said, { ticket: ticket.number, service: pick(ticket, "service_name"), officer }));
    for (const key of this.keys.values()) choose(key, false, true);
  }

  private drawThanks({ answer, changeable, words }: Thanks): void {
    const more = words === "reasons" ? "thanks.reasons" : changeable ? "thanks.change" : "thanks.kept";
    setText(byId("question"), t("thanks"));
    setText(byId("about"), t(more));
    for (const [value, key] of this.keys) choose(key, value === answer.value, changeable);
  }

  private label(): void {
    const other = byId("other");
    setText(other, t("other.language"));
    other.lang = language() === "vi" ? "en" : "vi";
    for (const [value, key] of this.keys) setText(wordOf(key), t(`key.${value}`));
    this.reasons.label();
    this.writing.label();
  }

  private valueKey(value: Value): HTMLButtonElement {
    const key = button("key", () => this.touches.press(value));
    key.dataset["value"] = value;
    key.prepend(el("span", { class: "key-face" }, face(value)));
    return key;
  }
}
