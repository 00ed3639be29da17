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

/** A whole number within bounds. */
export function between(low: number, high: number): (value: string) => string | null {
  return (value) => {
    const right = /^\d{1,6}$/.test(value) && Number(value) >= low && Number(value) <= high;
    return right ? null : "form.between";
  };
}

export function password(value: string): string | null {
  return [...value].length >= MIN_PASSWORD ? null : "form.password_short";
}

export function samePassword(value: string, all: Values): string | null {
  return value === all["password"] ? null : "form.password_differs";
}
