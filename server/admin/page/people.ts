/** Those who may sign in. */

import { api } from "@web/api";
import { byId } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { code, password } from "./checks";
import { Form } from "./form";
import { all, table } from "./lists";
import type { Person } from "./types";

const ROLES = ["staff", "manager", "admin"];

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

  /** `onNews` gets the people after every change. */
  constructor(private readonly onNews: (people: Person[]) => void) {
    byId("people-form").append(this.form.node);
    onLanguage(() => this.paint());
  }

  async load(): Promise<void> {
    this.people = await all<Person>("/users");
    this.paint();
    this.onNews(this.people);
  }

  private paint(): void {
    this.form.setOptions("role", ROLES.map((role) => ({ value: role, text: t(`role.${role}`) })));
    const rows = this.people.map((one) => [one.name, one.username, t(`role.${one.role}`)]);
    const columns = ["person.name", "person.username", "person.role"];
    byId("people-list").replaceChildren(table(t("people.title"), columns, rows));
  }
}
