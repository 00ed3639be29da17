/** Names behind codes, fetched once: priority classes, services, counters. */

import { api } from "@web/api";
import { pick, t } from "@web/i18n";
import type { Page } from "./types";

interface Named {
  id: string;
  name: string;
  name_en: string;
}

export interface NamedService extends Named {
  prefix: string;
}

export interface NamedCounter extends Named {
  number: number;
}

export class Words {
  private priorities = new Map<string, Named>();
  private services = new Map<string, NamedService>();
  private counters = new Map<string, NamedCounter>();

  /** `onNews` is called when the names have arrived. */
  constructor(private readonly onNews: () => void) {}

  async load(): Promise<void> {
    const [priorities, services, counters] = await Promise.all([
      api<Page<Named>>("GET", "/priorities"),
      api<Page<NamedService>>("GET", "/services?limit=200"),
      api<Page<NamedCounter>>("GET", "/counters?limit=200"),
    ]);
    this.priorities = byId(priorities);
    this.services = byId(services);
    this.counters = byId(counters);
    this.onNews();
  }

  get allServices(): NamedService[] {
    return [...this.services.values()];
  }

  get allCounters(): NamedCounter[] {
    return [...this.counters.values()];
  }

  /** The words of a priority class; an empty text for none. */
  priority(code: string): string {
    if (code === "none") return "";
    const found = this.priorities.get(code);
    return found ? pick(found, "name") : t("priority.unknown");
  }

  counter(id: string): string {
    const found = this.counters.get(id);
    return found ? pick(found, "name") : id;
  }

  /** A service's name; `known` stands in while the names have not come. */
  service(id: string, known = id): string {
    const found = this.services.get(id);
    return found ? pick(found, "name") : known;
  }
}

function byId<T extends Named>(page: Page<T> | null): Map<string, T> {
  return new Map((page?.items ?? []).map((item) => [item.id, item]));
}
