/** Arrow keys go to the nearest thing in their direction, for a kiosk with a keypad. */

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};
/** Being off the straight line counts this many times as much as being far. */
const ASIDE = 3;

/** Listens for as long as the page lives. */
export function followArrows(): void {
  document.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if (!direction || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (moves(event)) return;
    const next = nearest(direction);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

/** Whether the key has a meaning of its own where it was pressed. */
function moves(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (target instanceof HTMLInputElement) return event.key === "ArrowLeft" || event.key === "ArrowRight";
  if (!target?.classList.contains("scroller-view")) return false;
  if (event.key === "ArrowUp") return target.scrollTop > 0;
  const end = target.scrollTop + target.clientHeight >= target.scrollHeight - 1;
  return event.key === "ArrowDown" && !end;
}

function nearest([dx, dy]: readonly [number, number]): HTMLElement | null {
  const here = document.activeElement?.getBoundingClientRect();
  let best: HTMLElement | null = null;
  let least = Infinity;
  for (const one of reachable()) {
    const far = here ? distance(here, one.getBoundingClientRect(), dx, dy) : 0;
    if (far < least) [best, least] = [one, far];
  }
  return best;
}

function reachable(): HTMLElement[] {
  const inside = document.querySelector("dialog[open]") ?? document;
  const wanted = "button:enabled, input, [tabindex='0']";
  const found = [...inside.querySelectorAll<HTMLElement>(wanted)];
  return found.filter((one) => one !== document.activeElement && one.offsetParent !== null);
}

/** In pixels from edge to edge, Infinity for what is not in that direction. */
function distance(from: DOMRect, to: DOMRect, dx: number, dy: number): number {
  const ahead = dx === 0 ? dy * (middleY(to) - middleY(from)) : dx * (middleX(to) - middleX(from));
  if (ahead <= 1) return Infinity;
  const aside =
    dx === 0
      ? gap(from.left, from.right, to.left, to.right)
      : gap(from.top, from.bottom, to.top, to.bottom);
  return ahead + ASIDE * aside;
}

/** Between two spans, 0 where they overlap. */
function gap(from: number, until: number, start: number, end: number): number {
  return Math.max(0, start - until, from - end);
}

const middleX = (box: DOMRect): number => (box.left + box.right) / 2;
const middleY = (box: DOMRect): number => (box.top + box.bottom) / 2;
