/** Where the person is signed in; each other place can be signed out from here. */

import { api } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, el } from "@web/dom";
import { language, onLanguage, t } from "@web/i18n";
import { told } from "./telling";

interface OwnSession {
  id: string;
  since: string;
  seen: string;
  here: boolean;
}

export class Sessions {
  private sessions: OwnSession[] = [];

  constructor() {
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    const found = await api<{ items: OwnSession[] }>("GET", "/session/all?limit=200");
    this.sessions = found?.items ?? [];
    this.paint();
  }

  private paint(): void {
    byId("sessions-list").replaceChildren(...this.sessions.map((one) => this.row(one)));
  }

  private row(one: OwnSession): HTMLElement {
    const text = t("sessions.since", { since: moment(one.since), seen: moment(one.seen) });
    if (one.here) return el("li", {}, text, el("strong", { text: t("sessions.here") }));
    const button = el("button", { class: "button", type: "button", text: t("sessions.end"), "aria-label": `${t("sessions.end")}: ${text}` });
    button.addEventListener("click", () => void told("problem", () => this.end(one.id)));
    return el("li", {}, text, button);
  }

  private async end(id: string): Promise<void> {
    byId("problem").hidden = false;
    await api("DELETE", `/session/all/${id}`);
    await this.load();
  }
}

function moment(at: string): string {
  const day = new Date(at).toLocaleDateString(language() === "vi" ? "vi-VN" : "en-GB");
  return `${timeOfDay(at)} ${day}`;
}
