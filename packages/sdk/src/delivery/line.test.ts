import { afterEach, describe, expect, test } from 'vitest';
import type { SignalboxError } from '../errors.ts';
import { configOf } from '../options.ts';
import { etagOf, Line } from './line.ts';
import type { Delivery, Said } from './release.ts';

/** Sooner or later, on a busy machine too. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

/** How the line finds its way through what stands between it and the server. The server itself is met in current.test.ts. */
const delivery = (seq: number): Delivery => ({
  ...{ seq, stale: false, assignment: { variant: 'stable', reason: 'STATIC', unit: null } },
  ...{ agent: { id: 'agt', slug: 'helper' }, environment: 'production', deployment: seq },
  ...{
    release: { id: 'rel', version: '1.0.0', digest: 'd'.repeat(64), manifest: {} },
    prompts: [],
    tools: null,
    settings: {},
  },
});
const event = (seq: number): string => `id: ${seq}\nevent: delivery\ndata: ${JSON.stringify(delivery(seq))}\n\n`;
const stream = (text: string, isOpen = true): Response => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      if (!isOpen) controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
};

const lines = new Set<Line>();
afterEach(() => {
  for (const line of lines) line.close();
  lines.clear();
});

function open(answer: (url: URL, nth: number, headers: Headers) => Response | Promise<Response>) {
  const asked: URL[] = [];
  const told: Said[] = [];
  const confirmed: (number | null)[] = [];
  const failed: SignalboxError[] = [];
  const config = configOf({
    ...{ url: 'http://signalbox.test', key: 'k', agent: 'the helper' },
    fetch: async (url, init) => {
      const to = new URL(url);
      asked.push(to);
      return answer(to, asked.length, new Headers(init.headers));
    },
  });
  const known = () => ({ seq: told.at(-1)?.delivery.seq ?? 0, etag: told.at(-1)?.etag ?? null });
  const deps = {
    config,
    known,
    told: (said: Said) => told.push(said),
    confirmed: (seq: number | null) => confirmed.push(seq),
  };
  const line = new Line({ ...deps, failed: (error) => failed.push(error) });
  lines.add(line);
  return { line, asked, told, confirmed, failed };
}
const seqs = (told: readonly Said[]): number[] => told.map((said) => said.delivery.seq);
const isStream = (url: URL): boolean => url.pathname.endsWith('/stream');

describe('events', () => {
  test('are told as they come, by an address that names agent and environment', async () => {
    const { line, asked, told, confirmed } = open(() => stream(event(3) + ': still here\n\n' + event(4)));
    await eventually(() => seqs(told)).toEqual([3, 4]);
    expect(asked[0]!.pathname).toBe('/api/v1/delivery/the%20helper/stream');
    expect(asked[0]!.searchParams.get('environment')).toBe('production');
    expect(line.isUp).toBe(true);
    expect(confirmed).toContain(null);
    expect(told[0]!.etag).toBe(etagOf(delivery(3)));
  });

  test('are asked for again when they end, and what was lost meanwhile is told', async () => {
    const { told, failed } = open((_, nth) => stream(event(nth), nth >= 3));
    await eventually(() => seqs(told)).toEqual([1, 2, 3]);
    expect(failed.map((error) => error.code)).toEqual(['unavailable', 'unavailable']);
  });

  test('that are cut in the middle of a letter are whole', async () => {
    const text = event(5).replace('"1.0.0"', '"1.0.0-é"');
    const bytes = new TextEncoder().encode(text);
    const at = bytes.indexOf(0xc3) + 1;
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, at));
        controller.enqueue(bytes.slice(at));
      },
    });
    const { told } = open(() => new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
    await eventually(() => told[0]?.delivery.release.version).toBe('1.0.0-é');
  });

  test('that make no sense are a failure, after which it goes on', async () => {
    const { told, failed } = open((_, nth) => stream(nth === 1 ? 'event: delivery\ndata: {"seq"\n\n' : event(2)));
    await eventually(() => seqs(told)).toEqual([2]);
    expect(failed).toHaveLength(1);
  });
});

