/** The dialog behind "?": every key, the switch that turns them off, and the sound. */

import { byId, el } from "@web/dom";
import { t } from "@web/i18n";
import { KEYS, type Action } from "./actions";
import { chimeOn, setChime } from "./chime";
import { setShortcuts, shortcutsOn } from "./keys";

const LISTED: Action[] = [
  "next", "start", "finish", "recall", "undo", "absent", "back", "park", "away", "aside", "transfer",
  "choose", "cancel", "why", "dossier", "find", "late", "pause", "open", "close",
];

export class Help {
  private readonly dialog = byId<HTMLDialogElement>("help");
  private readonly shortcuts = byId<HTMLInputElement>("help-shortcuts");
  private readonly sound = byId<HTMLInputElement>("help-sound");

  constructor(onChange: () => void) {
    this.shortcuts.addEventListener("change", () => {
      setShortcuts(this.shortcuts.checked);
      onChange();
    });
    this.sound.addEventListener("change", () => setChime(this.sound.checked));
    byId("help-close").addEventListener("click", () => this.dialog.close());
  }

  open(): void {
    this.shortcuts.checked = shortcutsOn();
    this.sound.checked = chimeOn();
    byId("help-keys").replaceChildren(
      ...LISTED.map((action) => entry(keysOf(action), t(`help.${action}`))),
      entry(["Enter"], t("help.enter")),
      entry(["?"], t("help.help")),
    );
    this.dialog.showModal();
  }
}

function keysOf(action: Action): string[] {
  return action === "undo" ? [KEYS.undo, "Z"] : [KEYS[action]];
}

function entry(keys: string[], what: string): HTMLElement {
  const signs = keys.map((key) => el("kbd", { text: key }));
  return el("div", {}, el("dt", {}, ...signs), el("dd", { text: what }));
}
