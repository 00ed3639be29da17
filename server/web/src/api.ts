/** Calls of the HTTP API: one shape of answer, one shape of error, a deadline on each. */
import { inCentre } from "./centre";
import { language, t } from "./i18n";

interface Bilingual {
  vi: string;
  en: string;
}

interface ErrorBody {
  error: { code: string; message: Bilingual; action: Bilingual; field?: string | null };
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";

export interface CallOptions {
  /** Idempotency-Key: the same key makes a repeated call harmless. */
  key?: string;
  /** Bearer token of a device; without it the session cookie speaks. */
  token?: string;
  /** Milliseconds until the call is given up, 10,000 by default. */
  timeoutMs?: number;
}

/** What went wrong and what to do, in the language current when it happened. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly action: string,
    readonly field: string | null,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

const BASE = "/api/v1";
const TOKEN = "motcua.token";

/** One call; null for an answer without content. `path` is below /api/v1. Throws ApiError only. */
export async function api<T>(
  method: Method,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<T | null> {
  return request<T>(method, inCentre(BASE + path), body, options);
}

/** As `api`, for an address outside /api/v1 (the kiosk's agent, `/faces.json`). */
export async function request<T>(
  method: Method,
  url: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<T | null> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? 10_000);
  try {
    const answer = await fetch(url, { method, signal, ...payload(body, options) });
    return await read<T>(answer);
  } catch (error) {
    throw error instanceof ApiError ? error : local(reasonOf(error), 0);
  }
}

/** A picture the API draws from `body`; `path` is below /api/v1. Throws ApiError only. */
export async function picture(path: string, body: unknown, options: CallOptions = {}): Promise<Blob> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? 15_000);
  try {
    const answer = await fetch(inCentre(BASE + path), { method: "POST", signal, ...payload(body, options) });
    if (answer.ok) return await answer.blob();
    await read(answer);
  } catch (error) {
    throw error instanceof ApiError ? error : local(reasonOf(error), 0);
  }
  throw local("unexpected", 0);
}

/** A command that tells its steps while it lasts, a JSON value a line. Throws ApiError only. */
export async function lines<T>(path: string, onLine: (line: T) => void): Promise<void> {
  let answer: Response;
  try {
    answer = await fetch(inCentre(BASE + path), { method: "POST", ...payload(undefined, {}) });
  } catch (error) {
    throw local(reasonOf(error), 0);
  }
  if (!answer.ok || !answer.body) return void (await read(answer));
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let rest = "";
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const parts = (rest + piece.value).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) onLine(JSON.parse(part) as T);
    }
  } catch (error) {
    throw local(reasonOf(error), 0);
  }
}

/** A fresh key for a command; keep it for repeats of the same press. */
export function newKey(): string {
  // randomUUID exists in secure contexts only, and a centre's own network may be plain HTTP.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The device's token: taken once from `#token=…`, kept on the device, gone from the address. */
export function deviceToken(): string | undefined {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given) {
    history.replaceState(null, "", location.pathname + location.search);
    store(given);
    return given;
  }
  return stored();
}

function payload(body: unknown, options: CallOptions): RequestInit {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (options.token) headers["Authorization"] = `Bearer ${options.token}`;
  else headers["X-Motcua"] = "1";
  if (options.key) headers["Idempotency-Key"] = options.key;
  if (body === undefined) return { headers };
  if (body instanceof Blob) {
    headers["Content-Type"] = "application/octet-stream";
    return { headers, body };
  }
  headers["Content-Type"] = "application/json";
  return { headers, body: JSON.stringify(body) };
}

async function read<T>(answer: Response): Promise<T | null> {
  if (answer.status === 204) return null;
  const data: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && data !== undefined) return data as T;
  throw isErrorBody(data) ? refused(data, answer.status) : local("unexpected", answer.status);
}

function refused(body: ErrorBody, status: number): ApiError {
  const { code, message, action, field } = body.error;
  return new ApiError(code, status, message[language()], action[language()], field ?? null);
}

function local(code: "network" | "timeout" | "unexpected", status: number): ApiError {
  const key = `web.error.${code}`;
  return new ApiError(code, status, t(key), t(`${key}.action`), null);
}

function reasonOf(error: unknown): "network" | "timeout" {
  return error instanceof DOMException && error.name === "TimeoutError" ? "timeout" : "network";
}

function isErrorBody(data: unknown): data is ErrorBody {
  const error = (data as Partial<ErrorBody> | null | undefined)?.error;
  return typeof error?.code === "string" && !!error.message && !!error.action;
}

function store(token: string): void {
  try {
    localStorage.setItem(TOKEN, token);
  } catch {
    // storage is switched off: the token holds until the page is closed
  }
}

function stored(): string | undefined {
  try {
    return localStorage.getItem(TOKEN) ?? undefined;
  } catch {
    return undefined;
  }
}
