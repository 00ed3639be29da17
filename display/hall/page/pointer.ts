/** Hides the mouse pointer, and what is only of use to an operator, when nobody moves it. */

const IDLE_MS = 2000;

/** Sets `data-pointer="idle"` on the root after two still seconds, `"active"` while it moves. */
export function watchPointer(root: HTMLElement = document.documentElement): void {
  let timer = 0;
  const rest = (): void => {
    root.dataset["pointer"] = "idle";
  };
  const wake = (): void => {
    root.dataset["pointer"] = "active";
    window.clearTimeout(timer);
    timer = window.setTimeout(rest, IDLE_MS);
  };
  for (const event of ["pointermove", "pointerdown", "keydown"]) {
    document.addEventListener(event, wake, { passive: true });
  }
  timer = window.setTimeout(rest, IDLE_MS);
}
