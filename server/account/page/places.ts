/** The centres where a person may work, and changing between them. */

import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, pick, t } from "@web/i18n";
import { told } from "./telling";

interface Workplace {
  id: string;
  name: string;
  name_en: string;
  home: boolean;
  here: boolean;
}

export class Places {
  private places: Workplace[] = [];

  constructor() {
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    const found = await api<{ items: Workplace[] }>("GET", "/session/centres?limit=200");
    this.places = found?.items ?? [];
    this.paint();
  }

  private paint(): void {
    byId("places").hidden = this.places.length < 2;
    byId("places-list").replaceChildren(...this.places.map((one) => this.row(one)));
  }

  private row(place: Workplace): HTMLElement {
    const name = pick(place, "name") + (place.home ? ` (${t("places.home")})` : "");
    if (place.here) return el("li", {}, el("strong", { text: name }), t("places.here"));
    const button = el("button", { class: "button", type: "button", text: t("places.go"), "aria-label": t("places.go.to", { name }) });
    button.addEventListener("click", () => void told("problem", () => this.go(place.id)));
    return el("li", {}, name, button);
  }

  private async go(centre: string): Promise<void> {
    byId("problem").hidden = false;
    await api("PUT", "/session/centre", { centre });
    location.reload();
  }
}
