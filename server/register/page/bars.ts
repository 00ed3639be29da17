/** Bars as small pictures; the numbers stand beside them. */

const SVG = "http://www.w3.org/2000/svg";

/** Parts of a whole side by side: [class, number], as wide as `most` allows. */
export function stacked(parts: readonly (readonly [string, number])[], most: number, height = 12): SVGSVGElement {
  const picture = svg(`0 0 100 ${height}`, "stacked");
  let x = 0;
  for (const [name, value] of parts) {
    const width = most > 0 ? (100 * value) / most : 0;
    if (width > 0) picture.append(rect(name, x, width, height));
    x += width;
  }
  return picture;
}

/** From the start to the median, lighter on to the value nine of ten do not exceed. */
export function lagBar(most: number, p50: number | null, p90: number | null): SVGSVGElement {
  const at = (value: number): number => (most > 0 ? (100 * value) / most : 0);
  const picture = svg("0 0 100 12", "stacked");
  if (p90 !== null) picture.append(rect("upper", 0, at(p90), 12));
  if (p50 !== null) picture.append(rect("value", 0, at(p50), 12));
  return picture;
}

function svg(viewBox: string, name: string): SVGSVGElement {
  const picture = document.createElementNS(SVG, "svg");
  const attributes = { viewBox, class: name, preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(attributes)) picture.setAttribute(key, value);
  return picture;
}

function rect(name: string, x: number, width: number, height: number): SVGRectElement {
  const one = document.createElementNS(SVG, "rect");
  const attributes = { class: name, x: x.toFixed(2), y: "0", width: width.toFixed(2), height: String(height) };
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, value);
  return one;
}
