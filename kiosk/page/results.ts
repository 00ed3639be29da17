/** Procedures to choose from: those found, or those that most people ask for. */
import { el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import type { KioskState, Service, Suggestion } from "./types";

export class Results {
  readonly root = el("ul", { class: "results" });
  private shown: readonly Suggestion[] = [];

  constructor(private readonly chosen: (procedure: Suggestion) => void) {}

  /** Puts these in place of the ones before; the same ones stay where they are. */
  show(procedures: readonly Suggestion[]): void {
    const same = (one: Suggestion, place: number): boolean => one.code === this.shown[place]?.code;
    if (procedures.length === this.shown.length && procedures.every(same)) return;
    this.shown = procedures;
    this.root.replaceChildren(...procedures.map((procedure) => this.result(procedure)));
  }

  /** Only words change, so that a result stays under the finger. */
  update(state: KioskState): void {
    this.shown.forEach((procedure, place) => {
      const words = this.root.children[place]?.querySelector(".result-service");
      if (words) setText(words, whoTakes(serviceOf(state, procedure)));
    });
  }

  private result(procedure: Suggestion): HTMLElement {
    const click = (): void => this.chosen(procedure);
    const button = el(
      "button",
      { type: "button", class: "result", on: { click } },
      el("span", { class: "result-name", text: procedure.name, lang: "vi" }),
      el("span", { class: "result-service" }),
    );
    return el("li", {}, button);
  }
}

/** The service that takes a procedure here. */
export function serviceOf(state: KioskState, procedure: Suggestion): Service | undefined {
  return state.services.find((service) => service.id === procedure.service);
}

function whoTakes(service: Service | undefined): string {
  if (!service) return t("kiosk.search.not_here");
  const name = pick(service, "name");
  return service.open ? name : `${name} – ${t("kiosk.closed")}`;
}
