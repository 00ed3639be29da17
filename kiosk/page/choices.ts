/** What can be chosen on the first screen, and behind it. No DOM here. */
import type { KioskState, Named, Service } from "./types";

export type Choice =
  | { kind: "service"; service: Service }
  | { kind: "group"; group: Named; services: Service[] };

/** A screen holds at most this many large choices. */
export const PER_SCREEN = 6;

/** The line that hands results over, which the first screen offers apart. */
export function resultService({ services }: KioskState): Service | null {
  return services.find(({ kind }) => kind === "result") ?? null;
}

function others(state: KioskState): Service[] {
  const apart = resultService(state);
  return state.services.filter((service) => service !== apart);
}

/** The services of these ids first; what is left over is filled up in the centre's order. */
export function firstChoices(state: KioskState, popular: readonly string[]): Choice[] {
  const services = others(state);
  if (services.length <= PER_SCREEN) return services.map(asService);
  const first = popular.flatMap((id) => services.filter((one) => one.id === id));
  const rest = services.filter((one) => !first.includes(one));
  return [...first, ...rest].slice(0, PER_SCREEN).map(asService);
}

/** Whether there are services that the first screen does not show. */
export function hasMore(state: KioskState): boolean {
  return others(state).length > PER_SCREEN;
}

/** The fields of work; one of a single service is that service. */
export function fieldChoices(state: KioskState): Choice[] {
  return groups(state).map(({ group, services }) => {
    const [only, ...others] = services;
    if (only && others.length === 0) return asService(only);
    return { kind: "group", group, services };
  });
}

export function servicesOf(state: KioskState, group: string): Choice[] {
  return state.services.filter((service) => service.department === group).map(asService);
}

export function keyOf(choice: Choice): string {
  return choice.kind === "service" ? `service-${choice.service.id}` : `group-${choice.group.id}`;
}

export function isOpen(choice: Choice): boolean {
  return choice.kind === "service"
    ? choice.service.open
    : choice.services.some((service) => service.open);
}

export function waiting(choice: Choice): number {
  const services = choice.kind === "service" ? [choice.service] : choice.services;
  return services.reduce((sum, service) => sum + service.waiting, 0);
}

function asService(service: Service): Choice {
  return { kind: "service", service };
}

/** Departments in the centre's order, each with its services; empty ones are left out. */
function groups(state: KioskState): { group: Named; services: Service[] }[] {
  const known = new Map(state.departments.map((department) => [department.id, department]));
  for (const service of state.services) {
    if (!known.has(service.department)) known.set(service.department, departmentOf(service));
  }
  return [...known.values()]
    .map((group) => ({ group, services: state.services.filter((s) => s.department === group.id) }))
    .filter(({ services }) => services.length > 0);
}

function departmentOf(service: Service): Named {
  const { department, department_name, department_name_en } = service;
  return { id: department, name: department_name, name_en: department_name_en };
}
