/** Asks for what is typed, as it is typed: every change at once, but never more than two questions
 *  on their way, and no answer to words that have changed since. */

/** A slow line must not pile up questions: with both places taken, the newest words wait. */
const AT_ONCE = 2;

export class Lookup<T> {
  private open = 0;
  private words = "";
  private waiting = false;

  /** `ask` may reject; `answered` and `failed` get only what belongs to the latest words. */
  constructor(
    private readonly ask: (words: string) => Promise<T>,
    private readonly answered: (found: T, words: string) => void,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** The words as they are now, and whether they are asked for: empty ones ask nothing and drop
   *  every answer to come, the same as before nothing anew. */
  type(words: string): boolean {
    if (words === this.words) return false;
    this.words = words;
    this.waiting = words !== "";
    this.next();
    return words !== "";
  }

  /** The same words once more, after trouble. */
  again(): void {
    this.waiting = this.words !== "";
    this.next();
  }

  private next(): void {
    if (!this.waiting || this.open >= AT_ONCE) return;
    this.waiting = false;
    this.open += 1;
    void this.run(this.words);
  }

  private async run(words: string): Promise<void> {
    try {
      const found = await this.ask(words);
      if (words === this.words) this.answered(found, words);
    } catch (error) {
      if (words === this.words) this.failed(error);
    } finally {
      this.open -= 1;
      this.next();
    }
  }
}
