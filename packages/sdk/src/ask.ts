import { after } from './builtin.ts';
import type { Config } from './options.ts';
import { SignalboxError } from './errors.ts';

export type Ask = {
  method?: 'GET' | 'POST' | 'PUT';
  headers?: Record<string, string>;
  body?: unknown;
  /** Until the headers of the answer. */
  timeoutMs: number;
  signal?: AbortSignal;
};
type Where = Pick<Config, 'url' | 'key' | 'fetch'>;

/** One request. Throws SignalboxError `unavailable` where no answer came; an answer of any status is returned. */
export async function ask({ url, key, fetch }: Where, path: string, wish: Ask): Promise<Response> {
  const over = new AbortController();
  const stop = (): void => over.abort();
  const timer = after(wish.timeoutMs, stop);
  wish.signal?.addEventListener('abort', stop);
  if (wish.signal?.aborted === true) stop();
  const body = wish.body === undefined ? {} : { body: JSON.stringify(wish.body) };
  const type = wish.body === undefined ? {} : { 'content-type': 'application/json' };
  const headers = { 'x-signalbox-key': key, ...type, ...wish.headers };
  try {
    return await fetch(url + path, { method: wish.method ?? 'GET', headers, ...body, signal: over.signal });
  } catch (cause) {
    throw new SignalboxError('unavailable', `Signalbox at ${url} does not answer.`, { cause });
  } finally {
    timer.stop();
    // The body of a stream is still to come: who reads it goes on listening for the end by itself.
    if (wish.signal?.aborted === false) wish.signal.removeEventListener('abort', stop);
  }
}

/** An answer that is none of 2xx, in the server's own words. */
export async function refusal(answer: Response): Promise<SignalboxError> {
  const said = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string; title?: string };
  const { status } = answer;
  const message = `${said.detail ?? said.title ?? 'Signalbox refused it'} (${said.code ?? status})`;
  if (said.code === 'lifecycle.not_deployed') return new SignalboxError('not_deployed', message, { status });
  return new SignalboxError(status >= 500 || status === 429 ? 'unavailable' : 'refused', message, { status });
}
