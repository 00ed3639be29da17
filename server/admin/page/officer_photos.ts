/** Photos of officers for the rating terminals: upload, look, delete. */

import { api, ApiError } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { all, rowButton } from "./lists";
import { smaller } from "./photo_file";
import type { Officer } from "./types";

const UPLOAD_MS = 60_000;

export class OfficerPhotos {
  private officers: Officer[] = [];

  constructor() {
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.officers = await all<Officer>("/officers");
    this.paint();
  }

  private paint(): void {
    byId("officers-list").replaceChildren(...this.officers.map((one) => this.tile(one)));
  }

  private tile(officer: Officer): HTMLElement {
    const { name, photo } = officer;
    const id = `officer-${officer.id}`;
    const path = `/officers/${encodeURIComponent(officer.id)}/photo`;
    const picture = photo
      ? el("img", { class: "officer-photo", src: `/api/v1${path}?${photo}`, alt: t("officer.photo", { name }) })
      : el("span", { class: "officer-photo none", text: t("officer.none") });
    const file = el("input", { type: "file", id, accept: "image/jpeg,image/png,image/webp" });
    file.addEventListener("change", () => void this.upload(file, officer, path));
    const label = el("label", { class: "hint", for: id, text: t("officer.file", { name }) });
    const remove = photo !== null && rowButton(t("officer.remove"), t("officer.remove.what", { name }), async () => {
      if (!window.confirm(t("officer.remove.what", { name }))) return;
      await api("DELETE", path);
      await this.load();
    });
    return el("li", { class: "officer" }, picture, el("strong", { text: name }), label, file, remove);
  }

  private async upload(input: HTMLInputElement, officer: Officer, path: string): Promise<void> {
    const [file] = input.files ?? [];
    if (!file) return;
    say("calm", t("officer.sending", { name: officer.name }));
    try {
      await api("PUT", path, await smaller(file), { timeoutMs: UPLOAD_MS });
      await this.load();
      say("good", t("officer.done", { name: officer.name }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say("trouble", `${error.message} ${error.action}`);
    }
  }
}

function say(tone: string, text: string): void {
  const status = byId("officers-status");
  status.dataset["tone"] = tone;
  status.textContent = text;
}
