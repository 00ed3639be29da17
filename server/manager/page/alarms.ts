/** The first thing on the page: what needs somebody now, what to do, and who looks after it. */

import { api, ApiError, newKey } from "@web/api";
import { minutes, since, timeOfDay } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { language, t } from "@web/i18n";
import "./alarms.css";
import { icon } from "./icons";
import type { Alert, ManagerView } from "./types";

/** Text whose minutes go on counting. */
interface Ticking {
  alert: Alert;
  node: HTMLElement;
}

export class Alarms {
  private readonly list = byId("alarms");
  private ticking: Ticking[] = [];
  private shown = "";

  constructor(private readonly complain: (words: string) => void) {}

  /** The list is built again only when something of it changed. */
  show(view: ManagerView): void {
    const { alerts } = view;
    setText(byId("alarm-count"), countText(alerts));
    byId("alarm-panel").dataset["state"] = stateOf(alerts);
    const signature = JSON.stringify([language(), alerts]);
    if (signature !== this.shown) this.build(alerts);
    this.shown = signature;
    this.tick();
  }

  tick(): void {
    for (const { alert, node } of this.ticking) setText(node, counted(alert, alert.text[language()]));
  }

  private build(alerts: Alert[]): void {
    const focused = document.activeElement?.id;
    this.ticking = [];
    this.list.replaceChildren(...alerts.map((one) => this.item(one)));
    if (focused?.startsWith("seen-")) document.getElementById(focused)?.focus();
  }

  private item(alert: Alert): HTMLElement {
    const what = el("strong", { class: "alarm-what" });
    this.ticking.push({ alert, node: what });
    return el(
      "li",
      { class: ["alarm", alert.grave && "grave", alert.seen && "seen"].filter(Boolean).join(" ") },
      icon(alert.grave ? "grave" : "late"),
      el("div", { class: "alarm-words" }, what, el("p", { class: "alarm-todo", text: counted(alert, alert.todo[language()]) })),
      el("div", { class: "alarm-who" }, el("p", { class: "alarm-since", text: sinceText(alert) }), this.seen(alert)),
    );
  }

  private seen(alert: Alert): HTMLElement {
    if (alert.seen) {
      const params = { name: alert.seen.by ?? t("alarm.somebody"), time: timeOfDay(alert.seen.at) };
      return el("p", { class: "alarm-seen" }, icon("open"), el("span", { text: t("alarm.seen_by", params) }));
    }
    const button = el("button", { type: "button", class: "button alarm-button", id: `seen-${alert.id}`, text: t("alarm.see") });
    button.append(el("span", { class: "visually-hidden", text: `: ${counted(alert, alert.text[language()])}` }));
    button.addEventListener("click", () => void this.see(alert, button));
    return button;
  }

  private async see(alert: Alert, button: HTMLButtonElement): Promise<void> {
    button.disabled = true;
    try {
      await api("POST", `/alerts/${alert.id}/seen`, undefined, { key: newKey() });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      button.disabled = false;
      this.complain(`${error.message} ${error.action}`);
    }
  }
}

function counted(alert: Alert, text: string): string {
  const n = alert.since === null ? "?" : String(minutes(since(alert.since)));
  return text.replace("{minutes}", n);
}

function sinceText(alert: Alert): string {
  const time = timeOfDay(alert.raised_at);
  return alert.times > 1 ? t("alarm.since_times", { time, n: alert.times }) : t("alarm.since", { time });
}

function stateOf(alerts: Alert[]): string {
  if (alerts.some((one) => one.grave)) return "grave";
  return alerts.length > 0 ? "watch" : "calm";
}

function countText(alerts: Alert[]): string {
  if (alerts.length === 0) return t("alarm.none");
  const fresh = alerts.filter((one) => !one.seen).length;
  return t(fresh > 0 ? "alarm.count_fresh" : "alarm.count", { n: alerts.length, fresh });
}
