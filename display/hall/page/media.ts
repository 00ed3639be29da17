/** Pictures and short videos in the place that is left, one after another, in one fixed frame. */
import { byId } from "@web/dom";
import type { BoardSetup, Medium } from "./view";

/** A video that does not end, milliseconds. */
const LONGEST_MS = 180_000;
/** Before what cannot be shown is passed over, milliseconds. */
const FAULTY_MS = 2000;

export class Media {
  private readonly picture = byId<HTMLImageElement>("picture");
  private readonly video = byId<HTMLVideoElement>("video");
  private list: readonly Medium[] = [];
  private seconds = 15;
  private place = -1;
  private timer = 0;

  constructor() {
    this.video.muted = true;
    this.video.addEventListener("ended", () => this.next());
    for (const node of [this.picture, this.video]) {
      node.addEventListener("error", () => this.after(FAULTY_MS));
    }
  }

  /** Takes what is to be shown; begins anew only when that has changed. */
  take(board: BoardSetup): void {
    const same = board.media.map(({ id }) => id).join() === this.list.map(({ id }) => id).join();
    this.seconds = board.media_s;
    if (same) return;
    this.list = board.media;
    this.place = -1;
    document.body.dataset["media"] = this.list.length > 0 ? "some" : "none";
    this.next();
  }

  private next(): void {
    window.clearTimeout(this.timer);
    if (this.list.length === 0) {
      this.clear();
      return;
    }
    this.place = (this.place + 1) % this.list.length;
    const medium = this.list[this.place];
    if (medium?.type.startsWith("video/")) this.play(medium);
    else if (medium) this.show(medium);
  }

  private show(medium: Medium): void {
    this.video.pause();
    this.video.dataset["shown"] = "no";
    this.picture.src = `/media/${medium.id}`;
    this.picture.dataset["shown"] = "yes";
    // A single picture just stays.
    if (this.list.length > 1) this.after(this.seconds * 1000);
  }

  private play(medium: Medium): void {
    this.picture.dataset["shown"] = "no";
    this.video.src = `/media/${medium.id}`;
    this.video.dataset["shown"] = "yes";
    this.video.play().catch(() => undefined);
    this.after(LONGEST_MS);
  }

  private clear(): void {
    this.video.pause();
    this.video.removeAttribute("src");
    this.picture.removeAttribute("src");
  }

  private after(ms: number): void {
    window.clearTimeout(this.timer);
    if (this.list.length > 0) this.timer = window.setTimeout(() => this.next(), ms);
  }
}
