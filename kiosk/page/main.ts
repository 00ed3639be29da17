/** The kiosk: from one screen to the next, for one person after another. */
import { ApiError, newKey } from "@web/api";
import { dateInWords, everySecond, timeOfDay } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { init, language, onLanguage, pick, setLanguage, t, type Language } from "@web/i18n";
import { checkIn, heartbeat, listen, takeNumber } from "./agent";
import { followArrows } from "./arrows";
import { CardScreen } from "./card";
import { CheckInScreen } from "./check_in";
import type { Choice } from "./choices";
import { CollectScreen } from "./collect";
import { FieldsScreen, GroupScreen, PriorityScreen } from "./choose";
import { HomeScreen } from "./home";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { icon, type Icon } from "./icons";
import { Idle } from "./idle";
import { Navigation } from "./navigation";
import { Notices } from "./notices";
import { PairingScreen } from "./pairing";
import { ProcedureScreen } from "./procedure";
import type { Screen } from "./screen";
import { SearchScreen } from "./search";
import { offerSight, resetSight, sightChanged } from "./sight";
import { TicketScreen } from "./ticket";
import { applyScale, times } from "./times";
import { TroubleScreen, type Ways } from "./trouble";
import {
  UNKNOWN_STATE,
  type CheckIn,
  type Issued,
  type KioskState,
  type Press,
  type PrintEvent,
  type ScanEvent,
  type Service,
} from "./types";
import { Visit } from "./visit";

/** Seconds between two signs of life for the agent's watchdog. */
const HEARTBEAT_EVERY = 5;
const BUTTONS: Readonly<Record<string, Icon>> = {
  back: "back",
  priority: "star",
  card: "card",
  appointment: "calendar",
  "sight-large": "sight",
  "sight-contrast": "contrast",
};

class Kiosk {
  private state = UNKNOWN_STATE;
  private agentAlive = true;
  private seconds = 0;
  private readonly notices = new Notices();
  private readonly idle = new Idle(times(), () => this.startOver());
  private readonly visit = new Visit(() => this.update());
  private readonly navigation = new Navigation((screen) => this.shown(screen));

  begin(): void {
    onLanguage(() => this.languageChanged());
    byId("lang-vi").addEventListener("click", () => this.speak("vi"));
    byId("lang-en").addEventListener("click", () => this.speak("en"));
    byId("back").addEventListener("click", () => this.navigation.back());
    byId("priority").addEventListener("click", () => this.choosePriority());
    byId("card").addEventListener("click", () => this.useCard());
    byId("appointment").addEventListener("click", () => this.enterCode());
    document.addEventListener("keydown", (event) => this.escape(event));
    document.addEventListener("contextmenu", (event) => event.preventDefault());
    offerSight(() => this.begun());
    followArrows();
    this.startOver();
    everySecond(() => this.tick());
    listen({
      state: (state) => this.take(state),
      line: (alive) => this.lineIs(alive),
      print: (event) => this.printed(event),
      scan: (event) => this.scanned(event),
    });
  }

  /** For the next person: first screen, Vietnamese, ordinary letters, no priority, no card. */
  private startOver(): void {
    this.visit.clear();
    resetSight();
    setLanguage("vi");
    this.home();
  }

  private home(): void {
    if (!this.state.paired) return this.navigation.restart(new PairingScreen());
    const ways = {
      chosen: (choice: Choice) => this.chosen(choice),
      search: () => this.search(),
      fields: () => this.fields(),
      collect: (service: Service) => this.collect(service),
    };
    const begun = language() !== "vi" || this.visit.begun || sightChanged();
    this.navigation.restart(new HomeScreen(ways, this.visit.chips(), begun));
  }

  private chosen(choice: Choice): void {
    if (choice.kind === "service") return this.takeFor(choice.service);
    const inner = (one: Choice): void => this.chosen(one);
    this.navigation.push(new GroupScreen(choice.group, inner, this.visit.chips()));
  }

  private collect(service: Service): void {
    const take = (dossier: string | null): void => this.takeFor(service, undefined, dossier);
    this.navigation.push(new CollectScreen(this.visit.chips(), take));
  }

  private fields(): void {
    const chosen = (choice: Choice): void => this.chosen(choice);
    this.navigation.push(new FieldsScreen(chosen, this.visit.chips()));
  }

  private search(): void {
    const take = (service: Service, procedure: string): void => this.takeFor(service, procedure);
    this.navigation.push(
      new SearchScreen(
        (found) => this.navigation.push(new ProcedureScreen(found, this.visit.chips(), take)),
        () => this.fields(),
        this.visit.chips(),
      ),
    );
  }

