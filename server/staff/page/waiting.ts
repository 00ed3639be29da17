/** Who waits for this counter, how long, and who is next and why. */

import { minutes, since, timeOfDay } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { waitWords } from "@web/wait_range";
import { icon } from "./icons";
import { LONG_WAIT_MINUTES, type DeskView, type Line, type Waiting } from "./types";
import type { Words } from "./words";

interface Ticking {
  since: string;
  cell: HTMLElement;
  mark: HTMLElement;
}

export class WaitingPanel {
  private ticking: Ticking[] = [];
  private bound = LONG_WAIT_MINUTES;

  constructor(private readonly words: Words) {}

  show(view: DeskView): void {
    this.bound = view.rules.long_wait_minutes ?? LONG_WAIT_MINUTES;
    this.ticking = [];
    setText(byId("waiting-total"), String(view.waiting_total));
    this.showNext(view);
    byId("waiting-rows").replaceChildren(...view.waiting.map((one) => this.row(one, view)));
    byId("waiting-table").hidden = view.waiting.length === 0;
    byId("waiting-empty").hidden = view.waiting.length > 0;
    setText(byId("waiting-more"), moreText(view));
    byId("line-rows").replaceChildren(...view.lines.map((line) => this.lineRow(line)));
    this.tick();
  }

  tick(): void {
    for (const { since: from, cell, mark } of this.ticking) {
      const waited = minutes(since(from));
      setText(cell, t("minutes", { n: waited }));
      mark.hidden = waited < this.bound;
    }
  }

  private showNext(view: DeskView): void {
    setText(byId("next-number"), view.next?.number ?? "–");
    setText(byId("next-reason"), view.next?.reason.text[language()] ?? t("next.nobody"));
  }

  private row(one: Waiting, view: DeskView): HTMLElement {
    const next = one.id === view.next?.id;
    const name = pick(one, "service_name");
    return el(
      "tr",
      { class: next ? "is-next" : "" },
      el(
        "th",
        { scope: "row" },
        el("span", { class: "number", text: one.number }),
        next && el("span", { class: "tag" }, icon("next"), t("waiting.next")),
      ),
      el("td", {}, el("span", { class: "name", text: name }), this.priorityTag(one.priority), ...tags(one)),
      this.waitCell(one.issued_at),
    );
  }

  private priorityTag(code: string): HTMLElement | null {
    const words = this.words.priority(code);
    return words === "" ? null : el("span", { class: "priority" }, icon("priority"), words);
  }

  private waitCell(from: string | null): HTMLElement {
    const cell = el("span", { class: "minutes" });
    const mark = el("span", { class: "late", hidden: true }, icon("late"), t("waiting.long"));
    if (from === null) setText(cell, "–");
    else this.ticking.push({ since: from, cell, mark });
    const title = from === null ? null : timeOfDay(from);
    return el("td", { class: "wait", title }, el("span", { class: "waited" }, cell, mark));
  }

  private lineRow(line: Line): HTMLElement {
    return el(
      "tr",
      {},
      el("th", { scope: "row" }, el("b", { class: "prefix", text: line.prefix }), " ", this.words.service(line.service, line.name), expected(line)),
      el("td", { class: "count", text: String(line.waiting) }),
      this.waitCell(line.oldest_issued_at),
    );
  }
}

/** Under the line's name, where it is known: the wait of whoever draws a ticket now. */
function expected({ wait }: Line): HTMLElement | null {
  return wait && el("small", { class: "expected", text: waitWords("lines.expected", wait) });
}

/** Why this one does not simply wait in turn: papers corrected, sent here, an appointment. */
function tags(one: Waiting): (HTMLElement | null)[] {
  const hour = one.appointment_at === null ? "" : timeOfDay(one.appointment_at);
  const lane = one.lane === "normal" || one.lane === "priority" ? null : one.lane;
  return [
    lane && el("span", { class: "tag" }, icon(lane), t(`lane.${lane}`, { time: hour })),
    one.language === "en" ? el("span", { class: "tag", text: t("citizen.en") }) : null,
    one.note ? el("span", { class: "tag note" }, icon("note"), one.note) : null,
  ];
}

function moreText(view: DeskView): string {
  const more = view.waiting_total - view.waiting.length;
  return more > 0 ? t("waiting.more", { n: more }) : "";
}
