/** Printing a dossier's form: the server's page in a frame nobody sees, handed to the printer. */

import { el } from "@web/dom";
import { inCentre } from "@web/centre";

/** Milliseconds a form may take. */
const WITHIN_MS = 20_000;

let frame: HTMLIFrameElement | null = null;

export function formUrl(code: string, form: string, format: "html" | "pdf"): string {
  return inCentre(`/api/v1/dossiers/${encodeURIComponent(code)}/forms/${form}?format=${format}`);
}

/** Prints a form; false where it could not be had. */
export async function printForm(code: string, form: string): Promise<boolean> {
  const url = formUrl(code, form, "html");
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(WITHIN_MS) });
    if (!answer.ok) return false;
    await answer.body?.cancel();
    return await framed(url);
  } catch {
    return false; // no line, or too slow: the officer is told, and prints again
  }
}

function framed(url: string): Promise<boolean> {
  frame?.remove();
  const made = el("iframe", { class: "print-frame", "aria-hidden": "true", tabindex: -1, title: "" });
  frame = made;
  return new Promise((resolve) => {
    const late = window.setTimeout(() => resolve(false), WITHIN_MS);
    made.addEventListener("load", () => {
      window.clearTimeout(late);
      resolve(sent(made));
    });
    made.src = url;
    document.body.append(made);
  });
}

function sent(made: HTMLIFrameElement): boolean {
  try {
    made.contentWindow?.print();
    return made.contentWindow !== null;
  } catch {
    return false; // the frame shows something that is not ours to print
  }
}
