/** The screens on which a service, a department or a priority is chosen. */
import { el, setText } from "@web/dom";
import { pick, t } from "@web/i18n";
import { firstChoices, servicesOf, type Choice } from "./choices";
import type { Screen } from "./screen";
import { Tiles } from "./tiles";
import type { KioskState, Named } from "./types";

export class HomeScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = ["search", "priority", "appointment"] as const;
  private readonly hint = el("p", { class: "hint" });
  private readonly tiles: Tiles;
  readonly root: HTMLElement;

  /** `idle`: somebody has begun (a language or a priority was chosen), so the warning applies. */
  constructor(
    chosen: (choice: Choice) => void,
    chip: HTMLElement,
    readonly idle: boolean,
  ) {
    this.tiles = new Tiles(chosen);
    this.root = el("div", { class: "choose" }, this.title, this.hint, chip, this.tiles.root);
  }

  update(state: KioskState): void {
    const choices = firstChoices(state);
    const grouped = choices.some((choice) => choice.kind === "group");
    setText(this.title, t("kiosk.home.title"));
    const ready = choices.length > 0;
    setText(this.hint, t(!ready ? "kiosk.starting" : `kiosk.home.${grouped ? "groups" : "services"}`));
    this.tiles.update(choices);
  }
}

export class GroupScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = ["back", "search", "priority"] as const;
  readonly idle = true;
  private readonly hint = el("p", { class: "hint" });
  private readonly tiles: Tiles;
  readonly root: HTMLElement;

  constructor(
    private readonly group: Named,
    chosen: (choice: Choice) => void,
    chip: HTMLElement,
  ) {
    this.tiles = new Tiles(chosen);
    this.root = el("div", { class: "choose" }, this.title, this.hint, chip, this.tiles.root);
  }

  update(state: KioskState): void {
    setText(this.title, pick(this.group, "name"));
    setText(this.hint, t("kiosk.home.services"));
    this.tiles.update(servicesOf(state, this.group.id));
  }
}

export class PriorityScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = ["back"] as const;
  readonly idle = true;
  private readonly hint = el("p", { class: "hint" });
  private readonly list = el("div", { class: "tiles plain" });
  readonly root = el("div", { class: "choose" }, this.title, this.hint, this.list);
  private shown = "";

  constructor(private readonly chosen: (priority: Named | null) => void) {}

  update(state: KioskState): void {
    setText(this.title, t("kiosk.priority.title"));
    setText(this.hint, t("kiosk.priority.hint"));
    const classes = state.priorities.filter((priority) => priority.id !== "none");
    const names = [...classes.map((priority) => pick(priority, "name")), t("kiosk.priority.none")];
    if (names.join("|") === this.shown) return;
    this.shown = names.join("|");
    this.list.replaceChildren(
      ...names.map((name, place) => this.button(name, classes[place] ?? null)),
    );
  }

  private button(name: string, priority: Named | null): HTMLElement {
    return el(
      "button",
      {
        type: "button",
        class: priority ? "tile" : "tile quiet",
        on: { click: () => this.chosen(priority) },
      },
      el("span", { class: "tile-words" }, el("span", { class: "tile-name", text: name })),
    );
  }
}
