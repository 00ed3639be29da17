/** Names behind codes, fetched once: priority classes, services, procedures. */

import { api } from "@web/api";
import { pick, t } from "@web/i18n";
import type { Page } from "./types";

interface Named {
  id: string;
  name: string;
  name_en: string;
}

interface Procedure {
  code: string;
  name: string;
}

export class Words {
  private priorities = new Map<string, Named>();
  private services = new Map<string, Named>();
  private procedures = new Map<string, string | null>();

  /** `onNews` is called when a name that was asked for has arrived. */
  constructor(private readonly onNews: () => void) {}

  async load(): Promise<void> {
    const [priorities, services] = await Promise.all([
      api<Page<Named>>("GET", "/priorities"),
      api<Page<Named>>("GET", "/services?limit=200"),
    ]);
    this.priorities = byId(priorities);
    this.services = byId(services);
    this.onNews();
  }

  /** The words of a priority class; an empty text for none. */
  priority(code: string): string {
    if (code === "none") return "";
    const found = this.priorities.get(code);
    return found ? pick(found, "name") : t("priority.unknown");
  }

  /** A service's name; `known` stands in while the names have not come. */
  service(id: string, known = id): string {
    const found = this.services.get(id);
    return found ? pick(found, "name") : known;
  }

  /** A procedure's code with its name once that is known. */
  procedure(code: string | null): string {
    if (code === null) return t("procedure.none");
    const name = this.procedures.get(code);
    if (name === undefined) void this.ask(code);
    return name ? `${name} (${code})` : code;
  }

  private async ask(code: string): Promise<void> {
    this.procedures.set(code, null);
    try {
      const found = await api<Page<Procedure>>("GET", `/procedures?limit=5&q=${encodeURIComponent(code)}`);
      const match = found?.items.find((item) => item.code === code);
      if (match) {
        this.procedures.set(code, match.name);
        this.onNews();
      }
    } catch {
      // The code alone is shown; it is asked for again with the next ticket that carries it.
      this.procedures.delete(code);
    }
  }
}

function byId(page: Page<Named> | null): Map<string, Named> {
  return new Map((page?.items ?? []).map((item) => [item.id, item]));
}
