/** Keeps "now" live. Everything on the page was already there when the server sent it. */
import { timeOfDay } from "@web/clock";
import { byId, setText } from "@web/dom";
import { init, t } from "@web/i18n";
import { connect } from "@web/socket";
import { waitWords } from "@web/wait_range";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";

interface ServiceView {
  service: { open: boolean };
  waiting: number;
  open_counters: number;
  last_called: string | null;
  /** Minutes; null while nothing is known. */
  wait: { low: number; high: number } | null;
}

/** One connection may watch no more rooms than this; the rest is of the moment the page came. */
const MOST = 60;

function waitText({ service, wait, open_counters }: ServiceView): string {
  if (!service.open) return t("outlook.closed");
  if (!wait && open_counters === 0) return t("outlook.no_counter");
  if (!wait) return t("outlook.wait.unknown");
  return waitWords("outlook.wait", wait);
}

function show(line: HTMLElement, view: ServiceView): void {
  const part = (name: string) => line.querySelector<HTMLElement>(`.${name}`);
  const write = (name: string, text: string) => {
    const node = part(name);
    if (node) setText(node, text);
  };
  line.dataset["known"] = view.service.open && view.wait ? "yes" : "no";
  write("wait", waitText(view));
  write("waiting", String(view.waiting));
  write("counters", String(view.open_counters));
  write("called", view.last_called ?? "–");
  const facts = part("facts");
  if (facts) facts.hidden = !view.service.open;
  setText(byId("at"), timeOfDay());
}

function begin(): void {
  const live = connect();
  const lines = [...document.querySelectorAll<HTMLElement>("[data-service]")];
  for (const line of lines.slice(0, MOST)) {
    live.watch<ServiceView>(`service/${line.dataset["service"] ?? ""}`, (view) => show(line, view));
  }
  let stood = false;
  live.onLine((online) => {
    stood ||= online;
    const banner = byId("line");
    banner.hidden = online || !stood;
    setText(banner, online ? "" : t("web.line.lost"));
  });
}

init({ vi, en }, { start: document.documentElement.lang === "en" ? "en" : "vi", remember: false });
begin();
