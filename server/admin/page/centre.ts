/** What the centre is called, and its time zone. */

import { api } from "@web/api";
import { byId, setText } from "@web/dom";
import { language, t } from "@web/i18n";
import { Form, type Values } from "./form";

interface Facts {
  name: string;
  name_en: string;
  zone: string;
}

/** Zones offered; any other IANA name may be typed. */
const ZONES = ["Asia/Ho_Chi_Minh", "Asia/Vientiane", "Asia/Phnom_Penh", "Europe/Berlin", "UTC"];

export class Centre {
  private readonly form = new Form(
    "facts",
    [
      { name: "name", kind: "text" },
      { name: "name_en", kind: "text", optional: true },
      { name: "zone", kind: "text", maxlength: 64, suggestions: true },
    ],
    (values) => this.save(values),
    true,
  );

  /** `onNews` is told what the centre is called. */
  constructor(private readonly onNews: (name: string) => void) {
    byId("centre-form").append(this.form.node);
    this.form.setOptions("zone", ZONES.map((value) => ({ value, text: value })));
  }

  async load(): Promise<void> {
    this.take(await api<Facts>("GET", "/centre"));
  }

  private take(facts: Facts | null): void {
    if (!facts) return;
    this.form.fill({ ...facts });
    this.onNews(facts.name);
  }

  private async save(values: Values): Promise<string> {
    const { name, name_en: english, zone } = values;
    const facts = await api<Facts>("PUT", "/centre", { name, name_en: english || null, zone });
    this.take(facts);
    if (facts) setText(byId("centre-name"), language() === "en" ? facts.name_en : facts.name);
    return t("facts.done");
  }
}
