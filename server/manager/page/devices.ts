/** The kiosks and their paper: who needs a roll, who is silent. */

import { timeOfDay } from "@web/clock";
import { byId, el, setText } from "@web/dom";
import { t } from "@web/i18n";
import "./devices.css";
import { icon } from "./icons";
import type { DeviceRow, ManagerView } from "./types";

const SIGNS = { ok: "open", trouble: "late", silent: "grave" } as const;

export function showDevices(view: ManagerView): void {
  byId("devices-panel").hidden = view.devices.length === 0;
  const well = view.devices.filter((one) => one.state === "ok").length;
  setText(byId("device-summary"), t("device.summary", { well, all: view.devices.length }));
  byId("device-rows").replaceChildren(...view.devices.map(row));
}

/** What somebody called it when it was set up. */
export function nameOf(device: DeviceRow): string {
  return device.label || t("device.nameless", { kind: t(`device.kind.${device.kind}`), id: device.id.slice(-4) });
}

function row(device: DeviceRow): HTMLElement {
  return el(
    "li",
    { class: "device", data: { state: device.state } },
    el("p", { class: "device-name" }, icon(SIGNS[device.state]), el("strong", { text: nameOf(device) })),
    el("p", { class: "device-state", text: stateText(device) }),
    paper(device),
  );
}

function stateText(device: DeviceRow): string {
  if (device.state === "silent") return t("device.silent", { time: timeOfDay(device.reported_at) });
  const waiting = device.offline_waiting > 0 ? t("device.waiting", { n: device.offline_waiting }) : "";
  const said = device.trouble.map((code) => t(`device.${code}`));
  return [...(said.length > 0 ? said : [t("device.ok")]), waiting].filter(Boolean).join(" · ");
}

function paper(device: DeviceRow): HTMLElement | null {
  const { paper_left_pct: percent, paper_left_tickets: tickets } = device;
  if (percent === null || tickets === null) return null;
  const words = t("device.paper", { percent, tickets });
  return el(
    "p",
    { class: "device-paper" },
    el("meter", { min: 0, max: 100, low: 10, value: percent, "aria-hidden": "true" }),
    el("span", { text: words }),
  );
}
