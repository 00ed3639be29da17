/** How a device is, in words: what it reports, and when it was last heard of. */

import { serverNow, timeOfDay } from "@web/clock";
import { el } from "@web/dom";
import { language, t } from "@web/i18n";
import { day } from "./days";
import type { Health, Token } from "./types";

/** The server notes who is connected about every minute. */
const CONNECTED_MS = 150_000;
/** The largest unit that fits, and how many seconds it has. */
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** Those that need somebody first, those that are no more last. */
export function order(token: Token): number {
  if (token.revoked) return 3;
  if (token.health && token.health.state !== "ok") return 0;
  return connected(token) ? 1 : 2;
}

/** "3 phút trước", and the moment itself under it. */
export function lastSeen(token: Token): HTMLElement | string {
  if (token.seen_at === null) return t("device.never");
  const exact = `${day(token.seen_at)} ${timeOfDay(token.seen_at)}`;
  return el("div", { class: "named" }, connected(token) ? t("device.connected") : ago(token.seen_at), el("small", { text: exact }));
}

/** A mark, and in words what the device reports. */
export function health(token: Token): HTMLElement | string {
  if (token.revoked) return t("device.revoked");
  const told = token.health;
  if (!told) return connected(token) ? mark("ok", t("device.connected")) : "–";
  const words = [said(told), paper(told)].filter(Boolean);
  const rest = words.slice(1).map((text) => el("small", { text }));
  return el("div", { class: "named" }, mark(told.state, words[0] ?? ""), ...rest);
}

function connected(token: Token): boolean {
  return token.seen_at !== null && serverNow() - Date.parse(token.seen_at) < CONNECTED_MS;
}

function mark(state: Health["state"], text: string): HTMLElement {
  return el("span", { class: "device-mark", data: { state }, text });
}

function said(told: Health): string {
  if (told.state === "silent") return t("device.silent", { time: timeOfDay(told.reported_at) });
  const waiting = told.offline_waiting > 0 ? t("device.waiting", { n: told.offline_waiting }) : "";
  const troubles = told.trouble.map((code) => t(`device.${code}`));
  return [...(troubles.length > 0 ? troubles : [t("device.ok")]), waiting].filter(Boolean).join(" · ");
}

function paper({ paper_left_pct: percent, paper_left_tickets: tickets }: Health): string {
  return percent === null || tickets === null ? "" : t("device.paper", { percent, tickets });
}

function ago(iso: string): string {
  const seconds = Math.max(0, (serverNow() - Date.parse(iso)) / 1000);
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ["minute", 60];
  return new Intl.RelativeTimeFormat(language(), { numeric: "always" }).format(-Math.max(1, Math.floor(seconds / size)), unit);
}
