/** Bars as small pictures: one in each row of a table, and a trend of many days. */

const SVG = "http://www.w3.org/2000/svg";
const TREND_HEIGHT = 100;

/** A bar to `value` of `most`, a lighter one on to `upper`, a mark where it was before. */
export function rowBar(most: number, value: number | null, upper: number | null, before: number | null): SVGSVGElement {
  const picture = svg("0 0 100 12", "row-bar");
  const at = (one: number): number => (most > 0 ? (100 * one) / most : 0);
  if (upper !== null) picture.append(rect("upper", 0, 3, at(upper), 6));
  if (value !== null) picture.append(rect("value", 0, 0, at(value), 12));
  if (before !== null) picture.append(rect("before", Math.max(0, at(before) - 0.4), 0, 0.8, 12));
  return picture;
}

/** One column a day, in order; a day without a value leaves its place empty. */
export function trend(values: readonly (number | null)[], uppers: readonly (number | null)[]): SVGSVGElement {
  const most = Math.max(0, ...[...values, ...uppers].filter((one): one is number => one !== null));
  const picture = svg(`0 0 ${values.length * 10} ${TREND_HEIGHT}`, "trend");
  const tall = (one: number): number => (most > 0 ? (TREND_HEIGHT * one) / most : 0);
  values.forEach((value, n) => {
    const upper = uppers[n] ?? null;
    if (upper !== null) picture.append(rect("upper", n * 10 + 3, TREND_HEIGHT - tall(upper), 4, tall(upper)));
    if (value !== null) picture.append(rect("value", n * 10 + 1, TREND_HEIGHT - tall(value), 8, tall(value)));
  });
  return picture;
}

function svg(viewBox: string, name: string): SVGSVGElement {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", viewBox);
  picture.setAttribute("preserveAspectRatio", "none");
  picture.setAttribute("class", name);
  // The numbers stand beside it.
  picture.setAttribute("aria-hidden", "true");
  picture.setAttribute("focusable", "false");
  return picture;
}

function rect(name: string, x: number, y: number, width: number, height: number): SVGRectElement {
  const one = document.createElementNS(SVG, "rect");
  one.setAttribute("class", name);
  for (const [key, value] of Object.entries({ x, y, width, height })) one.setAttribute(key, value.toFixed(2));
  return one;
}
