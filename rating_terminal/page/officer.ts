/** The photo of who served, fetched once for each picture. */
import { byId } from "@web/dom";
import type { Officer } from "./view";

const WITHIN_MS = 8000;

export class Photo {
  private shown: string | null = null;
  private readonly image = byId<HTMLImageElement>("photo");

  constructor(private readonly token: string) {}

  show(officer: Officer | null): void {
    const wanted = officer?.photo ?? null;
    if (wanted === this.shown) return;
    this.shown = wanted;
    this.set(null);
    if (officer !== null && wanted !== null) void this.fetch(officer.id, wanted);
  }

  /** A picture that cannot be had is left out: the name says who it was. */
  private async fetch(person: string, photo: string): Promise<void> {
    const headers = { Authorization: `Bearer ${this.token}` };
    const signal = AbortSignal.timeout(WITHIN_MS);
    try {
      const answer = await fetch(`/api/v1/officers/${encodeURIComponent(person)}/photo`, { headers, signal });
      const picture = answer.ok ? await answer.blob() : null;
      if (this.shown === photo) this.set(picture);
    } catch {
      if (this.shown === photo) this.shown = null; // the next view tries again
    }
  }

  private set(picture: Blob | null): void {
    URL.revokeObjectURL(this.image.src);
    if (picture === null) this.image.removeAttribute("src");
    else this.image.src = URL.createObjectURL(picture);
    this.image.hidden = picture === null;
  }
}
