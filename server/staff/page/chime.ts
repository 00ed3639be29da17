/** A short soft tone when somebody comes while the counter stands idle. Off until turned on. */

const STORED = "motcua.staff.chime";

let on = stored();

export function chimeOn(): boolean {
  return on;
}

/** Turning it on plays it once, so that the officer knows what to expect. */
export function setChime(wanted: boolean): void {
  on = wanted;
  try {
    localStorage.setItem(STORED, wanted ? "on" : "off");
  } catch {
    // storage is switched off: the choice holds for this page only
  }
  chime();
}

export function chime(): void {
  if (!on) return;
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = 660;
  volume.gain.setValueAtTime(0.08, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.5);
  tone.connect(volume).connect(audio.destination);
  tone.onended = () => void audio.close();
  tone.start();
  tone.stop(audio.currentTime + 0.5);
}

function stored(): boolean {
  try {
    return localStorage.getItem(STORED) === "on";
  } catch {
    return false;
  }
}
