/**
 * Presses kept on the device until the server has acknowledged them.
 *
 * Each press is an item of its own in localStorage, so that two windows never overwrite each
 * other's; where storage is switched off they live as long as the page.
 */
import { newKey } from "@web/api";
import type { Reason, Value } from "./view";

export interface Press {
  ticket: string;
  value: Value;
  scale: number;
  device: string;
  /** One page load; with `seq` it tells one press from a repetition. */
  boot: string;
  seq: number;
  /** When it was pressed, epoch milliseconds of this device's clock. */
  at: number;
  reasons?: Reason[];
}

const PREFIX = "motcua.press.";
const DEVICE = "motcua.device";
/** More than a counter's day of presses; beyond it the oldest give way. */
const MOST = 500;

export class PressStore {
  private readonly kept = new Map<string, Press>();

  constructor() {
    for (const [key, text] of storedPresses()) {
      const press = parsed(text);
      if (press === null) forget(key);
      else this.kept.set(key, press);
    }
  }

  add(press: Press): void {
    const key = keyOf(press);
    this.kept.set(key, press);
    keep(key, JSON.stringify(press));
    while (this.kept.size > MOST) this.removeOldest();
  }

  remove(press: Press): void {
    this.kept.delete(keyOf(press));
    forget(keyOf(press));
  }

  /** The press to send next, or null. */
  oldest(): Press | null {
    const [first] = [...this.kept.values()].sort((a, b) => a.at - b.at || a.seq - b.seq);
    return first ?? null;
  }

  private removeOldest(): void {
    const oldest = this.oldest();
    if (oldest !== null) this.remove(oldest);
  }
}

/** This device's own id, the same after every start. */
export function deviceId(): string {
  const known = read(DEVICE);
  if (known !== null) return known;
  const fresh = newKey();
  keep(DEVICE, fresh);
  return fresh;
}

function keyOf(press: Press): string {
  return `${PREFIX}${press.boot}.${press.seq}`;
}

function storedPresses(): [string, string][] {
  try {
    return Object.entries(localStorage).filter(([key]) => key.startsWith(PREFIX));
  } catch {
    return []; // storage is switched off
  }
}

function parsed(text: string): Press | null {
  try {
    const press = JSON.parse(text) as Partial<Press> | null;
    return typeof press?.seq === "number" && typeof press.at === "number" ? (press as Press) : null;
  } catch {
    return null;
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // switched off or full: what is in memory is still sent
  }
}

function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // storage is switched off
  }
}
