/** What people wrote: for managers, without the ticket, the officer or the time of day. */

import { api } from "@web/api";
import { el } from "@web/dom";
import { pick, t } from "@web/i18n";
import type { Named } from "./case_list";
import { dayInWords } from "./numbers";
import type { Period } from "./period";
import type { Section } from "./sections";

interface Comment {
  day: string;
  service: Named;
  value: string;
  reasons: Named[];
  comment: string;
}

interface Page {
  items: Comment[];
  next: string | null;
}

export const comments: Section = {
  id: "comments",
  show: async (root, period) => {
    const page = await fetched(period, "");
    const list = el("ul", { class: "comments" }, ...page.items.map(item));
    const none = page.items.length === 0 && el("p", { class: "none", text: t("comments.none") });
    root.replaceChildren(el("p", { class: "note", text: t("comments.how") }));
    root.append(none || list);
    more(root, list, period, page.next);
  },
};

function more(root: HTMLElement, list: HTMLElement, period: Period, next: string | null): void {
  if (next === null) return;
  const button = el("button", { type: "button", class: "button", text: t("comments.more") });
  button.addEventListener("click", () => {
    button.disabled = true;
    void fetched(period, next).then((page) => {
      button.remove();
      list.append(...page.items.map(item));
      more(root, list, period, page.next);
    }, () => (button.disabled = false));
  });
  root.append(button);
}

async function fetched(period: Period, cursor: string): Promise<Page> {
  const query = new URLSearchParams({ ...period, limit: "20", cursor });
  const page = await api<Page>("GET", `/reports/comments?${query}`);
  return page ?? { items: [], next: null };
}

function item(one: Comment): HTMLElement {
  const reasons = one.reasons.map((reason) => pick(reason, "name")).join(", ");
  return el(
    "li",
    { data: { value: one.value } },
    el("blockquote", { text: one.comment }),
    el("p", { class: "when", text: [t(`value.${one.value}`), reasons, pick(one.service, "name"), dayInWords(one.day)].filter(Boolean).join(" · ") }),
  );
}
