/** The first screen: what most people come for, and two ways to everything else. */
import { el, setText } from "@web/dom";
import { pick, t, tn } from "@web/i18n";
import { firstChoices, hasMore, resultService, type Choice } from "./choices";
import { icon, type Icon } from "./icons";
import type { Screen } from "./screen";
import { Tiles } from "./tiles";
import type { KioskState, Service } from "./types";

export interface Ways {
  chosen: (choice: Choice) => void;
  search: () => void;
  fields: () => void;
  collect: (service: Service) => void;
}

export class HomeScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = ["priority", "card", "appointment"] as const;
  private readonly hint = el("p", { class: "hint" });
  private readonly tiles: Tiles;
  private readonly search: Way;
  private readonly fields: Way;
  private readonly result: ResultWay;
  private readonly more = el("h2", { class: "ways-title" });
  readonly root: HTMLElement;
  /** As it was when the screen came up: what others take meanwhile moves no tile under a finger. */
  private popular: readonly string[] | null = null;

  /** `idle`: somebody has begun (a language or a priority was chosen), so the warning applies. */
  constructor(ways: Ways, chips: HTMLElement, public idle: boolean) {
    this.tiles = new Tiles(ways.chosen);
    this.search = new Way("search", ways.search);
    this.fields = new Way("fields", ways.fields);
    this.result = new ResultWay(ways.collect);
    const choices = el("div", { class: "ways-choices" }, this.search.root, this.fields.root);
    const head = el("div", { class: "head" }, this.title, this.hint);
    this.root = el(
      "div",
      { class: "choose home" },
      head,
      chips,
      this.tiles.root,
      el("section", { class: "ways" }, this.result.root, this.more, choices),
    );
  }

  update(state: KioskState): void {
    if (state.services.length > 0) this.popular ??= state.popular;
    const choices = firstChoices(state, this.popular ?? []);
    setText(this.title, t("kiosk.home.title"));
    setText(this.hint, t(choices.length > 0 ? "kiosk.home.services" : "kiosk.starting"));
    setText(this.more, t("kiosk.home.more"));
    this.tiles.update(choices);
    this.result.update(resultService(state));
    this.search.update();
    this.fields.update();
    this.fields.root.hidden = !hasMore(state);
  }
}

/** A way to more than the first screen shows. */
class Way {
  readonly root: HTMLButtonElement;
  private readonly name = el("span", { class: "way-name" });
  private readonly hint = el("span", { class: "way-hint" });

  constructor(
    private readonly what: Icon & ("search" | "fields"),
    click: () => void,
  ) {
    const words = el("span", { class: "way-words" }, this.name, this.hint);
    this.root = el("button", { type: "button", class: `way ${what}`, id: what, on: { click } });
    this.root.append(icon(what), words);
  }

  update(): void {
    setText(this.name, t(`kiosk.way.${this.what}`));
    setText(this.hint, t(`kiosk.way.${this.what}.hint`));
  }
}

/** Collecting a result: a line of its own, so a choice of its own. */
class ResultWay {
  readonly root = el("button", { type: "button", class: "way collect-way", id: "result", hidden: true });
  private readonly name = el("span", { class: "way-name" });
  private readonly hint = el("span", { class: "way-hint" });
  private readonly people = el("span", { class: "way-people" });
  private service: Service | null = null;

  constructor(chosen: (service: Service) => void) {
    const words = el("span", { class: "way-words" }, this.name, this.hint);
    this.root.append(icon("paper"), words, this.people);
    this.root.addEventListener("click", () => this.service && chosen(this.service));
  }

  update(service: Service | null): void {
    this.service = service;
    this.root.hidden = service === null;
    if (!service) return;
    this.root.disabled = !service.open;
    setText(this.name, t("kiosk.way.result"));
    setText(this.hint, pick(service, "name"));
    setText(this.people, service.open ? tn("kiosk.waiting", service.waiting) : t("kiosk.closed"));
  }
}
