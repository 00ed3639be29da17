/** The screens on which a field, a service or a priority is chosen. */
import { el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { fieldChoices, servicesOf, type Choice } from "./choices";
import type { Screen } from "./screen";
import { Tiles } from "./tiles";
import type { KioskState, Named } from "./types";

/** The centre's fields of work; those of a single service stand for it. */
export class FieldsScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = ["back", "priority"] as const;
  readonly idle = true;
  private readonly hint = el("p", { class: "hint" });
  private readonly tiles: Tiles;
  readonly root: HTMLElement;

  constructor(chosen: (choice: Choice) => void, chips: HTMLElement) {
    this.tiles = new Tiles(chosen);
    this.root = el("div", { class: "choose" }, this.title, this.hint, chips, this.tiles.root);
  }

  update(state: KioskState): void {
    setText(this.title, t("kiosk.fields.title"));
    setText(this.hint, t("kiosk.fields.hint"));
    this.tiles.update(fieldChoices(state));
  }
}

export class GroupScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = ["back", "priority"] as const;
  readonly idle = true;
  private readonly hint = el("p", { class: "hint" });
  private readonly tiles: Tiles;
  readonly root: HTMLElement;

  constructor(
    private readonly group: Named,
    chosen: (choice: Choice) => void,
    chips: HTMLElement,
  ) {
    this.tiles = new Tiles(chosen);
    this.root = el("div", { class: "choose" }, this.title, this.hint, chips, this.tiles.root);
  }

  update(state: KioskState): void {
    setText(this.title, pick(this.group, "name"));
    setText(this.hint, t("kiosk.home.services"));
    this.tiles.update(servicesOf(state, this.group.id));
  }
}

/** A priority is the person's word until the officer has looked at the papers. */
export class PriorityScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = ["back"] as const;
  readonly idle = true;
  private readonly hint = el("p", { class: "hint" });
  private readonly list = el("div", { class: "tiles plain" });
  private readonly check = el("p", { class: "note" });
  readonly root = el("div", { class: "choose" }, this.title, this.hint, this.list, this.check);
  private shown = "";

  constructor(private readonly chosen: (priority: Named | null) => void) {}

  update(state: KioskState): void {
    setText(this.title, t("kiosk.priority.title"));
    setText(this.hint, t("kiosk.priority.hint"));
    setText(this.check, t("kiosk.priority.check"));
    const classes = state.priorities.filter((priority) => priority.id !== "none");
    const names = [...classes.map((priority) => pick(priority, "name")), t("kiosk.priority.none")];
    if (names.join("|") === this.shown) return;
    this.shown = names.join("|");
    this.list.replaceChildren(
      ...names.map((name, place) => this.button(name, classes[place] ?? null)),
    );
  }

  private button(name: string, priority: Named | null): HTMLElement {
    const click = (): void => this.chosen(priority);
    const kind = priority ? "tile" : "tile quiet";
    const words = el("span", { class: "tile-words" }, el("span", { class: "tile-name", text: name }));
    return el("button", { type: "button", class: kind, on: { click } }, words);
  }
}
