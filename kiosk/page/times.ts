/** How long things stay, in seconds. A site changes them in the address: `/?idle=90&show=30`. */

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
