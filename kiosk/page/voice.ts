/** The number spoken aloud, as a help beside the screen and never instead of it. */
import { speechOf } from "./agent";

export class Voice {
  private sound: HTMLAudioElement | null = null;

  /** Speaks the number of a press. Resolves to false where nothing can be heard: no voice in this
   *  language, no loudspeaker, or a browser that allows no sound. */
  async say(press: string, language: string): Promise<boolean> {
    this.stop();
    const sound = new Audio(speechOf(press, language));
    this.sound = sound;
    try {
      await sound.play();
      return true;
    } catch {
      return this.sound !== sound; // silenced by the next one, and not by a fault
    }
  }

  stop(): void {
    this.sound?.pause();
    this.sound = null;
  }
}
