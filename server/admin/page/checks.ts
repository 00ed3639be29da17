/** What a value must look like, told before it is sent; the server judges all the same. */

import type { Values } from "./form";

export const MIN_PASSWORD = 10;

export function code(value: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(value) ? null : "form.code";
}

export function prefix(value: string): string | null {
  return /^[A-Z0-9]{1,3}$/.test(value) ? null : "form.prefix";
}

export function number(value: string): string | null {
  return /^[1-9]\d{0,3}$/.test(value) ? null : "form.number";
}

export function password(value: string): string | null {
  return [...value].length >= MIN_PASSWORD ? null : "form.password_short";
}

export function samePassword(value: string, all: Values): string | null {
  return value === all["password"] ? null : "form.password_differs";
}
