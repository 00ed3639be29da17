/** A short sound when something grave comes up; off until somebody turns it on. */

import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";
import type { ManagerView } from "./types";

const KEPT = "motcua.manager.sound";
/** Hertz and seconds of the two tones. */
const TONES = [660, 520];
const TONE_S = 0.22;

export class Sound {
  private readonly button = byId<HTMLButtonElement>("sound");
  private readonly known = new Set<string>();
  private context: AudioContext | null = null;
  private on = false;
  private begun = false;

  constructor() {
    this.on = kept();
    this.button.addEventListener("click", () => this.turn());
  }

  paint(): void {
    this.button.setAttribute("aria-pressed", String(this.on));
    setText(byId("sound-words"), t(this.on ? "sound.on" : "sound.off"));
  }

  /** Sounds for grave alerts that were not there before; never for those found on opening. */
  hear(view: ManagerView): void {
    const grave = view.alerts.filter((one) => one.grave && !one.seen).map((one) => one.id);
    const fresh = grave.some((id) => !this.known.has(id));
    this.known.clear();
    for (const id of grave) this.known.add(id);
    if (fresh && this.begun && this.on) this.play();
    this.begun = true;
  }

  private turn(): void {
    this.on = !this.on;
    keep(this.on);
    if (this.on) this.play();
    this.paint();
  }

  private play(): void {
    this.context ??= new AudioContext();
    const context = this.context;
    void context.resume();
    TONES.forEach((hertz, place) => {
      const tone = context.createOscillator();
      const volume = context.createGain();
      const begins = context.currentTime + place * TONE_S;
      tone.frequency.value = hertz;
      volume.gain.setValueAtTime(0.25, begins);
      volume.gain.exponentialRampToValueAtTime(0.001, begins + TONE_S);
      tone.connect(volume).connect(context.destination);
      tone.start(begins);
      tone.stop(begins + TONE_S);
    });
  }
}

function kept(): boolean {
  try {
    return localStorage.getItem(KEPT) === "on";
  } catch {
    return false;
  }
}

function keep(on: boolean): void {
  try {
    localStorage.setItem(KEPT, on ? "on" : "off");
  } catch {
    // storage is switched off: it holds until the page is closed
  }
}
