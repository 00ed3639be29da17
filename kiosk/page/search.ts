/** Finding a procedure among many by typing a few words of its name. */
import { ApiError } from "@web/api";
import { el, setText } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { findProcedures } from "./agent";
import { keyboard } from "./keyboard";
import type { Screen } from "./screen";
import type { KioskState, Procedure, Service } from "./types";

/** Milliseconds without a key before the words are looked up. */
const PAUSE = 250;
/** As many results as fit beside or below the keys without scrolling. */
const RESULTS = { upright: 5, lying: 4 };
const SHORTEST = 2;

export class SearchScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = ["back", "priority"] as const;
  readonly idle = true;
  private readonly field = el("input", {
    type: "text",
    class: "search-field",
    maxlength: 60,
    autocomplete: "off",
    spellcheck: "false",
    "aria-labelledby": "search-label",
  });
  private readonly label = el("p", { id: "search-label", class: "hint" });
  private readonly note = el("p", { class: "search-note", role: "status" });
  private readonly results = el("ul", { class: "results" });
  private readonly typing = el("div", { class: "search-typing" }, this.field);
  private readonly found = el("div", { class: "search-found" }, this.note, this.results);
  readonly root: HTMLElement;
  private procedures: Procedure[] = [];
  private state: KioskState | null = null;
  private keys: { language: string; root: HTMLElement } | null = null;
  private timer = 0;
  private asked = 0;

  constructor(
    private readonly chosen: (service: Service, procedure: Procedure) => void,
    chip: HTMLElement,
  ) {
    this.field.addEventListener("input", () => this.typed());
    const body = el("div", { class: "search-body" }, this.typing, this.found);
    this.root = el("div", { class: "choose search" }, this.title, this.label, chip, body);
  }

  update(state: KioskState): void {
    this.state = state;
    setText(this.title, t("kiosk.search.title"));
    setText(this.label, t("kiosk.search.label"));
    if (this.keys?.language !== language()) this.placeKeys();
    if (this.procedures.length === 0) setText(this.note, t("kiosk.search.start"));
    this.refreshResults();
  }

  leave(): void {
    window.clearTimeout(this.timer);
    this.asked += 1;
  }

  private placeKeys(): void {
    this.keys?.root.remove();
    this.keys = { language: language(), root: keyboard(this.field) };
    this.typing.append(this.keys.root);
  }

  private typed(): void {
    window.clearTimeout(this.timer);
    const words = this.field.value.trim();
    if (words.length >= SHORTEST) {
      this.timer = window.setTimeout(() => void this.lookUp(words), PAUSE);
    } else {
      this.asked += 1;
      this.show([], t("kiosk.search.start"));
    }
  }

  private async lookUp(words: string): Promise<void> {
    const mine = ++this.asked;
    try {
      const found = await findProcedures(words, resultsThatFit());
      if (mine !== this.asked) return;
      this.show(found, t(found.length > 0 ? "kiosk.search.choose" : "kiosk.search.nothing"));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (mine === this.asked) this.show([], `${error.message} ${error.action}`);
    }
  }

  private show(procedures: Procedure[], note: string): void {
    this.procedures = procedures;
    setText(this.note, note);
    this.results.replaceChildren(...procedures.map((procedure) => this.result(procedure)));
    this.refreshResults();
  }

  private result(procedure: Procedure): HTMLElement {
    const button = el(
      "button",
      { type: "button", class: "result" },
      el("span", { class: "result-name", text: procedure.name, lang: "vi" }),
      el("span", { class: "result-service" }),
    );
    button.addEventListener("click", () => {
      const service = this.serviceOf(procedure);
      if (service) this.chosen(service, procedure);
    });
    return el("li", {}, button);
  }

  /** Only words and the disabled state change, so that a result stays under the finger. */
  private refreshResults(): void {
    this.procedures.forEach((procedure, place) => {
      const button = this.results.children[place]?.querySelector("button");
      const words = button?.querySelector(".result-service");
      if (!button || !words) return;
      const service = this.serviceOf(procedure);
      button.disabled = !service?.open;
      const name = service ? pick(service, "name") : t("kiosk.search.not_here");
      setText(words, service && !service.open ? `${name} – ${t("kiosk.closed")}` : name);
    });
  }

  private serviceOf(procedure: Procedure): Service | undefined {
    return this.state?.services.find((service) => service.id === procedure.service);
  }
}

function resultsThatFit(): number {
  return matchMedia("(orientation: landscape)").matches ? RESULTS.lying : RESULTS.upright;
}
