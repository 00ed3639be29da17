/** What needs somebody now, most pressing first: a pure function of the view and the time. */

import type { CounterRow, DeviceRow, ManagerView, ServiceRow } from "./types";

/** Bounds in minutes where the centre's rules do not say. */
export const LONG_WAIT_MINUTES = 30;
export const LONG_PAUSE_MINUTES = 20;
/** Troubles with which a kiosk prints nothing. */
const STOPS = new Set(["paper_out", "cover_open", "printer_offline"]);

export interface Trouble {
  /** `device_` and a code of the device's for what is wrong with a device. */
  kind: "nobody_serves" | "no_counter" | "service_closed" | "long_wait" | "long_pause" | `device_${string}`;
  grave: boolean;
  /** The service, counter or device it is about, if it is about one. */
  service?: ServiceRow;
  counter?: CounterRow;
  device?: DeviceRow;
  people: number;
  minutes: number;
}

/** The bound of a long wait in minutes. */
export function boundOf(view: ManagerView): number {
  return view.rules?.long_wait_minutes ?? LONG_WAIT_MINUTES;
}

/** `now` is server time in epoch milliseconds. */
export function troubles(view: ManagerView, now: number): Trouble[] {
  const waiting = view.services.reduce((sum, one) => sum + one.waiting, 0);
  const staffed = view.counters.some((one) => one.state === "open");
  const general: Trouble[] =
    staffed || waiting === 0
      ? []
      : [{ kind: "nobody_serves", grave: true, people: waiting, minutes: longest(view.services, now) }];
  const lines = view.services.flatMap((one) => ofService(one, staffed, boundOf(view), now));
  const pauses = view.counters.flatMap((one) => ofCounter(one, now));
  const devices = view.devices.flatMap((one) => ofDevice(one, now));
  // What stops a kiosk stops everybody who comes in.
  const [stopped, others] = [devices.filter((one) => one.grave), devices.filter((one) => !one.grave)];
  return [...general, ...stopped, ...lines.sort(byWeight), ...others, ...pauses];
}

/** The server judges silence by its own clock; a silent device's last words are no news. */
function ofDevice(device: DeviceRow, now: number): Trouble[] {
  const about = { device, people: 0, minutes: minutesSince(device.reported_at, now) };
  if (device.state === "silent") return [{ kind: "device_silent", grave: true, ...about }];
  return device.trouble.map((code): Trouble => ({ kind: `device_${code}`, grave: STOPS.has(code), ...about }));
}

function ofService(service: ServiceRow, staffed: boolean, bound: number, now: number): Trouble[] {
  if (service.waiting === 0) return [];
  const waited = minutesSince(service.oldest_issued_at, now);
  const about = { service, people: service.waiting, minutes: waited };
  if (staffed && service.open_counters === 0) return [{ kind: "no_counter", grave: true, ...about }];
  if (waited >= bound) return [{ kind: "long_wait", grave: waited >= 2 * bound, ...about }];
  return service.open ? [] : [{ kind: "service_closed", grave: false, ...about }];
}

function ofCounter(counter: CounterRow, now: number): Trouble[] {
  const paused = minutesSince(counter.state_since, now);
  if (counter.state !== "paused" || paused < LONG_PAUSE_MINUTES) return [];
  return [{ kind: "long_pause", grave: false, counter, people: 0, minutes: paused }];
}

function byWeight(a: Trouble, b: Trouble): number {
  return Number(b.grave) - Number(a.grave) || b.minutes - a.minutes;
}

function longest(services: ServiceRow[], now: number): number {
  return Math.max(0, ...services.map((one) => minutesSince(one.oldest_issued_at, now)));
}

function minutesSince(iso: string | null, now: number): number {
  return iso === null ? 0 : Math.max(0, Math.floor((now - Date.parse(iso)) / 60_000));
}