  private choosePriority(): void {
    this.navigation.push(
      new PriorityScreen((priority) => {
        this.visit.choose(priority);
        this.comeBack();
      }),
    );
  }

  private useCard(): void {
    this.navigation.push(
      new CardScreen({
        used: (scan, priority) => {
          this.visit.takeCard(scan);
          if (priority) this.visit.choose(priority);
          this.comeBack();
        },
        skipped: () => this.comeBack(),
      }),
    );
  }

  private comeBack(): void {
    this.navigation.back();
    this.begun();
  }

  private takeFor(service: Service, procedure?: string, dossier: string | null = null): void {
    const press: Press = { press: newKey(), service: service.id, language: language() };
    if (this.visit.priority) press.priority = this.visit.priority.id;
    if (this.visit.scan !== null) press.scan = this.visit.scan;
    if (procedure) press.procedure = procedure;
    if (dossier) press.dossier = dossier;
    void this.send(press.press, service, () => takeNumber(press));
  }

  private enterCode(): void {
    this.navigation.push(new CheckInScreen((code) => this.checkIn(code)));
  }

  private checkIn(code: string): void {
    const press: CheckIn = { press: newKey(), code, language: language() };
    const retype = (): void => {
      this.home();
      this.enterCode();
    };
    void this.send(press.press, null, () => checkIn(press), { appointment: { code, retype } });
  }

  /** `ask` is one press: asking again, after trouble, can give no second ticket. */
  private async send(
    press: string,
    service: Service | null,
    ask: () => Promise<Issued>,
    ways: Partial<Ways> = {},
  ): Promise<void> {
    const screen = new TicketScreen(press, service, times(), () => this.startOver());
    this.navigation.restart(screen);
    try {
      screen.show(await ask());
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const again = (): void => void this.send(press, service, ask, ways);
      const home = (): void => this.home();
      this.navigation.restart(new TroubleScreen(error, { again, home, ...ways }));
    }
  }

  private printed(event: PrintEvent): void {
    const { screen } = this.navigation;
    if (screen instanceof TicketScreen) screen.printed(event);
    else if (screen instanceof ProcedureScreen) screen.hear(event);
  }

  private scanned(event: ScanEvent): void {
    const { screen } = this.navigation;
    if (screen instanceof CardScreen) screen.hear(event);
    else if (event.state === "over") this.visit.cardForgotten();
  }

  private shown(screen: Screen): void {
    this.update();
    this.idle.watch(screen.idle, screen.patience);
  }

  private escape(event: KeyboardEvent): void {
    const back = this.navigation.screen?.bar.includes("back");
    if (event.key === "Escape" && back) this.navigation.back();
  }

  private speak(wanted: Language): void {
    setLanguage(wanted);
    this.begun();
  }

  /** A choice on the first screen begins a visit: from now on it can time out. */
  private begun(): void {
    const { screen } = this.navigation;
    if (!(screen instanceof HomeScreen)) return;
    screen.idle = true;
    this.idle.watch(true);
  }

  private take(state: Partial<KioskState>): void {
    const before = this.state.paired;
    this.state = { ...UNKNOWN_STATE, ...state };
    if (this.state.paired === before) return this.update();
    this.home();
  }

  private lineIs(alive: boolean): void {
    this.agentAlive = alive;
    this.notice();
  }

  private languageChanged(): void {
    this.update();
    this.showTime();
  }

  private update(): void {
    const { screen } = this.navigation;
    setText(byId("centre"), this.state.centre ? pick(this.state.centre, "name") : "");
    for (const code of ["vi", "en"] as const) {
      byId(`lang-${code}`).setAttribute("aria-pressed", String(language() === code));
    }
    for (const [id, name] of Object.entries(BUTTONS)) label(id, name);
    byId("card").hidden = !screen?.bar.includes("card") || this.state.scanner.state !== "ready";
    this.visit.update();
    screen?.update(this.state);
    this.notice();
  }

  private notice(): void {
    const ticketShown = this.navigation.screen instanceof TicketScreen;
    this.notices.update(this.state, this.agentAlive, ticketShown);
  }

  private tick(): void {
    if (this.seconds % HEARTBEAT_EVERY === 0) void heartbeat();
    this.seconds += 1;
    this.notices.tick(this.state);
    this.notice();
    this.showTime();
  }

  private showTime(): void {
    setText(byId("time"), timeOfDay());
    setText(byId("date"), dateInWords(language()));
  }
}

/** The words of a button of the page's frame, with its drawing. */
function label(id: string, name: Icon): void {
  const words = t(`kiosk.${id}`);
  const button = byId(id);
  if (button.textContent !== words) button.replaceChildren(icon(name), el("span", { text: words }));
}

applyScale();
init({ vi, en }, { start: "vi", remember: false });
new Kiosk().begin();
