/** Those who may sign in: added, changed, shut out, given a new password. */

import { api } from "@web/api";
import { byId, el, type Child } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { code, password } from "./checks";
import { Editor } from "./edit";
import { Form, type Values } from "./form";
import { all, rowButton, table } from "./lists";
import { Elsewhere } from "./people_elsewhere";
import type { Person } from "./types";

export const ROLES = ["staff", "manager", "admin", "auditor"];

export class People {
  private people: Person[] = [];
  private readonly form = new Form(
    "person",
    [
      { name: "name", kind: "text" },
      { name: "username", kind: "text", maxlength: 64, check: code },
      { name: "role", kind: "select" },
      { name: "password", kind: "password", autocomplete: "new-password", check: password },
    ],
    async (values) => {
      await api<Person>("POST", "/users", values);
      await this.load();
      return t("person.done", { name: values["name"] ?? "" });
    },
  );
  private readonly editor = new Editor(
    "person_edit",
    [
      { name: "name", kind: "text" },
      { name: "role", kind: "select" },
      { name: "active", kind: "switch" },
    ],
    ({ name, role, active }) => ({ name, role, active: active === "yes" }),
    () => this.load(),
  );
  private readonly resetter = new Editor(
    "person_reset",
    [
      { name: "password", kind: "text", check: password },
      { name: "second_off", kind: "switch" },
    ],
    (values: Values) => ({ password: values["password"], second_off: values["second_off"] === "yes" }),
    () => this.load(),
  );
  private readonly elsewhere = new Elsewhere(() => this.load());

  /** `onNews` gets the people after every change. */
  constructor(private readonly onNews: (people: Person[]) => void) {
    byId("people-form").append(this.form.node);
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.people = await all<Person>("/users");
    await this.elsewhere.load();
    this.paint();
    this.onNews(this.people);
  }

  private paint(): void {
    const roles = ROLES.map((role) => ({ value: role, text: t(`role.${role}`) }));
    this.form.setOptions("role", roles);
    this.editor.setOptions("role", roles);
    const columns = ["person.name", "person.username", "person.role", "person.state", "list.do"];
    const rows = this.people.map((one) => this.row(one));
    byId("people-list").replaceChildren(table(t("people.title"), columns, rows));
  }

  private row(one: Person): Child[] {
    const { id, name, role, active } = one;
    const does = (key: string, run: () => void): HTMLElement =>
      rowButton(t(key), t(`${key}.what`, { name }), () => Promise.resolve(run()));
    const edit = does("person.edit", () =>
      this.editor.open(`/users/${id}`, name, { name, role, active: active ? "yes" : "" }),
    );
    const reset = does("person.reset", () => this.resetter.open(`/users/${id}/password`, name, { password: fresh(), second_off: "" }));
    const out = rowButton(t("person.sign_out"), t("person.sign_out.what", { name }), async () => void (await api("DELETE", `/users/${id}/sessions`)));
    const elsewhere = this.elsewhere.offers && does("person.elsewhere", () => this.elsewhere.open(one));
    const buttons = el("span", { class: "row-buttons" }, edit, reset, out, elsewhere);
    return [name, one.username, this.rolesOf(one), states(one), buttons];
  }

  private rolesOf(one: Person): string {
    const others = one.grants.map((grant) => `${this.elsewhere.nameOf(grant.scope)}: ${t(`role.${grant.role}`)}`);
    return [t(`role.${one.role}`), ...others].join("; ");
  }
}

function states(one: Person): string {
  const told = [one.active ? t("person.active") : t("person.inactive")];
  if (one.totp) told.push(t("person.totp"));
  if (one.must_change) told.push(t("person.must_change"));
  return told.join(", ");
}

/** A first password that can be read out: three groups of four, none taken for another. */
function fresh(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const text = Array.from(crypto.getRandomValues(new Uint32Array(12)), (n) => letters[n % letters.length]).join("");
  return text.replace(/(.{4})(?=.)/g, "$1-");
}