describe('where events do not come through', () => {
  test('waiting requests say what is held, and are sent one after the other', async () => {
    let changed = (): void => {};
    const { asked, told, confirmed } = open(async (url, nth, headers) => {
      if (isStream(url)) return new Response('<html>', { headers: { 'content-type': 'text/html' } });
      if (nth === 2) return Response.json(delivery(7));
      if (nth === 3) {
        expect(headers.get('if-none-match')).toBe(etagOf(delivery(7)));
        return new Response(null, { status: 304, headers: { 'x-signalbox-seq': '9' } });
      }
      await new Promise<void>((resolve) => (changed = resolve));
      return Response.json(delivery(10));
    });
    await eventually(() => confirmed).toContain(9);
    expect(seqs(told)).toEqual([7]);
    await eventually(() => asked.length).toBe(4);
    expect(asked.slice(1, 4).map((url) => [url.searchParams.get('wait'), url.searchParams.get('after')])).toEqual([
      ['25', '0'],
      ['25', '7'],
      ['25', '7'],
    ]);
    changed();
    await eventually(() => seqs(told)).toEqual([7, 10]);
  });

  test('a stream that is held back is given up for them', async () => {
    const { told } = open((url) => (isStream(url) ? stream(': nothing\n\n', false) : Response.json(delivery(1))));
    await eventually(() => seqs(told)[0]).toBe(1);
  });

  test('something that answers in the server’s place is not asked without end', async () => {
    const { asked } = open((url) => (isStream(url) ? new Response('') : Response.json(delivery(1))));
    await eventually(() => asked.length).toBeGreaterThan(2);
    await new Promise((next) => setTimeout(next, 300));
    expect(asked.length).toBeLessThan(6);
  });

  test('and waiting is not let through either, it asks now and then', async () => {
    const { told, asked } = open((url) => {
      if (isStream(url)) return new Response('', { headers: { 'content-type': 'text/html' } });
      return url.searchParams.has('wait') ? new Response('', { status: 504 }) : Response.json(delivery(1));
    });
    await eventually(() => seqs(told)).toEqual([1]);
    expect(asked.filter((url) => url.searchParams.has('wait')).length).toBe(3);
  });
});

describe('a refusal', () => {
  test('is told in the server’s words, and not asked for again at once', async () => {
    const { asked, failed, line } = open(() =>
      Response.json({ code: 'access.denied', detail: 'No.' }, { status: 403 }),
    );
    await eventually(() => failed.map((error) => error.message)).toEqual(['No. (access.denied)']);
    await new Promise((next) => setTimeout(next, 100));
    expect([asked.length, line.isUp]).toEqual([1, false]);
  });

  test('of a server that is away is followed by others, further and further apart', async () => {
    const at: number[] = [];
    open(() => {
      at.push(performance.now());
      throw new TypeError('fetch failed');
    });
    await eventually(() => at.length).toBeGreaterThan(4);
    expect(at[4]! - at[3]!).toBeGreaterThan(at[1]! - at[0]!);
  });
});

test('a refresh asks beside the stream, once at a time, and never throws', async () => {
  let fails = false;
  const { line, asked, told } = open((url) => {
    if (isStream(url)) return stream(event(3));
    if (fails) throw new TypeError('fetch failed');
    return Response.json(delivery(4));
  });
  await eventually(() => seqs(told)).toEqual([3]);
  await Promise.all([line.refresh(), line.refresh(), line.refresh()]);
  expect(seqs(told)).toEqual([3, 4]);
  expect(asked).toHaveLength(2);
  expect(asked[1]!.searchParams.get('after')).toBe('3');
  fails = true;
  await line.refresh();
  line.close();
  await line.refresh();
  expect(asked).toHaveLength(3);
});

test('once closed nothing is asked any more', async () => {
  const { line, asked } = open((_, nth) => stream(event(nth), false));
  await eventually(() => asked.length).toBeGreaterThan(1);
  line.close();
  await new Promise((next) => setTimeout(next, 20));
  const { length } = asked;
  await new Promise((next) => setTimeout(next, 400));
  expect(asked.length).toBe(length);
});
