/** Where else a person may work: other centres, or everywhere. */

import { t, pick } from "@web/i18n";
import { Editor } from "./edit";
import { all } from "./lists";
import type { Grant, Person } from "./types";

interface Workplace {
  id: string;
  name: string;
  name_en: string;
  here: boolean;
}

const EVERYWHERE = "*";
const NONE = "none";
const ROLES = ["staff", "manager", "admin", "auditor"];

export class Elsewhere {
  private places: Workplace[] = [];
  private person: Person | null = null;
  private readonly editor: Editor;

  constructor(onSaved: () => Promise<void>) {
    this.editor = new Editor(
      "person_elsewhere",
      [
        { name: "scope", kind: "select" },
        { name: "role", kind: "select" },
      ],
      ({ scope, role }) => ({ grants: this.changed(scope ?? "", role ?? NONE) }),
      onSaved,
    );
  }

  /** Whether there is any other place to work at. */
  get offers(): boolean {
    return this.places.length > 0;
  }

  async load(): Promise<void> {
    // A device's token has no centres of its own to choose from.
    const found = await all<Workplace>("/session/centres").catch(() => []);
    this.places = found.filter((one) => !one.here);
  }

  nameOf(scope: string): string {
    const place = this.places.find((one) => one.id === scope);
    if (scope === EVERYWHERE) return t("person_elsewhere.everywhere");
    return place ? pick(place, "name") : scope;
  }

  open(person: Person): void {
    this.person = person;
    const scopes = [...this.places.map((one) => one.id), EVERYWHERE];
    this.editor.setOptions("scope", scopes.map((value) => ({ value, text: this.nameOf(value) })));
    const roles = ROLES.map((value) => ({ value, text: t(`role.${value}`) }));
    this.editor.setOptions("role", [{ value: NONE, text: t("person_elsewhere.none") }, ...roles]);
    const first = person.grants[0];
    this.editor.open(`/users/${person.id}/grants`, person.name, first ? { ...first } : {});
  }

  /** The person's grants with this one put in place of the scope's former one. */
  private changed(scope: string, role: string): Grant[] {
    const others = (this.person?.grants ?? []).filter((one) => one.scope !== scope);
    return role === NONE ? others : [...others, { scope, role }];
  }
}
