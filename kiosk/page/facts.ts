/** Time, fee and papers of a procedure in plain words, out of the texts of the state's catalogue.
 *  No DOM here. */
import { language, t, tn } from "@web/i18n";
import type { Paper, Procedure } from "./types";

/** What counts for somebody who comes in person, and the fine print. */
export interface Fact {
  words: string;
  note: string;
}

const IN_PERSON = /^trực tiếp\s*:/i;
const UNKNOWN = /không có thông tin|^không quy định|^chưa quy định/i;
const FREE = /^(?:(?:phí|lệ phí)\s*:\s*)?(?:miễn phí|0 đồng|không đồng|không)$/i;
const DONG = /(\d[\d,.]*)\s*(?:VNĐ|VND|Việt Nam Đồng|Đồng)/gi;
const UNITS: Readonly<Record<string, string>> = {
  "ngày làm việc": "working",
  "giờ làm việc": "hours",
  ngày: "days",
  giờ: "hours",
  tháng: "months",
  năm: "years",
};
const SPAN = /(\d+)\s*(ngày làm việc|giờ làm việc|ngày|giờ|tháng|năm)/gi;

/** How long it takes; empty words where the catalogue does not say. */
export function timeOf({ processing_days, processing_text }: Procedure): string {
  const text = inPerson(processing_text ?? "", ";");
  if (text === "" || UNKNOWN.test(text)) {
    return typeof processing_days === "number" ? tn("kiosk.time.working", processing_days) : "";
  }
  const spans = text.replace(SPAN, (_, n: string, unit: string) => {
    return tn(`kiosk.time.${UNITS[unit.toLowerCase()]}`, Number(n));
  });
  return spans.replaceAll(" / ", ` ${t("kiosk.or")} `);
}

/** What it costs; empty words where the catalogue does not say. */
export function feeOf({ fee_text }: Procedure): Fact {
  const text = inPerson(fee_text ?? "", "|");
  const bracket = text.indexOf("(");
  const head = (bracket < 0 ? text : text.slice(0, bracket)).trim();
  const note = bracket < 0 ? "" : text.slice(bracket + 1).replace(/\)\s*$/, "").trim();
  if (head === "" || UNKNOWN.test(head)) return { words: "", note: UNKNOWN.test(note) ? "" : note };
  const words = FREE.test(head) ? t("kiosk.fee.free") : head.replace(DONG, amount);
  return { words, note: /^(không( có| quy định)?|chưa quy định)?\.?$/i.test(note) ? "" : note };
}

/** "1 bản chính và 2 bản sao"; empty where the catalogue counts neither. */
export function copiesOf({ originals, copies }: Paper): string {
  const parts = [
    originals > 0 ? tn("kiosk.paper.originals", originals) : "",
    copies > 0 ? tn("kiosk.paper.copies", copies) : "",
  ];
  return parts.filter((part) => part !== "").join(` ${t("kiosk.and")} `);
}

/** The part for those who come themselves, where the ways of applying differ. */
function inPerson(text: string, between: string): string {
  const parts = text.split(between).map((part) => part.trim());
  const own = parts.find((part) => IN_PERSON.test(part) && !UNKNOWN.test(part));
  return (own ?? parts[0] ?? "").replace(/^(trực tiếp|trực tuyến|dịch vụ bưu chính)\s*:\s*/i, "");
}

function amount(_: string, digits: string): string {
  const dong = Number(digits.replace(/[,.]/g, ""));
  return `${dong.toLocaleString(language() === "vi" ? "vi-VN" : "en-GB")} ${t("kiosk.fee.dong")}`;
}
