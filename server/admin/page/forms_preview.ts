/** A form as the server would print it, shown as a sheet inside the page. */

import { ApiError, picture } from "@web/api";

/** Typing is shown once it pauses for so many milliseconds. */
const PAUSE_MS = 300;
/** Paper lies in it as on a desk, drawn smaller to fit. */
const AROUND = ":host { display: block; } .sheet { margin: 0 !important; }";

export class SheetPreview {
  private timer = 0;
  private turn = 0;
  private readonly root: ShadowRoot;

  /** A sheet has its own style: it lives apart from the page's, in a shadow tree. */
  constructor(private readonly place: HTMLElement) {
    this.root = place.attachShadow({ mode: "open" });
    new ResizeObserver(() => this.fit()).observe(place);
  }

  /** Shows the latest texts; what was asked for before and comes late is left out. */
  show(form: string, body: unknown, onRefused: (error: ApiError) => void): void {
    const turn = ++this.turn;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.draw(turn, form, body, onRefused), PAUSE_MS);
  }

  private async draw(turn: number, form: string, body: unknown, onRefused: (error: ApiError) => void): Promise<void> {
    try {
      const drawn = await picture(`/form-texts/${form}/preview`, body);
      const html = await drawn.text();
      if (turn === this.turn) this.put(html);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (turn === this.turn) onRefused(error);
    }
  }

  private put(html: string): void {
    const [, before = "", rules = "", after = ""] = /^([\s\S]*?)<style>([\s\S]*?)<\/style>([\s\S]*)$/.exec(html) ?? [];
    // The page's policy allows no style in HTML: rules go another way than the rest.
    const told = new DOMParser().parseFromString(before + after, "text/html");
    const style = new CSSStyleSheet();
    style.replaceSync(inside(rules) + AROUND);
    const sheet = document.createElement("div");
    sheet.className = `paper-body ${told.body.className}`;
    sheet.lang = told.documentElement.lang;
    const article = told.querySelector("article");
    if (article) sheet.append(document.importNode(article, true));
    this.root.adoptedStyleSheets = [style];
    this.root.replaceChildren(sheet);
    this.fit();
  }

  private fit(): void {
    const sheet = this.root.firstElementChild;
    const paper = sheet?.firstElementChild;
    if (!(sheet instanceof HTMLElement) || !(paper instanceof HTMLElement)) return;
    sheet.style.setProperty("zoom", "1");
    const width = Number.parseFloat(getComputedStyle(paper).width);
    if (width > 0) sheet.style.setProperty("zoom", String(Math.min(1, this.place.clientWidth / width)));
  }
}

/** A whole page's style for a part of another page: its body is a box, its root the place. */
function inside(style: string): string {
  return style
    .replace(/@font-face\s*\{[^}]*\}/g, "")
    .replace(/(^|[\s,}])body(?=\s*[{,])/g, "$1.paper-body")
    .replace(/(^|[\s,}])html(?=\s*[{,])/g, "$1:host")
    .replaceAll("max-width: 100%", "max-width: none");
}
