import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { QueryAnswer } from '../rooms/monitoring/index.ts';
import { queryEdge } from '../rooms/monitoring/query-edge.fixture.ts';
import { hex, keyWithout, span, TestTelemetry } from '../rooms/monitoring/views/telemetry.fixture.ts';
import { csvLines, queryLines } from './query-lines.ts';
import { questionOf } from './query-question.ts';
import { addQueryCommand } from './query.ts';
import { told as run } from './told.fixture.ts';

const now = Date.parse('2026-11-22T10:00:00Z');

describe('what flags ask for', () => {
  test('measures, splits, conditions and time', () => {
    const flags = {
      measure: 'completion_rate, cost',
      by: 'agent',
      where: ['agent=a', 'agent=b', 'model!=gpt-5', 'tag~vip=1'],
    };
    expect(questionOf(flags, now)).toEqual({
      measures: ['completion_rate', 'cost'],
      dimensions: ['agent'],
      filters: [
        { dimension: 'agent', op: 'is', values: ['a', 'b'] },
        { dimension: 'model', op: 'is_not', values: ['gpt-5'] },
        { dimension: 'tag', op: 'contains', values: ['vip=1'] },
      ],
      from: '2026-11-15T10:00:00.000Z',
      to: '2026-11-22T10:00:00.000Z',
    });
  });

  test.each([
    ['90m', '2026-11-22T08:30:00.000Z'],
    ['24h', '2026-11-21T10:00:00.000Z'],
    ['2w', '2026-11-08T10:00:00.000Z'],
    ['2026-11-01', '2026-11-01T00:00:00.000Z'],
  ])('from %s', (from, expected) => expect(questionOf({ measure: 'cost', from }, now).from).toBe(expected));

  test('grain, zone, groups, order and comparison as they are', () => {
    const more = { grain: 'day', timeZone: 'Asia/Kolkata', limit: '5', order: 'cost:asc', compare: true };
    expect(questionOf({ measure: 'cost', ...more }, now)).toMatchObject({
      ...{ grain: 'day', timeZone: 'Asia/Kolkata', limit: 5, compare: 'previous' },
      order: { by: 'cost', direction: 'asc' },
    });
  });

  test.each([
    [{}, /--measure/],
    [{ measure: 'cost', where: ['agent'] }, /--where must look like/],
    [{ measure: 'cost', from: 'yesterday' }, /--from must look like/],
    [{ measure: 'cost', limit: 'many' }, /--limit must be a whole number/],
    [{ measure: 'cost', order: 'cost:up' }, /--order must look like/],
  ])('refuses %j', (flags, words) => expect(() => questionOf(flags, now)).toThrow(words));
});

const columns = [
  { id: 'agent', kind: 'dimension' as const, label: 'Agent', unit: null, direction: null },
  { id: 'completion_rate', kind: 'measure' as const, label: 'Completion rate', unit: 'ratio', direction: true },
  { id: 'cost', kind: 'measure' as const, label: 'Cost', unit: 'usd', direction: false },
];
const answer = {
  columns,
  rows: [
    ['bill"ing', 0.98765, 12.3456],
    ['=cmd()', null, 0.01234],
    [null, 0.5, null],
  ],
  ...{ folded: [], grain: 'none' as const, timeZone: 'UTC', points: [], answeredBy: ['agents_1d'] },
  ...{ from: '2026-11-15T10:00:00.000Z', to: '2026-11-22T10:00:00.000Z', asOf: '2026-11-22T10:00:00.000Z' },
  shares: {
    inferred: { completion_rate: [0.25, null, 0] },
    unknown: { completion_rate: [0, 1, 0.1] },
    n: { completion_rate: [1234, 0, 10] },
  },
};

describe('what is printed', () => {
  test('a table: rates with their n, what is unknown as a dash', () => {
    expect(queryLines(answer)).toEqual([
      'Agent       Completion rate                          Cost',
      'bill"ing    98.8 % (n=1,234, 25 % inferred)          $12.35',
      '=cmd()      — (n=0, 100 % unknown)                   $0.0123',
      '(not told)  50 % (n=10, 0 % inferred, 10 % unknown)  —',
      '',
      'From agents_1d.',
    ]);
    expect(queryLines({ ...answer, rows: [] })).toEqual(['Nothing within this time.']);
  });

  test('CSV: unrounded, quoted, no formula for a spreadsheet, unknown empty', () => {
    expect(csvLines(answer)).toEqual([
      'agent,completion_rate,cost',
      '"bill""ing",0.98765,12.3456',
      "'=cmd(),,0.01234",
      ',0.5,',
    ]);
  });

  test('nothing in a name steers a terminal', () => {
    expect(queryLines({ ...answer, rows: [['\u001b[31mred', 1, 1]] }).join()).not.toContain('\u001b');
  });
});

describe('at a server', () => {
  let telemetry: TestTelemetry;
  let server: Server;
  let to: string[];
  beforeAll(async () => {
    telemetry = await TestTelemetry.open();
    const traceId = hex(16);
    await telemetry.spans([span(traceId, hex(8), 0, { kind: 'agent', agent: 'billing' })]);
    await telemetry.rebuild(traceId);
    const edge = queryEdge(telemetry, keyWithout('tea_a'), { after: -60, also: [] });
    server = createServer(getRequestListener(edge.fetch));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    to = ['--url', `http://127.0.0.1:${(server.address() as AddressInfo).port}`, '--key', 'sbx_x_y'];
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await telemetry.warehouse.close();
  });
  const told = (...words: string[]) =>
    run(async () => {
      const program = new Command('signalbox').exitOverride().option('-c, --config <file>');
      addQueryCommand(program);
      await program.parseAsync(['query', ...words, ...to], { from: 'user' });
    });

  test('lists measures with what splits them, and dimensions', async () => {
    const { out } = await told('--list');
    expect(out.find((line) => line.startsWith('  completion_rate'))).toMatch(/By .*agent, release.*user/);
    expect(out.find((line) => line.startsWith('  user '))).toBeDefined();
    expect(JSON.parse((await told('--list', '--json')).out.join('\n'))).toHaveProperty('measures');
  });

  test('says what a word may have meant', async () => {
    await expect(told('--measure', 'completion')).rejects.toThrow(/no measure "completion".*completion_rate/);
    await expect(told('--measure', 'cost', '--by', 'agents')).rejects.toThrow(/no dimension "agents".*agent/);
    await expect(told('--measure', 'runs', '--by', 'model')).rejects.toThrow(/Nothing tells runs by model.*agent/);
  });

  test('tells figures as a table, as CSV and as the API gives them', async () => {
    const words = ['--measure', 'runs,completion_rate', '--by', 'agent', '--from', '2026-11-22', '--to', '2026-11-23'];
    expect((await told(...words)).out).toEqual([
      'Agent    Runs  Completion rate',
      'billing  1     100 % (n=1, 100 % inferred)',
      '',
      'From invocations.',
    ]);
    expect((await told(...words, '--csv')).out).toEqual(['agent,runs,completion_rate', 'billing,1,1']);
    const { rows, previous } = JSON.parse((await told(...words, '--json', '--compare')).out.join('\n')) as QueryAnswer;
    expect([rows, previous]).toEqual([[['billing', 1, 1]], []]);
    expect((await told(...words, '--where', 'agent!=billing')).out).toEqual(['Nothing within this time.']);
  });
});
