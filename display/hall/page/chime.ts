/** The board's loudspeaker: recorded or rendered calls, or a soft two-tone chime alone. */

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

  /** Rings once and is done when it has died away; silent where sound is not allowed. */
  async ring(volume: number): Promise<void> {
    if (this.audio === null || !this.allowed || volume <= 0) return;
    const at = this.audio.currentTime;
    const ends = TONES.map(([offset, hertz]) => tone(this.audio as AudioContext, at + offset, hertz, volume));
    await withinSeconds(Promise.all(ends), 3);
  }

  /** A WAV as sound, or null where it cannot be read. */
  async decode(wav: ArrayBuffer): Promise<AudioBuffer | null> {
    return (await this.audio?.decodeAudioData(wav).catch(() => null)) ?? null;
  }

  /** Plays a sound at `volume` (0 to 1) and is done when it has ended. */
  async play(sound: AudioBuffer, volume: number): Promise<void> {
    if (this.audio === null || !this.allowed || volume <= 0) return;
    const source = new AudioBufferSourceNode(this.audio, { buffer: sound });
    const gain = new GainNode(this.audio, { gain: volume });
    source.connect(gain).connect(this.audio.destination);
    const ended = over(source);
    source.start();
    // A sound card that is pulled out never says that the end was reached.
    await withinSeconds(ended, sound.duration + 2);
    source.disconnect();
    gain.disconnect();
  }
}

function createAudio(): AudioContext | null {
  try {
    return new AudioContext();
  } catch {
    return null;
  }
}

function tone(audio: AudioContext, at: number, hertz: number, loud: number): Promise<void> {
  const source = new OscillatorNode(audio, { type: "sine", frequency: hertz });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS * loud, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.001, at + TONE_SECONDS);
  source.connect(volume).connect(audio.destination);
  source.start(at);
  source.stop(at + TONE_SECONDS);
  return over(source);
}

function over(source: AudioScheduledSourceNode): Promise<void> {
  return new Promise((done) => source.addEventListener("ended", () => done(), { once: true }));
}

async function withinSeconds(wanted: Promise<unknown>, seconds: number): Promise<void> {
  let timer = 0;
  const late = new Promise((done) => {
    timer = window.setTimeout(done, seconds * 1000);
  });
  await Promise.race([wanted, late]);
  window.clearTimeout(timer);
}
