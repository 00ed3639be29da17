/** What the page gains by a script: the code of the receipt's QR, and being told of the result. */
import { init } from "@web/i18n";
import { byId } from "@web/dom";
import en from "./i18n/en.json";
import vi from "./i18n/vi.json";
import { beginNotify } from "./notify";

const CODE = /^[A-Z0-9][A-Z0-9_./-]{0,63}$/;

/** The code in the address's fragment, which never leaves the phone by itself. */
function scanned(): string {
  try {
    const given = decodeURIComponent(location.hash.slice(1)).trim().toUpperCase();
    return CODE.test(given) ? given : "";
  } catch {
    return ""; // a fragment that is no text
  }
}

function begin(): void {
  const language = document.documentElement.lang === "en" ? "en" : "vi";
  init({ vi, en }, { start: language, remember: false });
  const code = byId<HTMLInputElement>("code");
  const digits = byId<HTMLInputElement>("digits");
  const given = scanned();
  if (given && digits.value === "") {
    code.value = given;
    digits.focus();
    byId<HTMLAnchorElement>("other-language").hash = location.hash;
  }
  (document.getElementById("problem") ?? document.getElementById("state"))?.focus();
  if (document.getElementById("notify")) void beginNotify(code.value, digits.value);
}

begin();
