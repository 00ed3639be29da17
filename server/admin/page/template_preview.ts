/** The ticket as the kiosks would print it, on both papers: pictures drawn by the server. */

import { ApiError, picture } from "@web/api";
import { byId } from "@web/dom";
import type { Template } from "./template";

const WIDTHS = [576, 384];
/** Typing is shown once it pauses for so many milliseconds. */
const PAUSE_MS = 250;

interface Wanted {
  template: Template;
  language: string;
  sample: string;
  /** Dots. */
  width: number;
}

export class Preview {
  private timer = 0;
  private turn = 0;
  private readonly shown = new Map<number, string>();

  /** Shows the latest template; one that was asked for before and comes late is left out. */
  show(template: Template, language: string, sample: string, onRefused: (error: ApiError) => void): void {
    const turn = ++this.turn;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      for (const width of WIDTHS) void this.draw(turn, { template, language, sample, width }, onRefused);
    }, PAUSE_MS);
  }

  private async draw(turn: number, body: Wanted, onRefused: (error: ApiError) => void): Promise<void> {
    try {
      const drawn = await picture("/ticket-template/preview", body);
      if (turn === this.turn) this.put(body.width, drawn);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (turn === this.turn) onRefused(error);
    }
  }

  private put(width: number, drawn: Blob): void {
    const image = byId<HTMLImageElement>(`template-${width}`);
    const before = this.shown.get(width);
    const url = URL.createObjectURL(drawn);
    this.shown.set(width, url);
    image.src = url;
    image.hidden = false;
    if (before) URL.revokeObjectURL(before);
  }
}
