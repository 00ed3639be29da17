/** The board's few drawings, built as SVG elements. */

const SVG = "http://www.w3.org/2000/svg";

/** An arrow from the number to its counter. */
export function arrow(): SVGElement {
  return drawing("0 0 100 100", ["M8 50H84", "M54 16 88 50 54 84"]);
}

/** All states' signs of a counter in one drawing; the style sheet shows the one that holds. */
export function counterSign(): SVGElement {
  const sign = drawing("0 0 100 100", []);
  sign.append(
    stroke("M22 52 42 72 80 30", "sign-open"),
    stroke("M20 50H76M54 26 78 50 54 74", "sign-busy"),
    stroke("M36 24V76M64 24V76", "sign-paused"),
    stroke("M28 28 72 72M72 28 28 72", "sign-closed"),
  );
  return sign;
}

function drawing(viewBox: string, paths: string[]): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("focusable", "false");
  svg.append(...paths.map((path) => stroke(path, "")));
  return svg;
}

function stroke(d: string, name: string): SVGElement {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", d);
  if (name !== "") path.setAttribute("class", name);
  return path;
}
