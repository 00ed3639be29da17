/** The list of centres: those that need somebody first, each a way to its manager's page. */
import { el } from "@web/dom";
import { pick, t } from "@web/i18n";
import type { Centre } from "./types";

/** Minutes from which a wait is long, and very long. */
const LONG = 30;
const VERY_LONG = 45;

export function minutes(seconds: number): string {
  const whole = Math.round(seconds / 60);
  return whole < 60 ? t("time.minutes", { n: whole }) : t("time.hours", { h: Math.floor(whole / 60), m: whole % 60 });
}

export function share(satisfied: number, rated: number): string {
  return rated === 0 ? "–" : `${Math.round((100 * satisfied) / rated)} %`;
}

export function districtOf(centre: Centre): string {
  return pick(centre, "district") || centre.district;
}

/** What is wrong, in words, the worst first; empty when all is well. */
export function troubles(centre: Centre): { text: string; grave: boolean }[] {
  const found: { text: string; grave: boolean }[] = [];
  const add = (n: number, key: string, grave: boolean) => {
    if (n > 0) found.push({ text: t(key, { n }), grave });
  };
  add(centre.grave_alerts, "trouble.grave", true);
  if (centre.waiting > 0 && centre.open_counters === 0) found.push({ text: t("trouble.nobody"), grave: true });
  if (centre.longest_s >= VERY_LONG * 60) found.push({ text: t("trouble.wait", { wait: minutes(centre.longest_s) }), grave: true });
  add(centre.silent_devices, "trouble.silent", false);
  add(centre.alerts - centre.grave_alerts, "trouble.alerts", false);
  add(centre.late_dossiers, "trouble.late", false);
  return found;
}

export function table(centres: Centre[], open: (id: string) => void): HTMLElement {
  const heads = ["centre", "trouble", "waiting", "longest", "median", "counters", "satisfied", "late"];
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ...heads.map((name) => el("th", { scope: "col", text: t(`head.${name}`) })))),
    el("tbody", {}, ...centres.map((centre) => row(centre, open))),
  );
}

function row(centre: Centre, open: (id: string) => void): HTMLElement {
  const name = el("button", { type: "button", class: "centre", text: pick(centre.centre, "name") });
  name.addEventListener("click", () => open(centre.centre.id));
  const wrong = troubles(centre);
  const worst = wrong.some((one) => one.grave) ? "grave" : wrong.length > 0 ? "some" : "none";
  return el(
    "tr",
    { "data-state": worst },
    el("th", { scope: "row" }, name, el("span", { class: "district", text: districtOf(centre) })),
    el("td", { class: "wrong" }, wordsOf(wrong)),
    number(String(centre.waiting)),
    number(centre.waiting ? minutes(centre.longest_s) : "–", centre.longest_s >= LONG * 60 ? "long" : ""),
    number(centre.waiting ? minutes(centre.median_s) : "–"),
    number(`${centre.open_counters}/${centre.counters}`, centre.waiting > 0 && centre.open_counters === 0 ? "long" : ""),
    number(share(centre.satisfied, centre.rated)),
    number(String(centre.late_dossiers)),
  );
}

function wordsOf(wrong: { text: string; grave: boolean }[]): HTMLElement {
  if (wrong.length === 0) return el("span", { class: "well", text: t("trouble.none") });
  return el("ul", {}, ...wrong.map((one) => el("li", { class: one.grave ? "grave" : "some", text: one.text })));
}

function number(text: string, state = ""): HTMLElement {
  return el("td", { class: `number ${state}`.trim(), text });
}
