import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openLiveStream } from './live-stream.ts';

/** The browser's part, played by hand. */
class Source extends EventTarget {
  static readonly CLOSED = 2;
  static opened: Source[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    Source.opened.push(this);
  }
  close(): void {
    this.readyState = Source.CLOSED;
  }
  say(type: string, data?: unknown): void {
    this.dispatchEvent(Object.assign(new Event(type), { data }));
  }
}

const said: (boolean | 'advanced')[] = [];
const listener = { connected: (yes: boolean) => void said.push(yes), advanced: () => void said.push('advanced') };
const last = (): Source => Source.opened.at(-1)!;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Source);
  Source.opened = [];
  said.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('one stream is opened, and says when it is connected and when facts advance', () => {
  const close = openLiveStream(new QueryClient(), listener);
  expect(Source.opened.map((s) => s.url)).toEqual(['/api/v1/live']);
  last().onopen!();
  last().say('advanced');
  last().say('advanced');
  expect(said).toEqual([true, 'advanced', 'advanced']);
  close();
  expect([last().readyState, said.at(-1)]).toEqual([Source.CLOSED, false]);
});

test('health that comes is what the page knows from then on', () => {
  const client = new QueryClient();
  openLiveStream(client, listener);
  last().say('health', '{"warehouse":{"status":"down","since":"2026-11-22T12:03:10Z"}}');
  expect(client.getQueryData(['health'])).toEqual({ warehouse: { status: 'down', since: '2026-11-22T12:03:10Z' } });
});

test.each(['', '{', 'null', '7', '"down"'])('health %j is no health: what was known stays', (data) => {
  const client = new QueryClient();
  client.setQueryData(['health'], { warehouse: { status: 'up' } });
  openLiveStream(client, listener);
  last().say('health', data);
  expect(client.getQueryData(['health'])).toEqual({ warehouse: { status: 'up' } });
});

test('a ledger event makes what is known about access old, and nothing else', () => {
  const client = new QueryClient();
  client.setQueryData(['access', 'me'], {});
  client.setQueryData(['runs', {}], {});
  openLiveStream(client, listener);
  last().say('ledger', '{"type":"key.created"}');
  expect(client.getQueryState(['access', 'me'])!.isInvalidated).toBe(true);
  expect(client.getQueryState(['runs', {}])!.isInvalidated).toBe(false);
});

test('what was done to agents and their names makes agents old', () => {
  const client = new QueryClient();
  const isOld = (): boolean => client.getQueryState(['agents', 'list'])!.isInvalidated;
  openLiveStream(client, listener);
  for (const [type, old] of [
    ['agent.renamed', true],
    ['agent_name.ignored', true],
    ['name_change.undone', true],
    ['key.created', false],
  ] as const) {
    client.setQueryData(['agents', 'list'], { type });
    last().say('ledger', JSON.stringify({ seq: 1, type, resource: 'agt_1' }));
    expect([type, isOld()]).toEqual([type, old]);
  }
});

test('what was done to prompts and their rules makes prompts old, and nothing of agents', () => {
  const client = new QueryClient();
  openLiveStream(client, listener);
  for (const [type, old] of [
    ['prompt.version_saved', true],
    ['prompt.label_moved', true],
    ['prompt_review_rule.set', true],
    ['agent.renamed', false],
    ['key.created', false],
  ] as const) {
    client.setQueryData(['prompts', 'list'], { type });
    last().say('ledger', JSON.stringify({ seq: 1, type, resource: 'prm_1' }));
    expect([type, client.getQueryState(['prompts', 'list'])!.isInvalidated]).toEqual([type, old]);
  }
});

test('while the browser reconnects by itself, we do not', () => {
  openLiveStream(new QueryClient(), listener);
  last().onerror!();
  vi.advanceTimersByTime(60_000);
  expect(Source.opened).toHaveLength(1);
  expect(said).toEqual([false]);
});

test('where the browser gives up (an answer that was not 200) we try again, until closed', () => {
  const close = openLiveStream(new QueryClient(), listener);
  for (let times = 1; times <= 3; times++) {
    last().readyState = Source.CLOSED;
    last().onerror!();
    vi.advanceTimersByTime(4999);
    expect(Source.opened).toHaveLength(times);
    vi.advanceTimersByTime(1);
    expect(Source.opened).toHaveLength(times + 1);
  }
  last().readyState = Source.CLOSED;
  last().onerror!();
  close();
  vi.advanceTimersByTime(60_000);
  expect(Source.opened).toHaveLength(4);
});
