/** A soft two-tone chime by WebAudio, where the browser allows sound. */

/** [start in seconds, frequency in hertz]: a falling third, easy to tell from speech. */
const TONES = [
  [0, 783.99],
  [0.32, 622.25],
] as const;
const TONE_SECONDS = 0.9;
const LOUDNESS = 0.35;

export class Chime {
  private readonly audio: AudioContext | null = createAudio();

  /** @param changed told whenever sound becomes allowed or forbidden */
  constructor(changed: (allowed: boolean) => void) {
    this.audio?.addEventListener("statechange", () => changed(this.allowed));
    for (const event of ["pointerdown", "keydown"]) {
      document.addEventListener(event, () => this.unlock(), { passive: true });
    }
    changed(this.allowed);
  }

  get allowed(): boolean {
    return this.audio?.state === "running";
  }

  /** Browsers keep sound off until somebody touches the page or a policy allows it. */
  unlock(): void {
    if (this.audio?.state === "suspended") this.audio.resume().catch(() => undefined);
  }

  /** Rings once; silent where sound is not allowed. */
  ring(): void {
    if (this.audio === null || !this.allowed) return;
    for (const [offset, hertz] of TONES) tone(this.audio, this.audio.currentTime + offset, hertz);
  }
}

function createAudio(): AudioContext | null {
  try {
    return new AudioContext();
  } catch {
    return null;
  }
}

function tone(audio: AudioContext, at: number, hertz: number): void {
  const source = new OscillatorNode(audio, { type: "sine", frequency: hertz });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_SECONDS);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + TONE_SECONDS);
}
