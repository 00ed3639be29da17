/** Every centre somebody looks after: live, those that need somebody first. */
import { api, ApiError } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { init, language, onLanguage, setLanguage, t } from "@web/i18n";
import { requireSession, signOut } from "@web/signin";
import { connect } from "@web/socket";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { districtOf, minutes, share, table } from "./table";
import type { Centre, Province } from "./types";

/** Waits grow without any change: the figures are asked for at least so often, milliseconds. */
const EVERY_MS = 30_000;
const USUAL_DAYS = 30;

let found: Province | null = null;
let asking = false;
let again = false;

async function start(): Promise<void> {
  init({ vi, en });
  byId("language").addEventListener("click", () => setLanguage(language() === "vi" ? "en" : "vi"));
  byId("sign-out").addEventListener("click", () => void signOut().then(() => location.reload()));
  await requireSession(["manager", "admin", "auditor"]);
  byId("page").hidden = false;
  for (const id of ["find", "district"]) byId(id).addEventListener("input", show);
  for (const id of ["from", "to"]) byId(id).addEventListener("input", link);
  usual();
  onLanguage(() => {
    link();
    show();
  });
  link();
  watch();
  await load();
}

function watch(): void {
  const live = connect();
  live.watch("province", () => void load());
  live.onLine((online) => {
    byId("line").hidden = online || found === null;
    setText(byId("line"), t("web.line.lost"));
  });
  window.setInterval(() => void load(), EVERY_MS);
}

/** One question at a time; what changes meanwhile is asked for once more. */
async function load(): Promise<void> {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  try {
    found = await api<Province>("GET", "/province");
    byId("problem").hidden = true;
    show();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) location.reload();
    setText(byId("problem"), `${error.message} ${error.action}`);
    byId("problem").hidden = false;
  } finally {
    asking = false;
  }
  if (again) {
    again = false;
    void load();
  }
}

function show(): void {
  if (!found) return;
  const { totals } = found;
  setText(byId("of"), t("page.of", { n: totals.centres }));
  setText(byId("at"), t("page.at", { time: timeOfDay() }));
  byId("totals").replaceChildren(
    total("waiting", String(totals.waiting)),
    total("longest", totals.waiting ? minutes(totals.longest_s) : "–"),
    total("counters", `${totals.open_counters}/${totals.counters}`),
    total("served", String(totals.served)),
    total("satisfied", share(totals.satisfied, totals.rated)),
    total("late", String(totals.late_dossiers)),
    total("silent", String(totals.silent_devices)),
    total("alerts", String(totals.alerts)),
  );
  districts(found.centres);
  const shown = wanted(found.centres);
  setText(byId("hint"), shown.length === found.centres.length ? t("hint.all") : t("hint.some", { n: shown.length, all: found.centres.length }));
  const focused = document.activeElement?.closest("#centres") ? document.activeElement.textContent : null;
  byId("centres").replaceChildren(shown.length ? table(shown, (id) => void open(id)) : el("p", { class: "none", text: t("table.none") }));
  if (focused !== null) refocus(focused);
}

function refocus(text: string | null): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button.centre")) {
    if (button.textContent === text) button.focus({ preventScroll: true });
  }
}

function total(name: string, value: string): HTMLElement {
  return el("div", {}, el("dt", { text: t(`total.${name}`) }), el("dd", { text: value }));
}

function districts(centres: Centre[]): void {
  const select = byId<HTMLSelectElement>("district");
  const names = [...new Set(centres.map(districtOf).filter((name) => name !== ""))].sort();
  const chosen = select.value;
  const texts = ["", ...names];
  if (select.options.length === texts.length && [...select.options].every((o, n) => o.value === texts[n])) return;
  select.replaceChildren(...texts.map((name) => el("option", { value: name, text: name || t("find.all") })));
  select.value = names.includes(chosen) ? chosen : "";
}

/** Without marks, so that "tan lap" finds "Tân Lập". */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
}

function wanted(centres: Centre[]): Centre[] {
  const text = plain(byId<HTMLInputElement>("find").value.trim());
  const district = byId<HTMLSelectElement>("district").value;
  return centres.filter(
    (one) =>
      (district === "" || districtOf(one) === district) &&
      plain(`${one.centre.name} ${one.centre.name_en} ${one.district}`).includes(text),
  );
}

/** Goes on in a centre: its manager's page. */
async function open(id: string): Promise<void> {
  try {
    await api("PUT", "/session/centre", { centre: id });
    location.assign("/manager");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    setText(byId("problem"), `${error.message} ${error.action}`);
    byId("problem").hidden = false;
  }
}

function usual(): void {
  const day = (back: number) => {
    const at = new Date(Date.now() - back * 86_400_000);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  };
  byId<HTMLInputElement>("from").value = day(USUAL_DAYS - 1);
  byId<HTMLInputElement>("to").value = day(0);
}

function link(): void {
  const value = (id: string) => encodeURIComponent(byId<HTMLInputElement>(id).value);
  for (const kind of ["csv", "xlsx"]) {
    const query = `from=${value("from")}&to=${value("to")}&language=${language()}`;
    byId<HTMLAnchorElement>(kind).href = `/api/v1/province/report.${kind}?${query}`;
  }
}

void start();
