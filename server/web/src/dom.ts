/** Small helpers around the DOM. */

export type Child = Node | string | null | undefined | false;

export interface Props {
  class?: string;
  text?: string;
  /** Listeners by the event's name. */
  on?: Record<string, (event: Event) => void>;
  data?: Record<string, string>;
  /** Anything else is an attribute; false, null and undefined leave it out, true leaves it empty. */
  [attribute: string]: unknown;
}

/** A new element with attributes, listeners and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  node.append(...children.filter((child): child is Node | string => !!child));
  return node;
}

/** The element with this id, which the page's HTML must have. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const node = document.getElementById(id);
  if (!node) throw new Error(`this page has no element #${id}`);
  return node as T;
}

/** Writes the text only when it changed, so that screen readers and selections are left alone. */
export function setText(node: Element, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Puts an SVG text in as a picture: no markup of it becomes part of the page. */
export function svgImage(svg: string, alt: string, className = ""): HTMLImageElement {
  // Makers of inline SVG leave out the namespace, which a picture needs.
  const whole = svg.replace(/<svg(?![^>]*\sxmlns=)/, '<svg xmlns="http://www.w3.org/2000/svg"');
  const src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(whole)}`;
  return el("img", { src, alt, class: className });
}

function set(node: HTMLElement, name: string, value: unknown): void {
  if (value === undefined || value === null || value === false) return;
  if (name === "text") node.textContent = String(value);
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "on") listen(node, value as NonNullable<Props["on"]>);
  else node.setAttribute(name, value === true ? "" : String(value));
}

function listen(node: HTMLElement, listeners: NonNullable<Props["on"]>): void {
  for (const [type, listener] of Object.entries(listeners)) node.addEventListener(type, listener);
}
