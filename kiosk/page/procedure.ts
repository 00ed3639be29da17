/** One procedure in plain words: what to bring, how long, how much, where; then a number. */
import { ApiError, newKey } from "@web/api";
import { el, setText } from "@web/dom";
import { language, pick, t } from "@web/i18n";
import { printChecklist, procedureDetail } from "./agent";
import { countPapers, documents, fold, papersTitle } from "./documents";
import { feeOf, timeOf } from "./facts";
import { icon, type Icon } from "./icons";
import { Printing } from "./printing";
import { serviceOf } from "./results";
import type { Screen } from "./screen";
import { Scroller } from "./scroller";
import { UNKNOWN_STATE, type PrintEvent, type ProcedureDetail, type Service, type Suggestion } from "./types";

/** From here on a name is a paragraph and not a heading's worth. */
const LONG_NAME = 110;

type Loaded = "loading" | "whole" | "facts" | "failed";

export class ProcedureScreen implements Screen {
  readonly title = el("h1", { tabindex: -1, lang: "vi" });
  readonly bar = ["back", "priority"] as const;
  readonly idle = true;
  readonly patience = 3;
  private readonly facts = el("dl", { class: "facts" });
  private readonly papers = el("div", { class: "procedure-papers" });
  private readonly text = new Scroller(this.title, this.facts, this.papers);
  private readonly status = el("p", { class: "print", role: "status" });
  private readonly take = el("button", { type: "button", class: "button primary" });
  private readonly print = el("button", { type: "button", class: "button" });
  readonly root: HTMLElement;
  private state = UNKNOWN_STATE;
  private detail: Partial<ProcedureDetail> & Suggestion;
  private loaded: Loaded = "loading";
  private printing: Printing | null = null;
  private refused: ApiError | null = null;
  private drawn = "";
  private timer = 0;

  /** `known` is what the search said; the rest is asked for. */
  constructor(
    known: Suggestion,
    chips: HTMLElement,
    private readonly chosen: (service: Service, procedure: string) => void,
  ) {
    this.detail = known;
    this.take.addEventListener("click", () => this.takeNumber());
    this.print.addEventListener("click", () => void this.printList());
    const actions = el("div", { class: "procedure-actions" }, this.take, this.print);
    this.root = el("div", { class: "choose procedure" }, chips, this.text.root, this.status, actions);
    void this.load();
  }

  enter(): void {
    this.timer = window.setInterval(() => this.printing?.tick(), 1000);
  }

  leave(): void {
    window.clearInterval(this.timer);
  }

  update(state: typeof UNKNOWN_STATE): void {
    this.state = state;
    setText(this.title, this.detail.name);
    this.title.classList.toggle("long", this.detail.name.length > LONG_NAME);
    this.draw();
    this.text.update(t("kiosk.procedure.text"));
    this.updateActions();
    this.updateStatus();
  }

  /** News of some print. */
  hear(event: PrintEvent): void {
    this.printing?.hear(event);
  }

  private async load(): Promise<void> {
    try {
      const whole = await procedureDetail(this.detail.code);
      this.detail = whole ?? this.detail;
      this.loaded = whole ? "whole" : "facts";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.loaded = "failed";
    }
    this.update(this.state);
  }

  /** Anew only where something changed, so that an opened case stays open. */
  private draw(): void {
    const service = serviceOf(this.state, this.detail);
    const now = [language(), this.loaded, service?.open, service?.name].join("|");
    if (now === this.drawn) return;
    this.drawn = now;
    this.facts.replaceChildren(...this.factRows(service));
    this.papers.replaceChildren(...this.papersPart());
  }

  private factRows(service: Service | undefined): HTMLElement[] {
    const { processing_text = null, field = "", ...rest } = this.detail;
    const facts = { ...rest, processing_text, field };
    const unknown = t(this.loaded === "loading" ? "kiosk.procedure.loading" : "kiosk.procedure.ask");
    return [
      fact("clock", t("kiosk.procedure.time"), timeOf(facts) || unknown),
      fact("money", t("kiosk.procedure.fee"), feeOf(facts).words || unknown),
      fact("desk", t("kiosk.procedure.where"), this.where(service)),
    ];
  }

  private where(service: Service | undefined): string {
    if (!service) return t("kiosk.search.not_here");
    const counters = (this.detail.counters ?? []).map(({ number }) => number);
    const name = pick(service, "name");
    if (counters.length === 0) return name;
    return `${name} – ${t("kiosk.procedure.counters", { list: counters.join(", ") })}`;
  }

  private papersPart(): HTMLElement[] {
    const cases = this.detail.cases ?? [];
    if (this.loaded === "loading") return [];
    if (countPapers(cases) === 0) {
      return [el("p", { class: "procedure-none", text: t("kiosk.papers.none") })];
    }
    return [papersTitle(cases), documents(cases), ...this.finePrint()];
  }

  private finePrint(): HTMLElement[] {
    const { note } = feeOf({ processing_text: null, field: "", ...this.detail });
    if (note === "") return [];
    return [fold(t("kiosk.fee.note"), el("p", { class: "fine-print", text: note, lang: "vi" }), false)];
  }

  private updateActions(): void {
    const service = serviceOf(this.state, this.detail);
    const papers = countPapers(this.detail.cases ?? []) > 0;
    const key = !service ? "not_here" : !service.open ? "closed" : papers ? "take" : "take_anyway";
    setText(this.take, t(`kiosk.procedure.${key}`));
    this.take.disabled = !service?.open;
    const busy = this.printing?.shown === "waiting" || this.printing?.shown === "slow";
    this.print.hidden = !papers || this.state.printer.state === "none";
    this.print.disabled = busy;
    this.print.replaceChildren(icon("printer"), t("kiosk.procedure.print"));
  }

  private updateStatus(): void {
    const { printing, refused } = this;
    this.status.hidden = !printing && !refused;
    if (refused) {
      this.status.className = "print failed";
      setText(this.status, `${refused.message} ${refused.action}`);
    } else if (printing) {
      this.status.className = `print ${printing.shown}`;
      setText(this.status, printing.words("checklist", this.state.printer.state));
    }
  }

  private takeNumber(): void {
    const service = serviceOf(this.state, this.detail);
    if (service?.open) this.chosen(service, this.detail.code);
  }

  /** One press is one sheet: the button waits until the printer is done. */
  private async printList(): Promise<void> {
    const press = newKey();
    const printing = new Printing(press, () => this.update(this.state));
    this.printing = printing;
    this.refused = null;
    this.update(this.state);
    try {
      const order = { press, procedure: this.detail.code, language: language() };
      printing.begin(await printChecklist(order));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.printing = null;
      this.refused = error;
      this.update(this.state);
    }
  }
}

function fact(sign: Icon, name: string, words: string): HTMLElement {
  const term = el("dt", {}, name);
  term.prepend(icon(sign));
  return el("div", { class: "fact" }, term, el("dd", { text: words }));
}
