/** A secret that is on the screen once: until its dialog closes, and nowhere else. */

import { byId } from "@web/dom";
import { t } from "@web/i18n";

const KEY_BYTES = 32;

/** A key that signs what is sent to a webhook, as the Standard Webhooks specification writes it. */
export function newWebhookKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}

/** `what` is the key of the dialog's title; `name` whose secret it is. */
export function reveal(what: string, name: string, secret: string): void {
  const dialog = byId<HTMLDialogElement>("secret");
  const field = byId<HTMLInputElement>("secret-value");
  byId("secret-title").textContent = t(what, { name });
  byId("secret-copied").textContent = "";
  field.value = secret;
  dialog.onclose = (): void => {
    field.value = "";
  };
  byId("secret-copy").onclick = (): void => void copy(field);
  byId("secret-close").onclick = (): void => dialog.close();
  dialog.showModal();
  field.select();
}

async function copy(field: HTMLInputElement): Promise<void> {
  field.select();
  // The clipboard interface exists in secure contexts only; a centre's network may be plain HTTP.
  if ("clipboard" in navigator) await navigator.clipboard.writeText(field.value).catch(() => document.execCommand("copy"));
  else document.execCommand("copy");
  byId("secret-copied").textContent = t("token.copied");
}
