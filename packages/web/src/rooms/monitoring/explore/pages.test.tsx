import type { ListedStep, ListedUser } from 'signalbox/contract/monitoring/explorer';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { aBrowser, aMe, drawPage, type Answers } from '../../../app/house.fixture.tsx';
import { byRole, defects, names, textOf, words } from '../../../ui/markup.fixture.ts';
import { columns as ofSteps } from './steps-page.tsx';
import { columns as ofUsers } from './users-page.tsx';

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

const me: Answers = [[['access', 'me'], aMe()]];
const pages = (items: unknown[], nextCursor: string | null = null) => ({
  pages: [{ items, nextCursor }],
  pageParams: [undefined],
});
const step: ListedStep = {
  ...{ runId: 'r1', spanId: 's1', teamId: 'tea_1', agent: 'clerk', environment: null, release: null, kind: 'tool' },
  ...{ model: null, provider: null, tool: 'look<b>up', startedAt: '2026-11-22T12:00:00.000Z', durationMs: 1500 },
  ...{ firstTokenMs: null, isError: true, inputTokens: null, outputTokens: null, costUsd: null },
};
const user: ListedUser = {
  ...{ teamId: 'tea_1', user: 'u\u202e1', runs: 3, conversations: 2, agents: ['clerk'], errors: 1 },
  ...{ firstAt: '2026-11-20T12:00:00.000Z', lastAt: '2026-11-22T12:00:00.000Z', inputTokens: 0, outputTokens: null },
  ...{
    costUsd: 0.5,
    unknownCostRuns: 1,
    outcomes: { completed: 1, failed: 2, passedToPerson: 0, abandoned: 0, unknown: 0 },
  },
};

test('steps stand in rows with their unknown figures as dashes, under the filters of the runs', async () => {
  const html = await drawPage('/steps?range=all&agent=clerk&said=refund', [
    ...me,
    [['steps', { agent: 'clerk', q: 'refund' }], pages([step])],
  ]);
  expect(byRole(html, 'row')).toHaveLength(2);
  const row = textOf(byRole(html, 'row')[1]!.node);
  for (const part of ['Tool', 'look<b>up', 'clerk']) expect(row).toContain(part);
  expect(words(html)).toContain('End of the list, 1 step');
  expect(names(html, 'link')).toEqual(expect.arrayContaining(['Runs', 'Steps', 'Users']));
  expect(defects(html)).toEqual([]);
});

test('users: counts, and a cost that says what it leaves out', async () => {
  const html = await drawPage('/users?range=all', [...me, [['users', {}], pages([user], 'more')]]);
  const row = textOf(byRole(html, 'row')[1]!.node);
  expect(row).not.toContain('\u202e');
  expect(words(html)).not.toContain('End of the list');
  expect(defects(html)).toEqual([]);
});

test('nothing that fits is said, with a way on', async () => {
  const html = await drawPage('/users?range=1h', [...me]);
  expect(names(html, 'status')).toContain('Loading users');
  const empty = await drawPage('/steps?range=all', [...me, [['steps', {}], pages([])]]);
  expect(names(empty, 'heading')).toContain('No step fits here');
  expect(names(empty, 'button')).toContain('Show all time');
});

test('on a phone both are two lines', async () => {
  aBrowser({ phone: true });
  const html = await drawPage('/users?range=all', [...me, [['users', {}], pages([user])]]);
  expect(names(html, 'columnheader')).toEqual([]);
  expect(textOf(byRole(html, 'row')[0]!.node)).toContain('3 runs, 2 failed');
});

test.each([
  ['steps', ofSteps],
  ['users', ofUsers],
] as const)('the table of %s never scrolls sideways', (_, columns) => {
  const least = (width: string): number => Number(/^(?:minmax\()?(\d+)px/.exec(width)![1]);
  for (let px = 404; px < 2000; px += 4) {
    const needed = columns
      .filter((c) => c.from === undefined || px >= c.from)
      .reduce((sum, c) => sum + least(c.width), 0);
    expect([px, needed <= px]).toEqual([px, true]);
  }
});
