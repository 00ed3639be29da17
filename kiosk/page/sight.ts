/** Larger text and high contrast: one button each, forgotten with the person. */
import { byId } from "@web/dom";

const SWITCHES = ["large", "contrast"] as const;
type Switch = (typeof SWITCHES)[number];

/** Listens to both buttons; `touched` is called after each press. */
export function offerSight(touched: () => void): void {
  for (const name of SWITCHES) {
    byId(`sight-${name}`).addEventListener("click", () => {
      turn(name, !isOn(name));
      touched();
    });
    turn(name, false);
  }
}

/** As the next person finds it. */
export function resetSight(): void {
  for (const name of SWITCHES) turn(name, false);
}

/** Whether somebody has changed anything. */
export function sightChanged(): boolean {
  return SWITCHES.some(isOn);
}

function turn(name: Switch, on: boolean): void {
  document.documentElement.classList.toggle(name, on);
  byId(`sight-${name}`).setAttribute("aria-pressed", String(on));
}

function isOn(name: Switch): boolean {
  return document.documentElement.classList.contains(name);
}
