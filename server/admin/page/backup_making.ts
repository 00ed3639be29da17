/** A backup that is being made: the server tells its steps while it lasts. */

import { lines } from "@web/api";
import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";

interface Step {
  name: string;
  phase: "copy" | "check" | "pack" | "verify" | "done" | "failed";
  share: number;
  reason: string;
}

/** Phases in their order, each with its part of the whole. */
const PARTS: Partial<Record<Step["phase"], [number, number]>> = {
  copy: [0, 0.3],
  check: [0.3, 0.1],
  pack: [0.4, 0.5],
  verify: [0.9, 0.1],
};

/** Makes one; whoever leaves the page leaves it to go on. */
export async function makeBackup(): Promise<void> {
  const bar = byId<HTMLProgressElement>("backups-progress");
  bar.hidden = false;
  bar.value = 0;
  say("calm", t("making.begin"));
  let last: Step | null = null;
  try {
    await lines<Step>("/backups", (step) => {
      last = step;
      show(step, bar);
    });
  } finally {
    bar.hidden = true;
    conclude(last);
  }
}

function show(step: Step, bar: HTMLProgressElement): void {
  const part = PARTS[step.phase];
  if (!part) return;
  bar.value = Math.max(bar.value, part[0] + part[1] * step.share);
  say("calm", t(`making.${step.phase}`));
}

function conclude(last: Step | null): void {
  if (last?.phase === "done") say("good", t("making.done", { name: last.name }));
  else if (last?.phase === "failed") say("trouble", t("making.failed", { reason: last.reason }));
  else say("calm", last ? t("making.lost") : "");
}

function say(tone: string, text: string): void {
  const status = byId("backups-status");
  status.dataset["tone"] = tone;
  setText(status, text);
}
