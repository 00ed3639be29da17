/** The hall's boards: what each shows, in which languages, and which one of a zone speaks. */

import "./boards.css";
import { api } from "@web/api";
import { byId, el } from "@web/dom";
import { onLanguage, pick, t } from "@web/i18n";
import { BoardMedia } from "./board_media";
import { Choices } from "./choices";
import { between, code } from "./checks";
import { Form, type Field, type Values } from "./form";
import { all, rowButton, table } from "./lists";
import type { Board, Counter, Medium, Service, VolumeSpan } from "./types";

/** The whole centre's board: always there. */
const WHOLE = "hall";
const SPAN = /^(\d{2}:\d{2})\s*[-–]\s*(\d{2}:\d{2})\s+(\d{1,3})$/;

export class Boards {
  private boards: Board[] = [];
  private readonly services = new Choices("board.services");
  private readonly counters = new Choices("board.counters");
  private readonly shown = new Choices("board.media");
  private readonly media = new BoardMedia((media) => this.take(media));
  private readonly form = new Form("board", fields(), (values) => this.save(values), true);

  constructor() {
    byId("boards-form").append(this.form.node);
    const before = this.form.node.querySelector("button[type=submit]");
    for (const one of [this.services, this.counters, this.shown]) before?.before(one.node);
    byId("boards-new").addEventListener("click", () => this.edit(null));
    onLanguage(() => this.paint());
    this.paint();
    this.edit(null);
  }

  async load(): Promise<void> {
    const first = this.boards.length === 0;
    this.boards = await all<Board>("/boards");
    this.paint();
    if (first) this.edit(this.boards[0] ?? null);
    await this.media.load();
  }

  knowServices(services: Service[]): void {
    this.services.offer(services.map((one) => ({ value: one.id, text: pick(one, "name") })));
  }

  knowCounters(counters: Counter[]): void {
    this.counters.offer(counters.map((one) => ({ value: one.id, text: pick(one, "name") })));
  }

  private take(media: Medium[]): void {
    this.shown.offer(media.map((one) => ({ value: one.id, text: one.name || one.id.slice(0, 8) })));
  }

  private async save(values: Values): Promise<string> {
    const id = values["id"] ?? "";
    await api<Board>("PUT", `/boards/${encodeURIComponent(id)}`, {
      ...boardOf(values),
      services: this.services.chosen,
      counters: this.counters.chosen,
      media: this.shown.chosen,
    });
    this.boards = await all<Board>("/boards");
    this.paint();
    return t("board.done");
  }

  private edit(board: Board | null): void {
    this.form.fill(valuesOf(board));
    this.services.choose(board?.services ?? []);
    this.counters.choose(board?.counters ?? []);
    this.shown.choose(board?.media ?? []);
    byId("boards-edited").textContent = board ? t("board.edit", { name: nameOf(board) }) : t("board.add");
  }

  private paint(): void {
    const options = (name: string, values: string[]): void =>
      this.form.setOptions(name, values.map((value) => ({ value, text: t(`board.${name}.${value}`) })));
    options("languages", ["vi", "en", "vi+en"]);
    options("accent", ["north", "south"]);
    const columns = ["board.column.name", "board.path", "board.column.zone", "board.speaks.short", "list.do"];
    const rows = this.boards.map((board) => this.row(board));
    byId("boards-list").replaceChildren(table(t("boards.title"), columns, rows));
  }

  private row(board: Board): (Node | string)[] {
    const name = nameOf(board);
    const edit = (): Promise<void> => Promise.resolve(this.edit(board));
    const remove = (): Promise<void> => this.remove(board);
    return [
      name,
      el("a", { href: board.path, target: "_blank", rel: "noopener", text: board.path }),
      board.zone || "–",
      t(board.speaks ? "board.voice" : "board.silent"),
      el("div", { class: "row-buttons" },
        rowButton(t("board.change"), t("board.edit", { name }), edit),
        board.id !== WHOLE && rowButton(t("board.remove"), t("board.remove.what", { name }), remove)),
    ];
  }

  private async remove(board: Board): Promise<void> {
    if (!window.confirm(t("board.remove.what", { name: nameOf(board) }))) return;
    await api("DELETE", `/boards/${encodeURIComponent(board.id)}`);
    await this.load();
    this.edit(null);
  }
}

function fields(): Field[] {
  return [
    { name: "id", kind: "text", maxlength: 64, check: code },
    { name: "name", kind: "text", optional: true, maxlength: 100 },
    { name: "name_en", kind: "text", optional: true, maxlength: 100 },
    { name: "zone", kind: "text", optional: true, maxlength: 100 },
    { name: "languages", kind: "select" },
    { name: "speaks", kind: "switch", section: "voice" },
    { name: "accent", kind: "select" },
    number("repeat", 1, 3),
    number("volume", 0, 100),
    { name: "volumes", kind: "text", optional: true, maxlength: 400, check: spans },
    number("quiet_s", 0, 600),
    { name: "notice", kind: "text", optional: true, maxlength: 200, section: "shown" },
    { name: "notice_en", kind: "text", optional: true, maxlength: 200 },
    number("media_s", 5, 300),
  ];
}

function number(name: string, low: number, high: number): Field {
  return { name, kind: "number", maxlength: 3, bounds: [low, high], check: between(low, high) };
}

function nameOf(board: Board): string {
  return pick(board, "name") || (board.id === WHOLE ? t("board.whole") : board.id);
}

function valuesOf(board: Board | null): Values {
  return {
    id: board?.id ?? "",
    name: board?.name ?? "",
    name_en: board?.name_en ?? "",
    zone: board?.zone ?? "",
    languages: board?.languages.join("+") ?? "vi",
    speaks: board?.speaks ? "yes" : "",
    accent: board?.accent ?? "north",
    repeat: String(board?.repeat ?? 2),
    volume: String(board?.volume ?? 80),
    volumes: (board?.volumes ?? []).map(({ begin, end, volume }) => `${begin}-${end} ${volume}`).join(", "),
    quiet_s: String(board?.quiet_s ?? 0),
    notice: board?.notice ?? "",
    notice_en: board?.notice_en ?? "",
    media_s: String(board?.media_s ?? 15),
  };
}

function boardOf(values: Values): object {
  const text = (name: string): string => values[name] ?? "";
  return {
    name: text("name"),
    name_en: text("name_en"),
    zone: text("zone"),
    languages: text("languages").split("+"),
    accent: text("accent"),
    speaks: text("speaks") === "yes",
    repeat: Number(text("repeat")),
    volume: Number(text("volume")),
    volumes: parse(text("volumes")) ?? [],
    quiet_s: Number(text("quiet_s")),
    notice: text("notice"),
    notice_en: text("notice_en"),
    media_s: Number(text("media_s")),
  };
}

function spans(value: string): string | null {
  return parse(value) === null ? "board.volumes.wrong" : null;
}

/** "07:30-11:30 80, 13:30-17:00 60"; null where that is not what it says. */
function parse(text: string): VolumeSpan[] | null {
  const parts = text.split(/[,;]/).map((part) => part.trim()).filter((part) => part !== "");
  const found = parts.map((part) => SPAN.exec(part));
  if (found.some((one) => one === null || Number(one[3]) > 100)) return null;
  return found.map((one) => ({ begin: one?.[1] ?? "", end: one?.[2] ?? "", volume: Number(one?.[3]) }));
}
