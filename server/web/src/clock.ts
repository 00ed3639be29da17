/** Time as the server sees it, so that a wrong clock on a device shows no wrong waits. */

/** The centre's zone: all times are shown in it, wherever the page is read. */
const ZONE = "Asia/Ho_Chi_Minh";

let offset = 0;

/** Takes the server's time from a view's `now`. */
export function syncClock(now: string): void {
  offset = Date.parse(now) - Date.now();
}

/** Server time in epoch milliseconds. */
export function serverNow(): number {
  return Date.now() + offset;
}

/** Whole seconds since an RFC 3339 time, never below 0. */
export function since(iso: string): number {
  return Math.max(0, Math.floor((serverNow() - Date.parse(iso)) / 1000));
}

/** Whole minutes of some seconds, rounded down. */
export function minutes(seconds: number): number {
  return Math.floor(seconds / 60);
}

/** "mm:ss", or "h:mm:ss" from one hour on. */
export function duration(seconds: number): string {
  const pad = (part: number): string => String(part).padStart(2, "0");
  const rest = `${pad(minutes(seconds) % 60)}:${pad(seconds % 60)}`;
  return seconds < 3600 ? rest : `${Math.floor(seconds / 3600)}:${rest}`;
}

/** "14:05" in the centre's zone; without an argument, now. */
export function timeOfDay(iso?: string): string {
  const at = iso === undefined ? serverNow() : Date.parse(iso);
  return new Intl.DateTimeFormat("vi-VN", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: ZONE,
  }).format(at);
}

/** Today's date in words ("Chủ Nhật, 22 tháng 11, 2026") in the centre's zone. */
export function dateInWords(language: "vi" | "en"): string {
  return new Intl.DateTimeFormat(language === "vi" ? "vi-VN" : "en-GB", {
    dateStyle: "full",
    timeZone: ZONE,
  }).format(serverNow());
}

/** "Thứ Năm 26/11/2026, 10:30" in the centre's zone. */
export function dayAndTime(iso: string, language: "vi" | "en"): string {
  const locale = language === "vi" ? "vi-VN" : "en-GB";
  const at = Date.parse(iso);
  const part = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: ZONE }).format(at);
  const day = part({ day: "2-digit", month: "2-digit", year: "numeric" });
  return `${part({ weekday: "long" })} ${day}, ${timeOfDay(iso)}`;
}

/** Runs now and at every full second of server time; returns what ends it. */
export function everySecond(callback: () => void): () => void {
  let timer = 0;
  const tick = (): void => {
    callback();
    timer = window.setTimeout(tick, 1000 - (serverNow() % 1000));
  };
  tick();
  return () => window.clearTimeout(timer);
}
