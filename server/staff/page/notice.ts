/** The line that says what just happened: read out politely, of one height whatever it says. */

export type Tone = "calm" | "good" | "trouble";

export class Notice {
  constructor(private readonly box: HTMLElement) {}

  /** Shows `text`, and `more` (what to do) after it. The same words twice are read out twice. */
  say(tone: Tone, text: string, more = ""): void {
    this.box.dataset["tone"] = tone;
    const head = document.createElement("strong");
    head.textContent = text;
    this.box.replaceChildren(head, more === "" ? "" : ` ${more}`);
  }
}
