import { describe, expect, test } from 'vitest';
import { ask, openStream, refusal } from './ask.ts';
import { SignalboxError } from './errors.ts';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;
const where = (fetch: Fetch) => ({ url: 'http://signalbox.test', key: 'sbx_a_b', fetch });
const timeoutMs = 1_000;
/** Settles only when it is aborted, as a server that does not answer. */
const never: Fetch = (_url, { signal }) =>
  new Promise((_, reject) => {
    const abort = (): void => reject(new DOMException('aborted', 'AbortError'));
    if (signal!.aborted) abort();
    else signal!.addEventListener('abort', abort);
  });

describe('a request', () => {
  test('carries the key, and a body as JSON', async () => {
    const seen: [string, RequestInit][] = [];
    const at = where(async (url, init) => {
      seen.push([url, init]);
      return Response.json({ fine: true }, { status: 202, headers: { 'x-one': '1' } });
    });
    const answer = await ask(at, '/path?a=b', {
      method: 'POST',
      body: { x: 1 },
      headers: { 'if-none-match': 'e' },
      timeoutMs,
    });
    expect([answer.status, answer.ok, answer.header('x-one'), JSON.parse(answer.text)]).toEqual([
      202,
      true,
      '1',
      { fine: true },
    ]);
    expect(seen[0]![0]).toBe('http://signalbox.test/path?a=b');
    expect(seen[0]![1]).toMatchObject({
      ...{ method: 'POST', body: '{"x":1}' },
      headers: { 'x-signalbox-key': 'sbx_a_b', 'content-type': 'application/json', 'if-none-match': 'e' },
    });
    await ask(at, '/other', { timeoutMs });
    expect(seen[1]![1]).toMatchObject({ method: 'GET', headers: { 'x-signalbox-key': 'sbx_a_b' } });
    expect(seen[1]![1].body).toBeUndefined();
  });

  test.each<[string, Fetch]>([
    ['nobody answers', () => Promise.reject(new TypeError('fetch failed'))],
    ['it takes too long', never],
    [
      'the answer stops in the middle',
      async () => new Response(new ReadableStream({ start: (c) => c.error(new TypeError('terminated')) })),
    ],
  ])('where %s, says so and why', async (_, fetch) => {
    const error = await ask(where(fetch), '/', { timeoutMs: 30 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SignalboxError);
    expect(error).toMatchObject({
      code: 'unavailable',
      status: null,
      message: 'Signalbox at http://signalbox.test does not answer.',
    });
    expect((error as Error).cause).toBeInstanceOf(Error);
  });

  test('ends with the signal it was given, before and during', async () => {
    const over = new AbortController();
    const asking = ask(where(never), '/', { timeoutMs: 60_000, signal: over.signal });
    over.abort();
    await expect(asking).rejects.toMatchObject({ code: 'unavailable' });
    await expect(ask(where(never), '/', { timeoutMs: 60_000, signal: over.signal })).rejects.toMatchObject({
      code: 'unavailable',
    });
  });
});

describe('a stream', () => {
  test('is handed on once its headers are there', async () => {
    const response = await openStream(
      where(async () => new Response('data: x\n\n')),
      '/',
      { timeoutMs },
    );
    expect(await response.text()).toBe('data: x\n\n');
  });

  test('that is refused is a refusal in words', async () => {
    const refusing = where(async () =>
      Response.json({ code: 'access.denied', detail: 'You may not.' }, { status: 403 }),
    );
    await expect(openStream(refusing, '/', { timeoutMs })).rejects.toMatchObject({
      ...{ code: 'refused', status: 403, message: 'You may not. (access.denied)' },
    });
  });
});

describe('a refusal', () => {
  const of = (status: number, text: string) => refusal({ status, ok: false, header: () => null, text });

  test.each([
    [
      404,
      '{"code":"lifecycle.not_deployed","detail":"Nothing is deployed there."}',
      'not_deployed',
      'Nothing is deployed there. (lifecycle.not_deployed)',
    ],
    [401, '{"code":"access.unauthenticated","title":"Sign in"}', 'refused', 'Sign in (access.unauthenticated)'],
    [503, '{"code":"state.unavailable","detail":"Away."}', 'unavailable', 'Away. (state.unavailable)'],
    [429, '', 'unavailable', 'Signalbox refused it (429)'],
    [502, '<html>', 'unavailable', 'Signalbox refused it (502)'],
    [400, 'null', 'refused', 'Signalbox refused it (400)'],
  ])('%i %s', (status, text, code, message) => {
    expect(of(status, text)).toMatchObject({ status, code, message });
  });
});
