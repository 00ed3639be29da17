/** What rating terminals ask beside their keys: reasons, a comment, and who served. */

import { api } from "@web/api";
import { byId } from "@web/dom";
import { guarded } from "./lists";
import { OfficerPhotos } from "./officer_photos";
import { RatingReasons } from "./rating_reasons";
import type { RatingReason, RatingWords } from "./types";
import "./ratings.css";

export class Ratings {
  private words: RatingWords = { reasons: [], comment: true, officer: false };
  private readonly reasons = new RatingReasons((reasons) => this.keep({ ...this.words, reasons }));
  private readonly photos = new OfficerPhotos();
  private readonly comment = byId<HTMLInputElement>("rating-comment");
  private readonly officer = byId<HTMLInputElement>("rating-officer");

  constructor() {
    for (const one of [this.comment, this.officer]) one.addEventListener("change", () => void this.switch());
  }

  async load(): Promise<void> {
    this.take(await api<RatingWords>("GET", "/rating-words"));
    await this.photos.load();
  }

  private async switch(): Promise<void> {
    await guarded(() => this.keep({ ...this.words, comment: this.comment.checked, officer: this.officer.checked }));
    this.take(this.words);
  }

  private async keep(words: RatingWords): Promise<void> {
    const reasons = words.reasons.map((one): RatingReason => ({ ...one }));
    this.take(await api<RatingWords>("PUT", "/rating-words", { ...words, reasons }));
  }

  private take(words: RatingWords | null): void {
    if (words === null) return;
    this.words = words;
    this.comment.checked = words.comment;
    this.officer.checked = words.officer;
    this.reasons.show(words);
  }
}
