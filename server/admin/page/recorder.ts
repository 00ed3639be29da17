/** The microphone: records until it is told to stop, and gives 16-bit mono WAV. */

const RATE_HZ = 22_050;
/** Nobody says a word for longer, milliseconds. */
const LONGEST_MS = 15_000;

/** Whether this browser lets the page use a microphone: secure addresses only (https, localhost). */
export function canRecord(): boolean {
  return "mediaDevices" in navigator && "MediaRecorder" in window;
}

export class Recorder {
  private machine: MediaRecorder | null = null;

  /** Records until `stop`; null when nothing was heard. Rejects where there is no microphone. */
  async record(): Promise<Blob | null> {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { channelCount: 1, echoCancellation: false, autoGainControl: false, noiseSuppression: true },
    });
    try {
      const machine = new MediaRecorder(stream);
      this.machine = machine;
      return await toWav(await recorded(machine));
    } finally {
      this.machine = null;
      for (const track of stream.getTracks()) track.stop();
    }
  }

  stop(): void {
    if (this.machine?.state === "recording") this.machine.stop();
  }
}

function recorded(machine: MediaRecorder): Promise<Blob> {
  const parts: Blob[] = [];
  return new Promise((done, fail) => {
    const timer = window.setTimeout(() => machine.stop(), LONGEST_MS);
    machine.addEventListener("dataavailable", ({ data }) => parts.push(data));
    machine.addEventListener("error", () => fail(new Error("the microphone failed")));
    machine.addEventListener("stop", () => {
      window.clearTimeout(timer);
      done(new Blob(parts, { type: machine.mimeType }));
    });
    machine.start();
  });
}

/** Any sound the browser can read, as WAV; null for one it cannot, or an empty one. */
export async function toWav(sound: Blob): Promise<Blob | null> {
  // Decoding brings it to the context's rate.
  const context = new OfflineAudioContext(1, 1, RATE_HZ);
  const decoded = await context.decodeAudioData(await sound.arrayBuffer()).catch(() => null);
  return decoded === null || decoded.length === 0 ? null : wav(mono(decoded), decoded.sampleRate);
}

function mono(sound: AudioBuffer): Float32Array {
  const mixed = new Float32Array(sound.length);
  for (let channel = 0; channel < sound.numberOfChannels; channel += 1) {
    sound.getChannelData(channel).forEach((value, at) => {
      mixed[at] = (mixed[at] ?? 0) + value / sound.numberOfChannels;
    });
  }
  return mixed;
}

/** RIFF WAVE, PCM, 16 bit, one channel. */
function wav(samples: Float32Array, rate: number): Blob {
  const data = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, word: string): void => Array.from(word).forEach((sign, n) => data.setUint8(at + n, sign.charCodeAt(0)));
  text(0, "RIFF");
  data.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  data.setUint32(16, 16, true);
  data.setUint16(20, 1, true);
  data.setUint16(22, 1, true);
  data.setUint32(24, rate, true);
  data.setUint32(28, rate * 2, true);
  data.setUint16(32, 2, true);
  data.setUint16(34, 16, true);
  text(36, "data");
  data.setUint32(40, samples.length * 2, true);
  samples.forEach((value, at) => data.setInt16(44 + at * 2, Math.round(Math.max(-1, Math.min(1, value)) * 32_767), true));
  return new Blob([data.buffer], { type: "audio/wav" });
}
