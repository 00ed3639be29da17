/** The display over one counter: whom it calls, whom it serves, or that it rests. */
import { byId } from "@web/dom";
import { init, language, onLanguage } from "@web/i18n";
import { connect, type Refusal } from "@web/socket";
import { draw, drawRefusal, fit } from "./display";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { LineSign } from "../../hall/page/line";
import type { CounterView } from "./view";

// `/counter/3?lang=en` sets up a screen that nobody can touch.
const asked = new URLSearchParams(location.search).get("lang");
init({ vi, en }, asked === "vi" || asked === "en" ? { start: asked, remember: false } : {});

const counter = decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1) ?? "");
const line = new LineSign();
let view: CounterView | null = null;
let refusal: Refusal | null = null;

function show(): void {
  if (refusal === null) draw(view);
  else drawRefusal(refusal.message[language()], refusal.action[language()]);
}

function receive(next: CounterView): void {
  view = next;
  refusal = null;
  line.show(null);
  show();
}

function refused(error: Refusal): void {
  refusal = error;
  show();
}

show();
new ResizeObserver(fit).observe(byId("stage"));
onLanguage(() => {
  show();
  line.redraw();
});
const live = connect({ eager: true });
live.onLine((online) => line.set(online, view === null));
live.watch<CounterView>(`counter/${counter}`, receive, refused);
