/** Pairing: the six digits on a device's screen are typed here, and the device gets its place. */

import { api } from "@web/api";
import { duration, everySecond, serverNow, timeOfDay } from "@web/clock";
import { byId, el } from "@web/dom";
import { onLanguage, pick, t } from "@web/i18n";
import { Form, type Values } from "./form";
import { all } from "./lists";
import type { Counter, Paired, WaitingDevice } from "./types";

const ROLES = ["kiosk", "display", "terminal"];
const CODE = /^\d{6}$/;

export class Pairing {
  private waiting: WaitingDevice[] = [];
  private counters: Counter[] = [];
  private readonly form = new Form(
    "pair",
    [
      { name: "code", kind: "number", maxlength: 9, check: (value) => (CODE.test(digits(value)) ? null : "pair.code.wrong") },
      { name: "role", kind: "select" },
      { name: "counter", kind: "select" },
      { name: "label", kind: "text", optional: true, maxlength: 100 },
    ],
    (values) => this.pair(values),
  );

  /** `onPaired` is awaited once a device has its place. */
  constructor(private readonly onPaired: () => Promise<void>) {
    byId("pairing-form").append(this.form.node);
    this.form.onChange("role", (role) => this.form.show("counter", role === "terminal"));
    this.form.node.addEventListener("reset", () => this.form.show("counter", false));
    this.form.show("counter", false);
    onLanguage(() => this.paint());
    everySecond(() => this.tick());
    // Whoever comes back from the device to this page sees who waits now.
    window.addEventListener("focus", () => void this.load().catch(() => undefined));
  }

  async load(): Promise<void> {
    const listed = await all<WaitingDevice>("/pairings");
    this.waiting = listed.filter((one) => one.approved_at === null);
    this.paint();
  }

  know(counters: Counter[]): void {
    this.counters = counters;
    this.paint();
  }

  private async pair(values: Values): Promise<string> {
    const role = values["role"] ?? "";
    const counter = role === "terminal" ? values["counter"] : null;
    const body = { code: digits(values["code"] ?? ""), role, counter, label: values["label"] };
    const paired = await api<Paired>("POST", "/pairings/approve", body);
    await Promise.all([this.load(), this.onPaired()]);
    return t("pair.done", { role: t(`role.${role}`), label: paired?.label || paired?.name || "" });
  }

  private paint(): void {
    this.form.setOptions("role", ROLES.map((role) => ({ value: role, text: t(`role.${role}`) })));
    this.form.setOptions("counter", this.counters.map((one) => ({ value: one.id, text: pick(one, "name") })));
    const items = this.waiting.map((one) => {
      const since = timeOfDay(one.created_at);
      const who = t("pair.waiting.row", { role: t(`role.${one.kind}`), name: one.name || "–", since });
      return el("li", {}, who, el("span", { class: "countdown", data: { until: one.expires_at } }));
    });
    const none = el("li", { class: "none", text: t("pair.waiting.none") });
    byId("pairing-waiting").replaceChildren(...(items.length > 0 ? items : [none]));
    this.tick();
  }

  /** How long each code still holds; a lapsed one is waited for no more. */
  private tick(): void {
    for (const shown of byId("pairing-waiting").querySelectorAll<HTMLElement>(".countdown")) {
      const left = Math.ceil((Date.parse(shown.dataset["until"] ?? "") - serverNow()) / 1000);
      shown.textContent = left > 0 ? t("pair.left", { time: duration(left) }) : t("pair.lapsed");
    }
  }
}

/** People type the digits as they see them: "482 913". */
function digits(value: string): string {
  return value.replace(/[\s-]/g, "");
}
