/** Speaks calls: the server's WAV of each (chime, sentence, pause, repeat), else the chime alone. */
import { inCentre } from "@web/centre";
import { timeOfDay } from "@web/clock";
import type { Chime } from "./chime";
import type { BoardSetup, Call } from "./view";

/** Longer than this nobody waits for a voice, milliseconds. */
const FETCH_MS = 6000;

/** How loud a board is at "14:05", 0 to 1: by its schedule, else as it is set. */
export function volumeAt(board: BoardSetup, time: string): number {
  const span = board.volumes.find(({ begin, end }) => begin <= time && time < end);
  return (span?.volume ?? board.volume) / 100;
}

export class Voice {
  /** The sound of the next turn, asked for while this one is on. */
  private ahead: { url: string; sound: Promise<AudioBuffer | null> } | null = null;

  constructor(private readonly chime: Chime) {}

  /** Begins to fetch what will be spoken next. */
  prepareNext(call: Call, board: BoardSetup, once: boolean): void {
    const url = address(call, board, once);
    if (this.ahead?.url !== url) this.ahead = { url, sound: this.fetch(url) };
  }

  /** Speaks a call; done when it has been heard. `once` leaves out the repeat. */
  async say(call: Call, board: BoardSetup, once: boolean): Promise<void> {
    const volume = volumeAt(board, timeOfDay());
    if (volume <= 0 || !this.chime.allowed) return;
    const sound = await this.take(address(call, board, once));
    if (sound) await this.chime.play(sound, volume);
    else await this.chime.ring(volume);
  }

  private take(url: string): Promise<AudioBuffer | null> {
    const ahead = this.ahead?.url === url ? this.ahead.sound : null;
    if (ahead) this.ahead = null;
    return ahead ?? this.fetch(url);
  }

  private async fetch(url: string): Promise<AudioBuffer | null> {
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) });
      return answer.ok ? await this.chime.decode(await answer.arrayBuffer()) : null;
    } catch {
      return null; // the line is cut: the chime still tells people to look up
    }
  }
}

function address(call: Call, board: BoardSetup, once: boolean): string {
  const query = `board=${encodeURIComponent(board.id)}${once ? "&once=1" : ""}`;
  return inCentre(`/api/v1/speech/calls/${call.call}?${query}`);
}
