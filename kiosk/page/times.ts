/** How long things stay, in seconds, and how large they are. A site changes both in the address:
 *  `/?idle=90&show=30&mm=4.7`. */

export interface KioskTimes {
  idle: number;
  warn: number;
  show: number;
  longer: number;
}

const DEFAULTS: KioskTimes = { idle: 45, warn: 20, show: 20, longer: 60 };

/** WCAG 2.2.1 asks for at least 20 s to answer a warning, so `warn` is no setting. */
export function times(): KioskTimes {
  const given = new URLSearchParams(location.search);
  const seconds = (name: keyof KioskTimes): number => {
    const value = Number(given.get(name));
    return value >= 2 && value <= 3600 ? Math.round(value) : DEFAULTS[name];
  };
  return { ...DEFAULTS, idle: seconds("idle"), show: seconds("show"), longer: seconds("longer") };
}

/** `mm` is how many pixels of this screen make a millimetre. Without it a 24" panel is assumed,
 *  whatever its resolution: 3.61 px/mm on full HD. */
export function applyScale(): void {
  const given = Number(new URLSearchParams(location.search).get("mm"));
  if (!(given >= 1 && given <= 20)) return;
  document.documentElement.style.setProperty("--mm", `${given}px`);
}
