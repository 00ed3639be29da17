/** Signing in through the organisation's own provider (OpenID Connect). */

import { api } from "@web/api";
import { byId } from "@web/dom";
import { t } from "@web/i18n";
import { Form, type Values } from "./form";

interface ProviderSettings {
  issuer: string;
  client_id: string;
  has_secret: boolean;
  name: string;
  enabled: boolean;
  username_claim: string;
  role_claim: string;
  roles: Record<string, string>;
  create: boolean;
  callback: string;
}

const ROLES = new Set(["staff", "manager", "admin", "auditor"]);

export class Provider {
  private readonly form = new Form(
    "provider",
    [
      { name: "enabled", kind: "switch" },
      { name: "name", kind: "text", optional: true, maxlength: 100 },
      { name: "issuer", kind: "text", maxlength: 300 },
      { name: "client_id", kind: "text" },
      { name: "secret", kind: "password", optional: true, autocomplete: "new-password", maxlength: 500 },
      { name: "username_claim", kind: "text", maxlength: 64, section: "claims" },
      { name: "role_claim", kind: "text", maxlength: 64 },
      { name: "roles", kind: "text", optional: true, maxlength: 1_000, check: rolesProblem },
      { name: "create", kind: "switch" },
    ],
    (values) => this.save(values),
    true,
  );

  constructor() {
    byId("provider-form").append(this.form.node);
  }

  async load(): Promise<void> {
    this.take(await api<ProviderSettings>("GET", "/settings/provider"));
  }

  private async save(values: Values): Promise<string> {
    const { secret, roles, enabled, create, ...others } = values;
    const body = { ...others, roles: rolesOf(roles ?? ""), enabled: enabled === "yes", create: create === "yes" };
    this.take(await api<ProviderSettings>("PUT", "/settings/provider", secret ? { ...body, secret } : body));
    return t("provider.done");
  }

  private take(told: ProviderSettings | null): void {
    if (!told) return;
    byId("provider-callback").textContent = told.callback;
    const { issuer, client_id, name, username_claim, role_claim } = told;
    const roles = Object.entries(told.roles).map(([value, role]) => `${value}=${role}`).join(", ");
    const switches = { enabled: told.enabled ? "yes" : "", create: told.create ? "yes" : "" };
    this.form.fill({ issuer, client_id, name, username_claim, role_claim, roles, secret: "", ...switches });
  }
}

function pairsOf(text: string): [string, string][] {
  const parts = text.split(",").map((part) => part.trim()).filter((part) => part !== "");
  return parts.map((part) => {
    const at = part.lastIndexOf("=");
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
}

function rolesOf(text: string): Record<string, string> {
  return Object.fromEntries(pairsOf(text));
}

function rolesProblem(text: string): string | null {
  return pairsOf(text).every(([value, role]) => value !== "" && ROLES.has(role)) ? null : "provider.roles.wrong";
}
