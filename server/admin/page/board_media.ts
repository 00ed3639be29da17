/** Pictures and short videos for the boards: upload, look, delete. */

import { api, ApiError } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { all, rowButton } from "./lists";
import type { Medium } from "./types";

/** A video over a slow line, milliseconds. */
const UPLOAD_MS = 120_000;

export class BoardMedia {
  private media: Medium[] = [];

  /** `onNews` gets what there is after every change. */
  constructor(private readonly onNews: (media: Medium[]) => void) {
    const file = byId<HTMLInputElement>("media-file");
    file.addEventListener("change", () => void this.upload(file));
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.media = await all<Medium>("/board-media");
    this.paint();
    this.onNews(this.media);
  }

  private async upload(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    if (!file) return;
    input.disabled = true;
    say("calm", t("media.sending", { name: file.name }));
    try {
      const path = `/board-media?name=${encodeURIComponent(file.name.slice(0, 100))}`;
      await api<Medium>("POST", path, new Blob([file]), { timeoutMs: UPLOAD_MS });
      await this.load();
      say("good", t("media.done", { name: file.name }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say("trouble", `${error.message} ${error.action}`);
    } finally {
      input.disabled = false;
      input.value = "";
    }
  }

  private paint(): void {
    byId("media-list").replaceChildren(...this.media.map((one) => this.tile(one)));
  }

  private tile(medium: Medium): HTMLElement {
    const src = `/media/${medium.id}`;
    const name = medium.name || medium.id.slice(0, 8);
    const picture = medium.type.startsWith("video/")
      ? el("video", { src, muted: true, controls: true, preload: "metadata", "aria-label": name })
      : el("img", { src, alt: name, loading: "lazy" });
    const size = t("media.size", { megabytes: Math.max(0.1, medium.size / 1_000_000).toFixed(1) });
    const remove = async (): Promise<void> => {
      if (!window.confirm(t("media.remove.what", { name }))) return;
      await api("DELETE", `/board-media/${medium.id}`);
      await this.load();
    };
    const button = rowButton(t("media.remove"), t("media.remove.what", { name }), remove);
    return el("li", { class: "media-tile" }, picture, el("span", { text: name }), el("span", { class: "hint", text: size }), button);
  }
}

function say(tone: string, text: string): void {
  const status = byId("media-status");
  status.dataset["tone"] = tone;
  status.textContent = text;
}
