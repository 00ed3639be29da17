/** Finding a procedure among many by typing a few words, in any spelling. */
import { ApiError } from "@web/api";
import { el, setText } from "@web/dom";
import { t } from "@web/i18n";
import { Keyboard } from "@web/keyboard";
import { findProcedures } from "./agent";
import { Lookup } from "./lookup";
import { Results } from "./results";
import type { Screen } from "./screen";
import { Scroller } from "./scroller";
import { UNKNOWN_STATE, type Procedure, type Suggestion } from "./types";

const MOST = 12;
const SHORTEST = 2;

type Found = { kind: "nothing yet" | "asking" | "found" | "none" } | { kind: "failed"; why: ApiError };

export class SearchScreen implements Screen {
  readonly title = el("h1", { tabindex: -1 });
  readonly bar = ["back", "priority"] as const;
  readonly idle = true;
  private readonly field = el("input", {
    type: "text",
    class: "search-field",
    maxlength: 60,
    autocomplete: "off",
    inputmode: "none",
    spellcheck: "false",
    "aria-labelledby": "search-label",
  });
  private readonly label = el("p", { id: "search-label", class: "hint" });
  private readonly note = el("p", { class: "search-note", role: "status" });
  private readonly retry = el("button", { type: "button", class: "button" });
  private readonly fields = el("button", { type: "button", class: "button" });
  private readonly keys = new Keyboard(this.field, "kiosk.key");
  private readonly results: Results;
  private readonly list: Scroller;
  private readonly lookup = new Lookup(
    (words) => findProcedures(words, MOST),
    (found, words) => this.answer(found, words),
    (error) => this.fail(error),
  );
  readonly root: HTMLElement;
  /** What the last answer was for. */
  private words = "";
  private found: Found = { kind: "nothing yet" };
  private readonly onKey = (event: KeyboardEvent): void => this.keyPressed(event);
  private state = UNKNOWN_STATE;

  /** `byField` leads to the other way of finding something. */
  constructor(chosen: (procedure: Suggestion) => void, byField: () => void, chips: HTMLElement) {
    this.results = new Results(chosen);
    this.list = new Scroller(this.results.root);
    this.field.addEventListener("input", () => this.typed());
    this.retry.addEventListener("click", () => this.lookup.again());
    this.fields.addEventListener("click", byField);
    const ways = el("div", { class: "search-ways" }, this.retry, this.fields);
    const typing = el("div", { class: "search-typing" }, this.field, this.keys.root);
    const found = el("div", { class: "search-found" }, this.note, ways, this.list.root);
    const body = el("div", { class: "search-body" }, typing, found);
    this.root = el("div", { class: "choose search" }, this.title, this.label, chips, body);
  }

  update(state: typeof UNKNOWN_STATE): void {
    this.state = state;
    setText(this.title, t("kiosk.search.title"));
    setText(this.label, t("kiosk.search.label"));
    setText(this.retry, t("kiosk.trouble.retry"));
    setText(this.fields, t("kiosk.way.fields"));
    this.keys.update();
    this.render();
  }

  enter(): void {
    document.addEventListener("keydown", this.onKey);
    this.field.focus({ preventScroll: true });
  }

  leave(): void {
    document.removeEventListener("keydown", this.onKey);
  }

  /** Whoever types means the field, wherever the focus has gone. */
  private keyPressed(event: KeyboardEvent): void {
    const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
    const dialog = document.querySelector("dialog[open]");
    if (plain && !dialog && /^[\p{L}\p{N}]$/u.test(event.key)) this.field.focus({ preventScroll: true });
  }

  private typed(): void {
    const words = this.field.value.trim();
    const enough = words.length >= SHORTEST;
    const asks = this.lookup.type(enough ? words : "");
    if (!enough) this.show("nothing yet", []);
    // What was found for other words stays until the answer to these is there.
    else if (asks && !["found", "none"].includes(this.found.kind)) this.show("asking", []);
  }

  private answer(found: Procedure[], words: string): void {
    this.words = words;
    this.show(found.length > 0 ? "found" : "none", found);
  }

  private show(kind: Exclude<Found["kind"], "failed">, found: Procedure[]): void {
    this.found = { kind };
    if (kind === "found") this.results.show(found);
    this.render();
    this.list.rewind();
  }

  private fail(error: unknown): void {
    if (!(error instanceof ApiError)) throw error;
    this.found = { kind: "failed", why: error };
    this.render();
  }

  private render(): void {
    const { kind } = this.found;
    const asked = kind === "nothing yet" ? this.state.popular_procedures : [];
    if (kind !== "found") this.results.show(asked);
    this.results.update(this.state);
    setText(this.note, this.noteText(asked.length > 0));
    this.retry.hidden = kind !== "failed";
    this.fields.hidden = kind !== "none";
    this.list.update(t("kiosk.search.results"));
  }

  private noteText(suggested: boolean): string {
    if (this.found.kind === "failed") return `${this.found.why.message} ${this.found.why.action}`;
    if (this.found.kind === "asking") return t("kiosk.procedure.loading");
    if (this.found.kind === "found") return t("kiosk.search.choose");
    if (this.found.kind === "none") return t("kiosk.search.nothing", { words: this.words });
    return t(suggested ? "kiosk.search.popular" : "kiosk.search.start");
  }
}
