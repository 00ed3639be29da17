/** Which roles must sign in in two steps: in this centre, or in the whole installation. */

import { api } from "@web/api";
import { byId } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { between } from "./checks";
import { day } from "./days";
import { Form, type Values } from "./form";

interface Demand {
  roles: string[];
  since: string | null;
}

interface Demands {
  here: Demand;
  everywhere: Demand;
  may_everywhere: boolean;
}

const ROLES = ["staff", "manager", "admin", "auditor"] as const;
const GRACE: readonly [number, number] = [0, 90];
const USUAL_GRACE = "7";

export class SecondFactorDemand {
  private demands: Demands | null = null;
  private readonly form = new Form(
    "second",
    [
      ...ROLES.map((role) => ({ name: role, kind: "switch" as const, fills: ["roles"] })),
      { name: "grace_days", kind: "number", maxlength: 2, bounds: GRACE, check: between(...GRACE) },
      { name: "everywhere", kind: "switch" },
    ],
    (values) => this.save(values),
    true,
  );

  constructor() {
    byId("second-form").append(this.form.node);
    this.form.fill({ grace_days: USUAL_GRACE });
    this.form.onChange("everywhere", (everywhere) => this.fill(everywhere === "yes"));
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.demands = await api<Demands>("GET", "/settings/second-factor");
    this.form.show("everywhere", this.demands?.may_everywhere ?? false);
    this.fill(false);
    this.paint();
  }

  private async save(values: Values): Promise<string> {
    const roles = ROLES.filter((role) => values[role] === "yes");
    const everywhere = values["everywhere"] === "yes";
    const body = { roles, everywhere, grace_days: Number(values["grace_days"]) };
    this.demands = await api<Demands>("PUT", "/settings/second-factor", body);
    this.paint();
    return t("second.done");
  }

  private fill(everywhere: boolean): void {
    const told = everywhere ? this.demands?.everywhere : this.demands?.here;
    const on = ROLES.map((role): [string, string] => [role, told?.roles.includes(role) ? "yes" : ""]);
    this.form.fill({ ...Object.fromEntries(on), everywhere: everywhere ? "yes" : "" });
  }

  private paint(): void {
    const told = ([["second.here", this.demands?.here], ["second.all", this.demands?.everywhere]] as const).flatMap(
      ([scope, one]) => (one?.since ? [sentence(scope, one.roles, one.since)] : []),
    );
    byId("second-state").textContent = told.length > 0 ? told.join(" ") : t("second.nobody");
  }
}

function sentence(scope: string, roles: readonly string[], since: string): string {
  return t(scope, { roles: roles.map((role) => t(`role.${role}`)).join(", "), day: day(since) });
}
