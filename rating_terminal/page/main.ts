/** The rating terminal: asleep until the officer finishes, then one question and one tap. */
import { deviceToken } from "@web/api";
import { init, onLanguage } from "@web/i18n";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { RatingPage } from "./page";
import { drawUnpaired } from "./unpaired";

// `?lang=en` is for a centre whose people read English first; every sleep goes back to it.
const home = new URLSearchParams(location.search).get("lang") === "en" ? "en" : "vi";
init({ vi, en }, { start: home, remember: false });

const counter = decodeURIComponent(location.pathname.split("/").filter(Boolean).at(-1) ?? "");
const token = deviceToken();

// A new token typed after the same address is only a change of fragment: take it like a fresh start.
window.addEventListener("hashchange", () => location.reload());

if (token === undefined) {
  const explain = (): void => drawUnpaired(counter, "title");
  onLanguage(explain);
  explain();
} else {
  new RatingPage(counter, token, home).start();
}
