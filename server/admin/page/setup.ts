/** The first start: the one-time link makes the first administrator. */

import { api } from "@web/api";
import { byId } from "@web/dom";
import { t } from "@web/i18n";
import { code, password, samePassword } from "./checks";
import { Form } from "./form";

export function showSetup(secret: string): void {
  const form = new Form(
    "setup",
    [
      { name: "name", kind: "text", autocomplete: "name" },
      { name: "username", kind: "text", maxlength: 64, autocomplete: "username", check: code },
      { name: "password", kind: "password", autocomplete: "new-password", check: password },
      { name: "again", kind: "password", autocomplete: "new-password", check: samePassword },
      { name: "sample", kind: "switch" },
    ],
    async (values) => {
      const { username, name, password: chosen } = values;
      const body = { username, name, password: chosen, sample: values["sample"] === "yes" };
      await api("POST", `/setup/${encodeURIComponent(secret)}`, body);
      location.replace("/admin#start");
      return t("setup.done");
    },
  );
  byId("setup-form").append(form.node);
  byId("setup").hidden = false;
  form.node.querySelector("input")?.focus();
}
