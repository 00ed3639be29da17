/** A few words of one's own: a field and large keys, for a device without a keyboard. */
import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";
import { Keyboard } from "@web/keyboard";
import type { Stage } from "./terminal";

export interface WritingTouches {
  write(comment: string): void;
  written(keep: boolean): void;
}

export class Writing {
  private readonly field = byId<HTMLTextAreaElement>("comment");
  private readonly keys = new Keyboard(this.field, "type");

  constructor(touches: WritingTouches) {
    byId("type").replaceChildren(this.keys.root);
    this.field.addEventListener("input", () => touches.write(this.field.value));
    byId("comment-drop").addEventListener("click", () => touches.written(false));
    byId("comment-keep").addEventListener("click", () => touches.written(true));
  }

  draw(stage: Stage): void {
    const writing = stage.kind === "thanks" && stage.words === "writing";
    const opened = writing && byId("writing").hidden;
    byId("writing").hidden = !writing;
    byId("asking").hidden ||= writing;
    if (stage.kind !== "thanks") this.forget();
    else if (opened) this.field.value = stage.answer.comment;
    if (opened) this.field.focus({ preventScroll: true });
    setText(byId("comment-left"), t("comment.left", { left: this.field.maxLength - this.field.value.length }));
  }

  /** The next person begins with plain letters and an empty field. */
  private forget(): void {
    this.field.value = "";
    this.keys.reset();
  }

  label(): void {
    this.keys.update();
  }
}
