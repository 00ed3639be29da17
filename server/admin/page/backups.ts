/** The installation's backups: when and how many, what lies there, one made now. */

import { api } from "@web/api";
import { inCentre } from "@web/centre";
import { timeOfDay } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { onLanguage, t } from "@web/i18n";
import { makeBackup } from "./backup_making";
import { between } from "./checks";
import { day } from "./days";
import { Form, type Values } from "./form";
import { guarded, rowButton, table } from "./lists";
import { size } from "./sizes";

interface Kept {
  name: string;
  kind: string;
  at: string;
  size: number;
  kept_by: string[];
  checked_at: string | null;
}

interface Told {
  rules: { at: string; daily: number; weekly: number; monthly: number };
  next_at: string | null;
  missed: string | null;
  folder: string;
  data: string;
  free: number;
  items: Kept[];
}

/** Reading a large one again takes minutes. */
const PATIENCE_MS = 30 * 60_000;
const COUNTS: [string, readonly [number, number]][] = [
  ["daily", [0, 60]],
  ["weekly", [0, 60]],
  ["monthly", [0, 120]],
];

class Backups {
  private told: Told;
  private readonly now = byId<HTMLButtonElement>("backups-now");
  private readonly form = new Form(
    "backup",
    [
      { name: "at", kind: "time" },
      ...COUNTS.map(([name, bounds]) => ({ name, kind: "number" as const, maxlength: 3, bounds, check: between(...bounds) })),
    ],
    (values) => this.save(values),
    true,
  );

  constructor(told: Told) {
    this.told = told;
    byId("backups-form").replaceChildren(this.form.node);
    byId("backups-whole").hidden = false;
    this.now.addEventListener("click", () => void guarded(() => this.make()));
    onLanguage(() => this.paint());
    this.take(told);
  }

  private take(told: Told | null): void {
    if (!told) return;
    this.told = told;
    const { at, ...counts } = told.rules;
    this.form.fill({ at, ...Object.fromEntries(Object.entries(counts).map(([name, n]) => [name, String(n)])) });
    this.paint();
  }

  private async save(values: Values): Promise<string> {
    const counts = COUNTS.map(([name]) => [name, Number(values[name])]);
    this.take(await api<Told>("PUT", "/backups/rules", { at: values["at"], ...Object.fromEntries(counts) }));
    return t("backup.done");
  }

  private async make(): Promise<void> {
    this.now.disabled = true;
    try {
      await makeBackup();
    } finally {
      this.now.disabled = false;
      this.take(await api<Told>("GET", "/backups"));
    }
  }

  private async check(one: Kept): Promise<void> {
    this.say("calm", t("backups.checking", { name: one.name }));
    const found = await api<{ whole: boolean; reason: string | null }>("POST", `/backups/${one.name}/check`, undefined, { timeoutMs: PATIENCE_MS });
    if (found?.whole) this.say("good", t("backups.whole", { name: one.name }));
    else this.say("trouble", t("backups.broken", { name: one.name, reason: found?.reason ?? "" }));
    this.take(await api<Told>("GET", "/backups"));
  }

  private paint(): void {
    const { next_at: next, missed, folder, free, data, items } = this.told;
    setText(byId("backups-next"), next ? t("backups.next", { when: moment(next) }) : t("backups.never"));
    setText(byId("backups-place"), t("backups.place", { folder, free: size(free) }));
    setText(byId("backups-missed"), missed ? t("backups.missed", { when: moment(missed) }) : "");
    byId("backups-missed").hidden = missed === null;
    const newest = items[0]?.name ?? "motcua-….motcua";
    setText(byId("backups-command"), `motcua restore ${folder}/${newest} --data ${data} --force`);
    const columns = ["backups.at", "backups.size", "backups.kept_by", "backups.checked", "list.do"];
    byId("backups-list").replaceChildren(table(t("backups.list"), columns, items.map((one) => this.row(one)), t("backups.none")));
  }

  private row(one: Kept): (Node | string)[] {
    const kept = one.kept_by.length > 0 ? one.kept_by.map((rule) => t(`backups.by.${rule}`)).join(", ") : t(`backups.stays.${one.kind}`);
    const check = rowButton(t("backups.check"), t("backups.check.what", { name: one.name }), () => this.check(one));
    const fetched = el("a", {
      class: "button small",
      href: inCentre(`/api/v1/backups/${encodeURIComponent(one.name)}`),
      download: one.name,
      text: t("backups.download"),
      "aria-label": t("backups.download.what", { name: one.name }),
    });
    return [
      el("div", { class: "named" }, moment(one.at), el("small", { text: t(`backups.kind.${one.kind}`) })),
      size(one.size),
      kept,
      one.checked_at ? moment(one.checked_at) : t("backups.unchecked"),
      el("div", { class: "row-buttons" }, fetched, check),
    ];
  }

  private say(tone: string, text: string): void {
    const status = byId("backups-status");
    status.dataset["tone"] = tone;
    setText(status, text);
  }
}

function moment(iso: string): string {
  return `${day(iso)} ${timeOfDay(iso)}`;
}

/** Asked only once somebody looks; whoever does not oversee the installation is told so. */
export function backupsWhenSeen(): void {
  let begun = false;
  const look = (): void => {
    if (begun || location.hash !== "#backups") return;
    begun = true;
    void guarded(async () => {
      const told = await api<Told>("GET", "/backups");
      if (told) new Backups(told);
    });
  };
  window.addEventListener("hashchange", look);
  look();
}
