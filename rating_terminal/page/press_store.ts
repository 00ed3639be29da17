/**
 * Presses kept on the device until the server has acknowledged them.
 *
 * They lie in IndexedDB, written with strict durability: what was kept is there after the power
 * fails. Where storage is switched off they live as long as the page.
 */
import { newKey } from "@web/api";
import type { Value } from "./view";

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
  /** How long the question had been in view, milliseconds. */
  shown_ms?: number;
  reasons?: string[];
  comment?: string;
}

const DATABASE = "motcua";
const PRESSES = "presses";
const EARLIER = "motcua.press.";
const DEVICE = "motcua.device";
/** More than a counter's day of presses; beyond it the oldest give way. */
const MOST = 500;
/** A disk that answers later than this holds nobody up: what is in memory is sent all the same. */
const KEPT_WITHIN_MS = 2000;

export class PressStore {
  private readonly kept = new Map<string, Press>();
  private readonly database: Promise<IDBDatabase | null>;

  constructor() {
    this.database = opened().catch(() => null);
  }

  /** Takes in what was kept before this page was loaded. */
  async load(): Promise<void> {
    const database = await this.database;
    if (database === null) return;
    const rows = await answer(database.transaction(PRESSES).objectStore(PRESSES).getAll()).catch(() => []);
    for (const press of rows.filter(isPress)) this.kept.set(keyOf(press), press);
    for (const [key, press] of earlier()) {
      await this.add(press);
      localStorage.removeItem(key);
    }
  }

  /** Resolves once the press is durable, or cannot be. */
  async add(press: Press): Promise<void> {
    this.kept.set(keyOf(press), press);
    const put = this.change((presses) => presses.put(press, keyOf(press)));
    while (this.kept.size > MOST) this.removeOldest();
    await Promise.race([put, new Promise((late) => setTimeout(late, KEPT_WITHIN_MS))]);
  }

  remove(press: Press): void {
    this.kept.delete(keyOf(press));
    void this.change((presses) => presses.delete(keyOf(press)));
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

  /** One change of the stored presses; resolves when it is on the disk, or has failed. */
  private async change(make: (presses: IDBObjectStore) => void): Promise<void> {
    const database = await this.database;
    if (database === null) return;
    await new Promise<void>((settled) => {
      try {
        const made = database.transaction(PRESSES, "readwrite", { durability: "strict" });
        made.oncomplete = made.onabort = made.onerror = () => settled();
        make(made.objectStore(PRESSES));
      } catch {
        settled(); // the disk is full or going: what is in memory is still sent
      }
    });
  }
}

/** This device's own id, the same after every start. */
export function deviceId(): string {
  try {
    const known = localStorage.getItem(DEVICE);
    if (known !== null) return known;
    const fresh = newKey();
    localStorage.setItem(DEVICE, fresh);
    return fresh;
  } catch {
    return newKey(); // storage is switched off
  }
}

/** Presses that a page before this one kept in localStorage, where they lay until a server took them. */
function earlier(): [string, Press][] {
  try {
    const rows = Object.entries(localStorage).filter(([key]) => key.startsWith(EARLIER));
    return rows.map(([key, text]): [string, unknown] => [key, JSON.parse(text)]).filter((row): row is [string, Press] => isPress(row[1]));
  } catch {
    return []; // switched off, or no press of ours
  }
}

function opened(): Promise<IDBDatabase> {
  const asked = indexedDB.open(DATABASE, 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore(PRESSES);
  return answer(asked);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("storage"));
  });
}

function keyOf(press: Press): string {
  return `${press.boot}.${press.seq}`;
}

function isPress(row: unknown): row is Press {
  const press = row as Partial<Press> | null;
  return typeof press?.seq === "number" && typeof press.at === "number";
}
