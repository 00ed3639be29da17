/** The dialog of how alerts leave the page: mail, webhook, and whether they arrived. */

import { api, ApiError } from "@web/api";
import { timeOfDay } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { language, t } from "@web/i18n";

interface Mail {
  host: string;
  port: number;
  security: string;
  user: string;
  has_password: boolean;
  sender: string;
  recipients: string[];
}

interface Sent {
  channel: string;
  event: string;
  state: "waiting" | "sent" | "failed";
  tries: number;
  problem: string;
  made_at: string;
}

interface Delivery {
  mail: Mail | null;
  webhook: { url: string; has_key: boolean } | null;
  browsers: number;
  latest: Sent[];
}

const KEY_BYTES = 32;
const SHOWN = 6;
const LOOK_AGAIN_MS = 1_500;

const input = (id: string): HTMLInputElement => byId<HTMLInputElement>(`delivery-${id}`);

export class DeliveryDialog {
  private readonly dialog = byId<HTMLDialogElement>("delivery");

  /** `change`: whether this person may change it (administrators). */
  begin(change: boolean): void {
    byId("delivery-open").addEventListener("click", () => void this.open());
    byId("delivery-close").addEventListener("click", () => this.dialog.close());
    byId("delivery-form").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.guarded(() => this.save());
    });
    byId("delivery-test").addEventListener("click", () => void this.guarded(() => this.test()));
    byId("delivery-make").addEventListener("click", () => (input("key").value = freshKey()));
    byId<HTMLFieldSetElement>("delivery-fields").disabled = !change;
    byId("delivery-save").hidden = !change;
    byId("delivery-admins").hidden = change;
  }

  private async open(): Promise<void> {
    this.dialog.showModal();
    await this.guarded(() => this.look(true));
  }

  private async look(fill: boolean): Promise<void> {
    const found = await api<Delivery>("GET", "/alert-delivery");
    if (!found) return;
    if (fill) this.fill(found);
    this.report(found);
  }

  private fill({ mail, webhook }: Delivery): void {
    input("mail-on").checked = mail !== null;
    input("host").value = mail?.host ?? "";
    input("port").value = String(mail?.port ?? 587);
    byId<HTMLSelectElement>("delivery-security").value = mail?.security ?? "starttls";
    input("user").value = mail?.user ?? "";
    input("password").value = "";
    input("password").placeholder = mail?.has_password ? t("delivery.kept") : "";
    input("sender").value = mail?.sender ?? "";
    input("recipients").value = mail?.recipients.join(", ") ?? "";
    input("hook-on").checked = webhook !== null;
    input("url").value = webhook?.url ?? "";
    input("key").value = "";
    input("key").placeholder = webhook?.has_key ? t("delivery.kept") : "whsec_…";
  }

  private report({ latest, browsers }: Delivery): void {
    setText(byId("delivery-browsers"), t("delivery.browsers", { n: browsers }));
    byId("delivery-latest").replaceChildren(...latest.slice(0, SHOWN).map(line));
    byId("delivery-none").hidden = latest.length > 0;
  }

  private async save(): Promise<void> {
    const given = (id: string): string | null => input(id).value || null;
    const mail = !input("mail-on").checked
      ? null
      : {
          host: input("host").value.trim(),
          port: Number(input("port").value),
          security: byId<HTMLSelectElement>("delivery-security").value,
          user: input("user").value,
          password: given("password"),
          sender: input("sender").value.trim(),
          recipients: input("recipients").value.split(/[\s,;]+/).filter(Boolean),
          language: language(),
        };
    const webhook = input("hook-on").checked ? { url: input("url").value.trim(), key: given("key") } : null;
    const kept = await api<Delivery>("PUT", "/alert-delivery", { mail, webhook });
    if (kept) this.report(kept);
    setText(byId("delivery-said"), t("delivery.saved"));
    input("password").value = "";
  }

  private async test(): Promise<void> {
    const sent = await api<Delivery>("POST", "/alert-delivery/test");
    if (sent) this.report(sent);
    setText(byId("delivery-said"), t("delivery.testing"));
    window.setTimeout(() => void this.guarded(() => this.look(false)), LOOK_AGAIN_MS);
  }

  private async guarded(act: () => Promise<void>): Promise<void> {
    const problem = byId("delivery-problem");
    problem.hidden = true;
    setText(byId("delivery-said"), "");
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setText(problem, `${error.message} ${error.action}`);
      problem.hidden = false;
    }
  }
}

function line(sent: Sent): HTMLElement {
  const params = { time: timeOfDay(sent.made_at), tries: sent.tries };
  return el(
    "li",
    { data: { state: sent.state } },
    el("b", { text: t(`delivery.${sent.channel}`) }),
    el("span", { text: t(`delivery.state.${sent.state}`, params) }),
    sent.problem !== "" && el("small", { text: sent.problem }),
  );
}

/** A key of the Standard Webhooks specification. */
function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}
