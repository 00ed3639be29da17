/** The live line: whole views of rooms, in order, healed after every lost connection. */
import { io, type Socket } from "socket.io-client";
import { namedCentre } from "./centre";

export interface Refusal {
  code: string;
  message: { vi: string; en: string };
  action: { vi: string; en: string };
  field?: string | null;
}

export interface Live {
  /** Watches a room from now on, also after reconnecting; returns what ends it. */
  watch<T>(
    room: string,
    callback: (data: T, seq: number) => void,
    onRefused?: (error: Refusal) => void,
  ): () => void;
  /** Calls back with whether the line stands: at once, and on every change. */
  onLine(callback: (online: boolean) => void): void;
  /** Leaves the line for good. */
  close(): void;
}

interface View {
  room: string;
  seq: number;
  data: unknown;
}

interface Watched {
  seq: number;
  callback: (data: unknown, seq: number) => void;
  onRefused: ((error: Refusal) => void) | undefined;
}

type Answer = { ok: true } | { error: Refusal };

/** The program's version, put in by the build. */
declare const MOTCUA_VERSION: string;

/** Milliseconds a `watch` may stay unanswered before the line is taken for dead. */
const ANSWER_WITHIN = 5_000;
/** Milliseconds until a refused connection is asked for again, half of it by chance. */
const REFUSED_AGAIN = 2_000;
/** Milliseconds over which pages that were all hung up on at once come back. */
const SPREAD = 400;

/**
 * Opens the line to the server the page came from. `eager`: a screen of the hall, which must show
 * the true state within a second of the line's return.
 */
export function connect(options: { token?: string | undefined; eager?: boolean } = {}): Live {
  const pace = options.eager
    ? { reconnectionDelay: 250, reconnectionDelayMax: 500, randomizationFactor: 0.4, timeout: 1_500 }
    : { reconnectionDelay: 300, reconnectionDelayMax: 2_000, timeout: 4_000 };
  const socket = io({
    transports: ["websocket"],
    auth: options.token ? { token: options.token, version: MOTCUA_VERSION } : {},
    query: namedCentre() === "" ? {} : { centre: namedCentre() },
    ...pace,
  });
  return new SocketLine(socket);
}

class SocketLine implements Live {
  private readonly rooms = new Map<string, Watched>();
  private readonly listeners = new Set<(online: boolean) => void>();
  private online = false;
  private left = false;

  constructor(private readonly socket: Socket) {
    socket.on("view", (view: View) => this.take(view));
    socket.on("connect", () => this.begin());
    socket.on("disconnect", (reason) => {
      this.tell(false);
      // Socket.IO does not come back by itself when the server hung up.
      if (reason === "io server disconnect") this.later(() => socket.connect(), 0, SPREAD);
    });
    socket.on("connect_error", () => {
      // Nor when the server refused it, which a server that is just starting may do.
      if (!socket.active) this.later(() => socket.connect(), REFUSED_AGAIN / 2, REFUSED_AGAIN);
    });
    window.addEventListener("offline", () => this.tell(false));
    window.addEventListener("online", () => this.again());
  }

  watch<T>(
    room: string,
    callback: (data: T, seq: number) => void,
    onRefused?: (error: Refusal) => void,
  ): () => void {
    const take = callback as (data: unknown, seq: number) => void;
    this.rooms.set(room, { seq: -1, callback: take, onRefused });
    if (this.socket.connected) this.ask(room);
    return () => {
      this.rooms.delete(room);
      if (this.socket.connected) this.socket.emit("unwatch", room);
    };
  }

  onLine(callback: (online: boolean) => void): void {
    this.listeners.add(callback);
    callback(this.online);
  }

  close(): void {
    this.left = true;
    this.socket.close();
  }

  private begin(): void {
    for (const [room, watched] of this.rooms) {
      watched.seq = -1; // a restarted server counts afresh
      this.ask(room);
    }
    this.tell(true);
  }

  private ask(room: string): void {
    const line = this.socket.id;
    this.socket.timeout(ANSWER_WITHIN).emit("watch", room, (late: Error | null, answer?: Answer) => {
      // A line that was lost meanwhile comes back by itself.
      if (late) this.later(() => line === this.socket.id && this.again(), 0, SPREAD);
      else if (answer && "error" in answer) this.rooms.get(room)?.onRefused?.(answer.error);
    });
  }

  /** Does it after `least` to `least + spread` milliseconds: not every page at the same moment. */
  private later(what: () => void, least: number, spread: number): void {
    window.setTimeout(() => this.left || what(), least + Math.random() * spread);
  }

  private again(): void {
    this.socket.disconnect().connect();
  }

  private take(view: View): void {
    const watched = this.rooms.get(view.room);
    if (!watched || view.seq < watched.seq) return;
    watched.seq = view.seq;
    watched.callback(view.data, view.seq);
  }

  private tell(online: boolean): void {
    if (online === this.online) return;
    this.online = online;
    for (const callback of this.listeners) callback(online);
  }
}
