/** The boards' voice: hear any number in any accent, and record the words of a voice of one's own. */

import { api, ApiError } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { all, guarded, rowButton, table } from "./lists";
import { canRecord, Recorder, toWav } from "./recorder";
import type { Clip } from "./types";

export class Voice {
  private clips: Clip[] = [];
  private chosen: Clip | null = null;
  private kept: Blob | null = null;
  private recording = false;
  private readonly recorder = new Recorder();
  private readonly accent = byId<HTMLSelectElement>("voice-accent");
  private readonly heard = byId<HTMLAudioElement>("voice-sound");

  constructor() {
    byId("voice-try").addEventListener("submit", (event) => {
      event.preventDefault();
      this.hear();
    });
    this.accent.addEventListener("change", () => void guarded(() => this.load()));
    byId("clip-record").addEventListener("click", () => void this.toggle());
    byId("clip-save").addEventListener("click", () => void this.save());
    const file = byId<HTMLInputElement>("clip-file");
    file.addEventListener("change", () => void this.take(file));
    this.heard.addEventListener("error", () => say("trouble", t("voice.unheard")));
    byId("clip-secure").hidden = canRecord();
    byId<HTMLButtonElement>("clip-record").disabled = !canRecord();
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.clips = await all<Clip>(`/voice/${this.accent.value}/clips`);
    this.choose(this.clips.find((clip) => clip.needed && !clip.recorded) ?? null);
  }

  /** Plays a call as the boards say it. */
  private hear(): void {
    const value = (id: string): string => encodeURIComponent(byId<HTMLInputElement>(id).value.trim());
    const accent = byId<HTMLSelectElement>("voice-try-accent").value;
    say("calm", "");
    this.play(`/api/v1/speech/try?ticket=${value("voice-ticket").toUpperCase()}&counter=${value("voice-counter")}&accent=${accent}`);
  }

  private play(source: string): void {
    this.heard.src = source;
    void this.heard.play().catch(() => undefined);
  }

  private choose(clip: Clip | null): void {
    this.chosen = clip;
    this.keep(null);
    this.paint();
  }

  /** Holds a recording that is not sent yet. */
  private keep(sound: Blob | null): void {
    this.kept = sound;
    byId<HTMLButtonElement>("clip-save").disabled = sound === null;
    if (sound) this.play(URL.createObjectURL(sound));
  }

  private async toggle(): Promise<void> {
    if (this.recording) return this.recorder.stop();
    this.setRecording(true);
    say("calm", t("clip.speak"));
    try {
      const sound = await this.recorder.record();
      this.keep(sound);
      say("calm", t(sound ? "clip.listen" : "clip.nothing"));
    } catch {
      say("trouble", t("clip.no_microphone"));
    } finally {
      this.setRecording(false);
    }
  }

  private setRecording(on: boolean): void {
    this.recording = on;
    const button = byId("clip-record");
    button.textContent = t(on ? "clip.stop" : "clip.record");
    button.setAttribute("aria-pressed", String(on));
  }

  /** A file made elsewhere; other sounds than WAV are turned into WAV here. */
  private async take(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    input.value = "";
    if (!file) return;
    const sound = file.name.toLowerCase().endsWith(".wav") ? file : await toWav(file);
    this.keep(sound);
    say(sound ? "calm" : "trouble", t(sound ? "clip.listen" : "clip.nothing"));
  }

  private async save(): Promise<void> {
    if (!this.chosen || !this.kept) return;
    const { id, words } = this.chosen;
    try {
      await api("PUT", `/voice/${this.accent.value}/clips/${id}`, new Blob([this.kept]), { timeoutMs: 30_000 });
      await this.load();
      say("good", t("clip.done", { words: words || t("clip.chime") }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      say("trouble", `${error.message} ${error.action}`);
    }
  }

  private paint(): void {
    const needed = this.clips.filter((clip) => clip.needed);
    const done = needed.filter((clip) => clip.recorded).length;
    byId("clip-progress").textContent = t("clip.progress", { done, all: needed.length });
    byId("clip-words").textContent = this.chosen ? nameOf(this.chosen) : t("clip.all_done");
    this.setRecording(this.recording);
    const columns = ["clip.words", "clip.state", "list.do"];
    const rows = this.clips.map((clip) => this.row(clip));
    byId("clips-list").replaceChildren(table(t("clips.title"), columns, rows));
  }

  private row(clip: Clip): (Node | string)[] {
    const name = nameOf(clip);
    const base = `/voice/${this.accent.value}/clips/${clip.id}`;
    const listen = (): Promise<void> => Promise.resolve(this.play(`/api/v1${base}/sound?${Date.now()}`));
    const remove = async (): Promise<void> => {
      if (!window.confirm(t("clip.remove.what", { name }))) return;
      await api("DELETE", base);
      await this.load();
    };
    const pick = (): Promise<void> => Promise.resolve(this.choose(clip));
    return [
      name,
      t(clip.recorded ? "clip.recorded" : clip.needed ? "clip.needed" : "clip.optional"),
      el("div", { class: "clip-buttons" },
        rowButton(t("clip.pick"), t("clip.pick.what", { name }), pick),
        clip.recorded && rowButton(t("clip.hear"), t("clip.hear.what", { name }), listen),
        clip.recorded && rowButton(t("clip.remove"), t("clip.remove.what", { name }), remove)),
    ];
  }
}

function nameOf(clip: Clip): string {
  return clip.words === "" ? t("clip.chime") : clip.words;
}

function say(tone: string, text: string): void {
  const status = byId("voice-status");
  status.dataset["tone"] = tone;
  status.textContent = text;
}
