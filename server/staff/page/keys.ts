/** Single-key shortcuts. They can be turned off (WCAG 2.1.4); the choice stays on this machine. */

const STORED = "motcua.staff.shortcuts";

let on = stored();

export function shortcutsOn(): boolean {
  return on;
}

export function setShortcuts(wanted: boolean): void {
  on = wanted;
  try {
    localStorage.setItem(STORED, wanted ? "on" : "off");
  } catch {
    // storage is switched off: the choice holds for this page only
  }
}

function stored(): boolean {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

/** The key of a press as a capital letter or sign. A Vietnamese input method hides the letter, so
 * the place on the keyboard counts then. */
function keyOf(event: KeyboardEvent): string {
  if (event.key !== "Process" && !event.isComposing) return event.key.toUpperCase();
  return event.code.startsWith("Key") ? event.code.slice(3) : "";
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("input, textarea, select");
}

/** Calls `onKey` for each single key that is meant as a command; `onKey` says whether it took it.
 * "?" always arrives: it opens the page that turns the other keys on again. */
export function listen(onKey: (key: string) => boolean): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]") !== null) return;
    const key = keyOf(event);
    if (event.repeat) {
      // A key held down is one press; Enter would press the focused button again and again.
      if (key === "ENTER") event.preventDefault();
      return;
    }
    if (key !== "?" && !shortcutsOn()) return;
    if (onKey(key)) event.preventDefault();
  });
}
