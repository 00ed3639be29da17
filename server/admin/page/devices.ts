/** The devices' tokens: given out once, revoked at any time. */

import { api } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, el } from "@web/dom";
import { onLanguage, pick, t } from "@web/i18n";
import { day } from "./days";
import { health, lastSeen, order } from "./device_state";
import { Form, type Values } from "./form";
import { all, guarded, rowButton, table } from "./lists";
import { Pairing } from "./pairing";
import type { Counter, NewToken, Token } from "./types";

const ROLES = ["kiosk", "display", "terminal", "staff", "manager", "admin"];
/** Roles of devices that stand at one counter. */
const AT_COUNTER = new Set(["terminal", "staff"]);

export class Devices {
  private tokens: Token[] = [];
  private counters: Counter[] = [];
  private revoked: Token | null = null;
  private readonly pairing = new Pairing(() => this.loadTokens());
  private readonly shown = byId<HTMLDialogElement>("token");
  private readonly asked = byId<HTMLDialogElement>("revoke");
  private readonly form = new Form(
    "device",
    [
      { name: "role", kind: "select" },
      { name: "counter", kind: "select" },
      { name: "label", kind: "text", optional: true, maxlength: 100 },
    ],
    (values) => this.create(values),
  );

  /** `onNews` is told how many devices there are. */
  constructor(private readonly onNews: (devices: number) => void) {
    byId("devices-form").append(this.form.node);
    this.form.onChange("role", (role) => this.form.show("counter", AT_COUNTER.has(role)));
    this.form.node.addEventListener("reset", () => this.form.show("counter", false));
    this.form.show("counter", false);
    onLanguage(() => this.paint());
    byId("devices-revoked").addEventListener("change", () => this.paint());
    window.addEventListener("hashchange", () => this.whenSeen());
    window.addEventListener("focus", () => this.whenSeen());
    byId("token-copy").addEventListener("click", () => void copy());
    byId("token-close").addEventListener("click", () => this.shown.close());
    this.shown.addEventListener("close", forget);
    byId("revoke-yes").addEventListener("click", () => void guarded(() => this.revoke()));
    byId("revoke-no").addEventListener("click", () => this.asked.close());
  }

  async load(): Promise<void> {
    await Promise.all([this.loadTokens(), this.pairing.load()]);
  }

  /** Whoever comes back to this part sees how the devices are now. */
  private whenSeen(): void {
    if (location.hash === "#devices") void this.load().catch(() => undefined);
  }

  private async loadTokens(): Promise<void> {
    this.tokens = await all<Token>("/tokens");
    this.paint();
    this.onNews(this.tokens.length);
  }

  know(counters: Counter[]): void {
    this.counters = counters;
    this.pairing.know(counters);
    this.paint();
  }

  private async create(values: Values): Promise<string> {
    const role = values["role"] ?? "";
    const counter = AT_COUNTER.has(role) ? values["counter"] : null;
    const made = await api<NewToken>("POST", "/tokens", { role, counter, label: values["label"] });
    await this.load();
    if (made) this.reveal(made.token, role, counter ?? null);
    return t("device.done");
  }

  /** The secret is on the screen until the dialog closes, and nowhere else. */
  private reveal(token: string, role: string, counter: string | null): void {
    byId<HTMLInputElement>("token-value").value = token;
    const address = role === "terminal" ? `${location.origin}/terminal/${counter}#token=${token}` : "";
    byId("token-address").textContent = address;
    byId("token-address-row").hidden = address === "";
    byId("token-copied").textContent = "";
    this.shown.showModal();
    byId<HTMLInputElement>("token-value").select();
  }

  private paint(): void {
    this.form.setOptions("role", ROLES.map((role) => ({ value: role, text: t(`role.${role}`) })));
    const places = this.counters.map((one) => ({ value: one.id, text: pick(one, "name") }));
    this.form.setOptions("counter", places);
    const columns = ["device.role", "device.health", "device.seen", "device.version", "device.created", "list.do"];
    const gone = this.tokens.filter((one) => one.revoked).length;
    byId("devices-revoked-row").hidden = gone === 0;
    byId("devices-revoked-text").textContent = t("device.show_revoked", { n: gone });
    const all = byId<HTMLInputElement>("devices-revoked").checked;
    const shown = this.tokens.filter((one) => all || !one.revoked).sort((one, other) => order(one) - order(other));
    const rows = shown.map((one) => this.row(one));
    byId("devices-list").replaceChildren(table(t("devices.title"), columns, rows));
  }

  private row(token: Token): (Node | string)[] {
    const counter = this.counters.find((one) => one.id === token.counter);
    const what = t("device.revoke.what", { role: t(`role.${token.role}`), label: token.label });
    const ask = (): Promise<void> => Promise.resolve(this.ask(token, what));
    const place = [counter ? pick(counter, "name") : token.counter, token.label].filter(Boolean).join(" · ");
    const given = `${day(token.created_at)} ${timeOfDay(token.created_at)}`;
    return [
      el("div", { class: "named" }, t(`role.${token.role}`), el("small", { text: place })),
      health(token),
      lastSeen(token),
      token.version || "–",
      el("div", { class: "named" }, given, el("small", { text: token.made_by ?? "" })),
      token.revoked ? t("device.revoked") : rowButton(t("device.revoke"), what, ask),
    ];
  }

  private ask(token: Token, what: string): void {
    this.revoked = token;
    byId("revoke-text").textContent = what;
    this.asked.showModal();
  }

  private async revoke(): Promise<void> {
    this.asked.close();
    if (!this.revoked) return;
    await api("DELETE", `/tokens/${this.revoked.id}`);
    await this.load();
  }
}

async function copy(): Promise<void> {
  const field = byId<HTMLInputElement>("token-value");
  field.select();
  // The clipboard interface exists in secure contexts only; a centre's network may be plain HTTP.
  if ("clipboard" in navigator) await navigator.clipboard.writeText(field.value).catch(() => oldCopy());
  else oldCopy();
  byId("token-copied").textContent = t("token.copied");
}

function oldCopy(): void {
  document.execCommand("copy");
}

function forget(): void {
  byId<HTMLInputElement>("token-value").value = "";
  byId("token-address").textContent = "";
}
