/** Large tiles, changed in place: a count that moves never takes a tile from under a finger. */
import { el, setText } from "@web/dom";
import { pick, t, tn } from "@web/i18n";
import { waitWords } from "@web/wait_range";
import { isOpen, keyOf, PER_SCREEN, waiting, type Choice } from "./choices";

/** Minutes of waiting that nobody minds. */
const SOON = 5;

class Tile {
  readonly root: HTMLButtonElement;
  private readonly mark = el("span", { class: "tile-mark", "aria-hidden": "true" });
  private readonly name = el("span", { class: "tile-name" });
  private readonly more = el("span", { class: "tile-more" });
  private readonly wait = el("span", { class: "tile-wait" });
  private readonly people = el("span", { class: "tile-people" });

  constructor(
    private choice: Choice,
    chosen: (choice: Choice) => void,
  ) {
    const words = el("span", { class: "tile-words" }, this.name, this.more, this.wait);
    this.root = el(
      "button",
      { type: "button", class: "tile", data: { key: keyOf(choice) } },
      this.mark,
      words,
      this.people,
    );
    this.root.addEventListener("click", () => chosen(this.choice));
  }

  update(choice: Choice): void {
    this.choice = choice;
    const open = isOpen(choice);
    this.root.disabled = !open;
    setText(this.mark, choice.kind === "service" ? choice.service.prefix : "");
    this.mark.hidden = choice.kind === "group";
    setText(this.name, pick(choice.kind === "service" ? choice.service : choice.group, "name"));
    setText(this.more, moreOf(choice));
    this.more.hidden = choice.kind === "service";
    setText(this.wait, open ? waitOf(choice) : "");
    this.wait.hidden = this.wait.textContent === "";
    const people = waiting(choice);
    setText(this.people, open ? tn("kiosk.waiting", people) : t("kiosk.closed"));
    this.people.classList.toggle("counted", open && people > 0);
    this.people.classList.toggle("closed", !open);
  }
}

/** A grid of choices, six at a time, with buttons to turn over where there are more. */
export class Tiles {
  readonly root = el("div", { class: "tiles-frame" });
  private readonly grid = el("div", { class: "tiles" });
  private readonly previous = el("button", { type: "button", class: "button" });
  private readonly next = el("button", { type: "button", class: "button" });
  private readonly place = el("span", { class: "pager-place" });
  private readonly pager = el("div", { class: "pager" }, this.previous, this.place, this.next);
  private readonly tiles = new Map<string, Tile>();
  private choices: Choice[] = [];
  private page = 0;

  constructor(private readonly chosen: (choice: Choice) => void) {
    this.root.append(this.grid, this.pager);
    this.previous.addEventListener("click", () => this.turn(-1));
    this.next.addEventListener("click", () => this.turn(1));
  }

  update(choices: Choice[]): void {
    this.choices = choices;
    const pages = Math.max(1, Math.ceil(choices.length / PER_SCREEN));
    this.page = Math.min(this.page, pages - 1);
    const shown = choices.slice(this.page * PER_SCREEN, (this.page + 1) * PER_SCREEN);
    const nodes = shown.map((choice) => this.tile(choice).root);
    if (nodes.some((node, place) => this.grid.children[place] !== node)) {
      this.grid.replaceChildren(...nodes);
    }
    while (this.grid.children.length > nodes.length) this.grid.lastElementChild?.remove();
    this.updatePager(pages);
  }

  private tile(choice: Choice): Tile {
    const key = keyOf(choice);
    const tile = this.tiles.get(key) ?? new Tile(choice, this.chosen);
    this.tiles.set(key, tile);
    tile.update(choice);
    return tile;
  }

  private updatePager(pages: number): void {
    this.pager.hidden = pages === 1;
    setText(this.previous, t("kiosk.page.previous"));
    setText(this.next, t("kiosk.page.next"));
    setText(this.place, t("kiosk.page.place", { page: this.page + 1, pages }));
    this.previous.disabled = this.page === 0;
    this.next.disabled = this.page === pages - 1;
  }

  private turn(by: number): void {
    this.page += by;
    this.update(this.choices);
  }
}

/** Nobody waiting and nothing to wait for is told in a word; but a counter may be busy with others. */
function waitOf(choice: Choice): string {
  if (choice.kind !== "service") return "";
  const { wait, waiting, open_counters } = choice.service;
  if (!wait) return open_counters === 0 ? t("kiosk.now.none") : "";
  return waiting === 0 && wait.high <= SOON ? "" : waitWords("kiosk.now", wait);
}

function moreOf(choice: Choice): string {
  if (choice.kind === "service") return "";
  return choice.services.map((service) => pick(service, "name")).join(" · ");
}
