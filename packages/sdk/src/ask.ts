import { after } from './builtin.ts';
import type { Config } from './options.ts';
import { SignalboxError } from './errors.ts';

export type Ask = {
  method?: 'GET' | 'POST' | 'PUT';
  headers?: Record<string, string>;
  body?: unknown;
  /** Until the whole answer is there; of a stream until its headers are. */
  timeoutMs: number;
  signal?: AbortSignal;
};
export type Answer = { status: number; ok: boolean; header(name: string): string | null; text: string };
type Where = Pick<Config, 'url' | 'key' | 'fetch'>;

/** One request. Throws SignalboxError `unavailable` where no whole answer came; an answer of any status is returned. */
export const ask = (where: Where, path: string, wish: Ask): Promise<Answer> =>
  within(where, wish, async (signal) => {
    const response = await fetched(where, path, { ...wish, signal });
    const { status, ok, headers } = response;
    return { status, ok, header: (name) => headers.get(name), text: await response.text() };
  });

/** One request whose answer goes on: its body is the caller's to end. Throws as `ask`, and what the server refused with. */
export async function openStream(where: Where, path: string, wish: Ask): Promise<Response> {
  const response = await within(where, wish, (signal) => fetched(where, path, { ...wish, signal }));
  if (response.ok) return response;
  const { status, headers } = response;
  const text = await response.text().catch(() => '');
  throw refusal({ status, ok: false, header: (name) => headers.get(name), text });
}

async function within<T>(
  { url }: Where,
  { timeoutMs, signal }: Ask,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const stop = (): void => over.abort();
  const timer = after(timeoutMs, stop);
  signal?.addEventListener('abort', stop);
  if (signal?.aborted === true) stop();
  try {
    return await work(over.signal);
  } catch (cause) {
    throw new SignalboxError('unavailable', `Signalbox at ${url} does not answer.`, { cause });
  } finally {
    timer.stop();
    signal?.removeEventListener('abort', stop);
  }
}

function fetched({ url, key, fetch }: Where, path: string, wish: Ask & { signal: AbortSignal }): Promise<Response> {
  const body = wish.body === undefined ? {} : { body: JSON.stringify(wish.body) };
  const type = wish.body === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { 'x-signalbox-key': key, ...type, ...wish.headers };
  return fetch(url + path, { method: wish.method ?? 'GET', headers, ...body, signal: wish.signal });
}

/** An answer that is none of 2xx, in the server's own words. */
export function refusal({ status, text }: Answer): SignalboxError {
  const said = problemIn(text);
  const message = `${said.detail ?? said.title ?? 'Signalbox refused it'} (${said.code ?? status})`;
  if (said.code === 'lifecycle.not_deployed') return new SignalboxError('not_deployed', message, { status });
  return new SignalboxError(isPassing(status) ? 'unavailable' : 'refused', message, { status });
}

/** May the same work later? */
export const isPassing = (status: number): boolean => status >= 500 || status === 429 || status === 408;

function problemIn(text: string): { code?: string; detail?: string; title?: string } {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {};
  }
}
