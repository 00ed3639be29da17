/** The question after the visit. Its form works without this script; with it the page stays. */
import { api, ApiError, newKey } from "@web/api";
import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";
import { code } from "./asked";

export interface Question {
  scale: number;
  values: string[];
  /** The last day of answering by the centre's clock, ISO. */
  last_day: string;
}

export class Rating {
  private readonly form = byId<HTMLFormElement>("rate-form");
  private readonly problem = byId("rate-problem");
  /** One answer, one id: however often it is sent, it is kept once. */
  private readonly id = newKey();

  constructor() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
  }

  /** Shows the question while it may be answered, thanks once it was: here or at the desk. */
  offer(question: Question | null, rated: boolean): void {
    byId("rate").hidden = question === null;
    byId("rated").hidden = !rated;
    if (question !== null) setText(byId("rate-until"), t("rate.until", { day: shortDay(question.last_day) }));
  }

  private async send(): Promise<void> {
    const button = byId<HTMLButtonElement>("rate-send");
    this.problem.hidden = true;
    button.disabled = true;
    try {
      const told = await api<{ status: string }>("POST", `/public/tickets/${code()}/rating`, this.answer());
      this.thank(told?.status === "late");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setText(this.problem, t(error.code === "not_rateable" ? "rate.closed" : "rate.failed"));
      this.problem.hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  private answer(): object {
    const fields = new FormData(this.form);
    const value = String(fields.get("value"));
    return {
      id: this.id,
      value,
      scale: Number(fields.get("scale")),
      // A mind that changed to "satisfied" leaves no reasons behind.
      reasons: value.endsWith("unsatisfied") ? fields.getAll("reasons").map(String) : [],
      comment: String(fields.get("comment") ?? "").trim(),
    };
  }

  private thank(late: boolean): void {
    setText(byId("rated-text"), t(late ? "rate.late" : "rate.done"));
    byId("rate").hidden = true;
    byId("rated").hidden = false;
    byId("rated").focus();
  }
}

/** `27/11` for 2026-11-27. */
function shortDay(day: string): string {
  const [, month, date] = day.split("-");
  return `${Number(date)}/${Number(month)}`;
}
