/** The kiosk: from one screen to the next, for one person after another. */
import { ApiError, newKey } from "@web/api";
import { dateInWords, everySecond, timeOfDay } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { init, language, onLanguage, pick, setLanguage, t, type Language } from "@web/i18n";
import { checkIn, listen, takeNumber } from "./agent";
import { CheckInScreen } from "./check_in";
import type { Choice } from "./choices";
import { GroupScreen, HomeScreen, PriorityScreen } from "./choose";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { Idle } from "./idle";
import { BAR, present, type Screen } from "./screen";
import { SearchScreen } from "./search";
import { TicketScreen } from "./ticket";
import { times } from "./times";
import { TroubleScreen, type Ways } from "./trouble";
import type { CheckIn, Issued, KioskState, Named, Press, PrintState, Service } from "./types";

const EMPTY: KioskState = {
  centre: null,
  departments: [],
  services: [],
  priorities: [],
  online: true,
  printer: { state: "unknown" },
};

class Kiosk {
  private state = EMPTY;
  private agentAlive = true;
  private priority: Named | null = null;
  private screen: Screen | null = null;
  private behind: (() => void) | null = null;
  private press: { press: string; screen: TicketScreen } | null = null;
  private readonly chip = el("div", { class: "chip" });
  private readonly idle = new Idle(times(), () => this.startOver());

  begin(): void {
    onLanguage(() => this.languageChanged());
    byId("lang-vi").addEventListener("click", () => this.speak("vi"));
    byId("lang-en").addEventListener("click", () => this.speak("en"));
    byId("back").addEventListener("click", () => this.back());
    byId("search").addEventListener("click", () => this.search());
    byId("priority").addEventListener("click", () => this.choosePriority());
    byId("appointment").addEventListener("click", () => this.enterCode());
    document.addEventListener("keydown", (event) => this.escape(event));
    document.addEventListener("contextmenu", (event) => event.preventDefault());
    everySecond(() => this.tick());
    this.startOver();
    listen({
      state: (state) => this.take(state),
      line: (alive) => this.lineIs(alive),
      print: (press, state) => this.printed(press, state),
    });
  }

  /** For the next person: first screen, Vietnamese, no priority. */
  private startOver(): void {
    this.priority = null;
    this.press = null;
    setLanguage("vi");
    this.home();
  }

  private home(): void {
    this.behind = null;
    const begun = language() !== "vi" || this.priority !== null;
    this.go(new HomeScreen((choice) => this.chosen(choice), this.chip, begun));
  }

  private chosen(choice: Choice): void {
    if (choice.kind === "service") return this.takeFor(choice.service);
    this.behind = () => this.home();
    this.go(new GroupScreen(choice.group, (inner) => this.chosen(inner), this.chip));
  }

  private search(): void {
    this.behind = () => this.home();
    const chosen = (service: Service, procedure: { code: string }): void =>
      this.takeFor(service, procedure.code);
    this.go(new SearchScreen(chosen, this.chip));
  }

  private choosePriority(): void {
    const before = this.screen;
    const behind = this.behind;
    const comeBack = (): void => {
      this.behind = behind;
      if (before?.bar.includes("back")) this.go(before);
      else this.home();
    };
    this.behind = comeBack;
    this.go(
      new PriorityScreen((priority) => {
        this.priority = priority;
        comeBack();
      }),
    );
  }

  private takeFor(service: Service, procedure?: string): void {
    const press: Press = { press: newKey(), service: service.id, language: language() };
    if (this.priority) press.priority = this.priority.id;
    if (procedure) press.procedure = procedure;
    void this.send(press.press, service, () => takeNumber(press));
  }

  private enterCode(): void {
    this.behind = () => this.home();
    this.go(new CheckInScreen((code) => this.checkIn(code)));
  }

  private checkIn(code: string): void {
    const press: CheckIn = { press: newKey(), code, language: language() };
    const appointment = { code, retype: () => this.enterCode() };
    void this.send(press.press, null, () => checkIn(press), { appointment });
  }

  /** `ask` is one press: asking again, after trouble, can give no second ticket. */
  private async send(
    press: string,
    service: Service | null,
    ask: () => Promise<Issued>,
    ways: Partial<Ways> = {},
  ): Promise<void> {
    const screen = new TicketScreen(service, times(), () => this.startOver());
    this.press = { press, screen };
    this.go(screen);
    try {
      screen.show(await ask());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const again = (): void => void this.send(press, service, ask, ways);
      this.go(new TroubleScreen(error, { again, home: () => this.home(), ...ways }));
    }
  }

  private printed(press: string, state: PrintState): void {
    if (this.press?.press === press) this.press.screen.setPrint(state);
  }

  private go(screen: Screen): void {
    this.screen?.leave?.();
    this.screen = screen;
    for (const id of BAR) byId(id).hidden = !screen.bar.includes(id);
    byId("bar").hidden = screen.bar.length === 0;
    this.update();
    present(screen);
    this.idle.watch(screen.idle);
  }

  private back(): void {
    this.behind?.();
  }

  private escape(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.screen?.bar.includes("back")) this.back();
  }

  private speak(wanted: Language): void {
    setLanguage(wanted);
    // Choosing a language on the first screen begins a visit: from now on it can time out.
    if (this.screen instanceof HomeScreen) this.home();
  }

  private take(state: KioskState): void {
    this.state = state;
    this.update();
  }

  private lineIs(alive: boolean): void {
    this.agentAlive = alive;
    this.notices();
  }

  private languageChanged(): void {
    this.update();
    this.tick();
  }

  private update(): void {
    setText(byId("centre"), this.state.centre ? pick(this.state.centre, "name") : "");
    for (const code of ["vi", "en"] as const) {
      byId(`lang-${code}`).setAttribute("aria-pressed", String(language() === code));
    }
    this.updateChip();
    this.screen?.update(this.state);
    this.notices();
  }

  private updateChip(): void {
    this.chip.hidden = !this.priority;
    if (!this.priority) return;
    const words = t("kiosk.priority.chosen", { name: pick(this.priority, "name") });
    const drop = (): void => {
      this.priority = null;
      this.update();
    };
    const text = t("kiosk.priority.drop");
    const button = el("button", { type: "button", class: "button", text, on: { click: drop } });
    this.chip.replaceChildren(el("span", { text: words }), button);
  }

  private notices(): void {
    const { online, printer } = this.state;
    notice("line", online && this.agentAlive ? null : "kiosk.line.lost");
    const broken = ["paper_out", "cover_open", "offline"].includes(printer.state);
    // With a number on the screen, the ticket itself says what the printer does.
    const said = this.screen instanceof TicketScreen;
    notice("printer", broken && !said ? "kiosk.printer.broken" : null);
  }

  private tick(): void {
    setText(byId("time"), timeOfDay());
    setText(byId("date"), dateInWords(language()));
  }
}

function notice(id: string, key: string | null): void {
  const node = byId(id);
  node.hidden = key === null;
  setText(node, key === null ? "" : t(key));
}

init({ vi, en }, { start: "vi", remember: false });
new Kiosk().begin();
