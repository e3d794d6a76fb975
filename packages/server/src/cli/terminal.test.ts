import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FileFormat, ImportResult, PromptFile } from '../rooms/prompts/index.ts';
import type { Api } from './api-client.ts';
import { column } from './column.ts';
import { isoTime } from './iso-time.ts';
import { printable } from './printable.ts';
import { sendPrompts } from './send-prompts.ts';

// eslint-disable-next-line no-control-regex -- these are what must not come through
const control = /[\u0000-\u001f\u007f-\u009f]/;

describe('what a terminal is shown', () => {
  test.each(['\u001b[2J', 'a\rb', 'a\nb', '\u009b31m', '\u202eevil', 'a\u2028b', '\u0007', 'zero\u200bwidth'])(
    'of %j nothing steers it',
    (text) => {
      expect(printable(text)).toMatch(/\ufffd/);
      expect(printable(text)).not.toMatch(control);
    },
  );

  test('names of every script stay as they are', () => {
    for (const name of ['Ana María', '客服', 'عميل', 'נציג', '👩🏽‍💻'.replaceAll('\u200d', ''), 'a–b'])
      expect(printable(name)).toBe(name);
  });

  test('rows stand in columns, the last as it is; a row may be shorter', () => {
    expect(column([['a', 'bb', 'c'], ['aaa', 'b', 'cc'], ['a']])).toEqual(['a    bb  c', 'aaa  b   cc', 'a']);
    expect(column([['a'], ['b', 'c', 'd'], ['e', 'fff', 'g']])).toEqual(['a', 'b  c    d', 'e  fff  g']);
    expect(column([['a\u202eb', 'c']])).toEqual(['a\ufffdb  c']);
    expect(column([])).toEqual([]);
    expect(column([[]])).toEqual(['']);
  });

  test('whatever cells hold: a line each, no control character, cells of one column begin together', () => {
    const cell = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (all) => {
        const lines = column(all);
        const width = Math.max(...all.map(([first]) => printable(first).length)) + 2;
        expect(lines.map((line) => line.length)).toEqual(all.map(([, last]) => width + printable(last).length));
        expect(lines.join('')).not.toMatch(control);
      }),
    );
  });
});

describe('a time that is typed', () => {
  test.each([
    ['2026-11-22T10:00:00Z', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T10:00:00.5', '2026-11-22T10:00:00.500Z'],
    ['2026-11-22T10:00:00+02:00', '2026-11-22T08:00:00.000Z'],
    ['2026-11-22T10:00:00-0530', '2026-11-22T15:30:00.000Z'],
    ['2026-11-22', '2026-11-22T00:00:00.000Z'],
  ])('%s is %s, wherever the server stands', (text, iso) => {
    expect(isoTime(text, '--until')).toBe(iso);
  });

  test.each(['', 'soon', '2026-13-01', '2026-11-22T25:00:00Z', 'T', '2026-11-22T10:00:00 CETT'])(
    '%j is none',
    (text) => {
      expect(() => isoTime(text, '--until')).toThrow('--until must look like');
    },
  );
});

type Sent = { teamId: string; format: FileFormat; preview: boolean; files: PromptFile[] };
/** A server that answers for each file by its own word, and notes what it was sent. */
function serverOf(outcome: (file: PromptFile, round: number) => ImportResult['outcome']) {
  const requests: Sent[] = [];
  const seen = new Map<string, number>();
  const api: Api = (method, path, body) => {
    expect([method, path]).toEqual(['POST', '/prompt-imports']);
    const sent = body as Sent;
    requests.push(sent);
    const items = sent.files.map((file) => {
      const round = (seen.get(file.path) ?? 0) + 1;
      seen.set(file.path, round);
      return { source: file.path, outcome: outcome(file, round), name: null, number: round, labels: [], problem: null };
    });
    return Promise.resolve({ items });
  };
  return { api, requests };
}
const to = { teamId: 'tea', format: 'files', preview: false } as const;
const file = (path: string, letters = 1): PromptFile => ({ path, text: 'x'.repeat(letters) });

describe('prompts in requests that fit', () => {
  test('few go in one; none makes no request', async () => {
    const { api, requests } = serverOf(() => 'created' as never);
    expect(await sendPrompts(api, to, [])).toEqual([]);
    expect(requests).toEqual([]);
    const results = await sendPrompts(api, to, [file('a'), file('b')]);
    expect(results.map((one) => one.source)).toEqual(['a', 'b']);
    expect(requests).toEqual([{ ...to, files: [file('a'), file('b')] }]);
  });

  test('a thousand and one files are two requests, and one file larger than all room goes alone', async () => {
    const many = Array.from({ length: 1001 }, (_, at) => file(`f${at}`));
    const first = serverOf(() => 'created' as never);
    await sendPrompts(first.api, to, many);
    expect(first.requests.map(({ files }) => files.length)).toEqual([1000, 1]);
    const second = serverOf(() => 'created' as never);
    await sendPrompts(second.api, to, [file('a'), file('huge', 2_000_000), file('b')]);
    expect(second.requests.map(({ files }) => files.map((one) => one.path))).toEqual([['a'], ['huge'], ['b']]);
  });

  test('whatever their sizes: each once, in order, no request of several beyond what the API takes', async () => {
    const sizes = fc.array(fc.nat(400_000), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, async (letters) => {
        const files = letters.map((count, at) => file(`f${at}`, count));
        const { api, requests } = serverOf(() => 'created' as never);
        const results = await sendPrompts(api, to, files);
        expect(results.map((one) => one.source)).toEqual(files.map((one) => one.path));
        for (const sent of requests) {
          expect(sent.files.length).toBeGreaterThan(0);
          if (sent.files.length > 1) expect(Buffer.byteLength(JSON.stringify(sent))).toBeLessThan(1_000_000);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('what failed since it refers to a later request is sent once more; told is what the first time did', async () => {
    const large = 500_000;
    const { api, requests } = serverOf(({ path }, round) =>
      path === 'needs-b'
        ? round === 1
          ? 'failed'
          : ('created' as never)
        : round === 1
          ? ('created' as never)
          : 'unchanged',
    );
    const results = await sendPrompts(api, to, [file('needs-b'), file('a', large), file('b', large)]);
    expect(requests.map(({ files }) => files.map((one) => one.path))).toEqual([
      ['needs-b', 'a'],
      ['b'],
      ['needs-b', 'a'],
    ]);
    expect(results.map(({ source, outcome, number }) => [source, outcome, number])).toEqual([
      ...[
        ['needs-b', 'created', 2],
        ['a', 'created', 1],
        ['b', 'created', 1],
      ],
    ]);
  });

  test('one request alone is not repeated, and what fails for good is told as failed', async () => {
    const { api, requests } = serverOf(() => 'failed');
    expect((await sendPrompts(api, to, [file('a')])).map((one) => one.outcome)).toEqual(['failed']);
    expect(requests).toHaveLength(1);
    const twice = serverOf(() => 'failed');
    const results = await sendPrompts(twice.api, to, [file('a', 600_000), file('b', 600_000)]);
    expect(results.map((one) => one.outcome)).toEqual(['failed', 'failed']);
    expect(twice.requests).toHaveLength(4);
  });
});
