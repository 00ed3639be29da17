/** Something that is asked for, then confirmed; "no" is the safe answer. */
import { api, ApiError, newKey } from "@web/api";
import { byId, setText } from "@web/dom";
import { t } from "@web/i18n";

export class Asked {
  private possible = false;

  /** `name` begins the ids of its parts; `path` is what follows the ticket's code. */
  constructor(
    private readonly name: string,
    private readonly path: string,
  ) {
    this.part("ask").addEventListener("click", () => this.sure(true));
    this.part("no").addEventListener("click", () => this.sure(false));
    this.part("yes").addEventListener("click", () => void this.act());
  }

  /** Shows the button while it can be asked for, with the question that follows. */
  offer(possible: boolean, question: string): void {
    this.possible = possible;
    // Whoever was refused reads why before the question goes.
    if (!possible && this.part("problem").hidden) this.sure(false, false);
    byId(this.name).hidden = !possible && this.part("problem").hidden;
    setText(this.part("question"), question);
  }

  private sure(asking: boolean, focus = true): void {
    this.part("problem").hidden = true;
    this.part("sure").hidden = !asking;
    this.part("ask").hidden = asking;
    byId(this.name).hidden = !this.possible;
    // "Keep" is where a second tap lands on nothing.
    if (focus) (this.possible ? this.part(asking ? "question" : "ask") : byId("now")).focus();
  }

  private async act(): Promise<void> {
    const button = this.part<HTMLButtonElement>("yes");
    button.disabled = true;
    try {
      await api("POST", `/public/tickets/${code()}/${this.path}`, undefined, { key: newKey() });
      this.possible = false;
      this.sure(false);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const problem = this.part("problem");
      const late = error.code === "wrong_state";
      problem.textContent = late ? t(`${this.name}.too_late`) : `${error.message} ${error.action}`;
      problem.hidden = false;
    } finally {
      button.disabled = false;
    }
  }

  private part<T extends HTMLElement>(part: string): T {
    return byId<T>(`${this.name}-${part}`);
  }
}

/** The last part of the page's address: who knows it holds the ticket. */
export function code(): string {
  return encodeURIComponent(location.pathname.split("/").pop() ?? "");
}
