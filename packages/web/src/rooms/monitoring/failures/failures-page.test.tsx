import type { FailureList, FailurePage } from 'signalbox/contract/monitoring/failures';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../../../app/api.ts';
import { aBrowser, aMe, type Answers, drawPage, drawPart } from '../../../app/house.fixture.tsx';
import { defects, names, words } from '../../../ui/markup.fixture.ts';
import { dangerous, hostile } from '../model/hostile.fixture.ts';
import { aFailure, aPage, aStanding, listed } from './failures.fixture.ts';
import { LikeThis } from './like-this.tsx';
import { failuresOfRunQuery } from './queries.ts';
import { readFailuresSearch } from './search.ts';

const time = 'from=2026-11-21T10%3A00%3A00.000Z&to=2026-11-22T12%3A00%3A00.000Z';
const bounds = { from: '2026-11-21T10:00:00.000Z', to: '2026-11-22T12:00:00.000Z' };
const me = aMe({ rights: ['run.read', 'failure.change'] });
const pages = (one: object): object => (one instanceof Error ? one : { pages: [one], pageParams: [undefined] });
const none = { teamId: undefined, environment: undefined, agent: undefined, class: undefined, state: undefined };
type Said = { list?: FailureList | Error; page?: FailurePage; search?: string; query?: object };
const draw = ({ list = listed(aFailure()), page, search = '', query = {} }: Said): Promise<string> => {
  const asked = { ...bounds, ...none, release: undefined, run: undefined, sort: undefined, ...query };
  const answers: Answers = [
    [['access', 'me'], me],
    [['failures', 'list', asked], pages(list)],
    [['failures', 'facets'], { agents: ['billing'], releases: ['1.4.0'] }],
    ...(page === undefined ? [] : ([[['failures', 'one', 'fai_1', bounds], page]] as Answers)),
  ];
  return drawPage(`/failures?${time}${search}`, answers);
};

beforeEach(() => aBrowser());
afterEach(() => vi.unstubAllGlobals());

describe('the list', () => {
  test('says what failed, where, how often, whom it met and in which release it began', async () => {
    const html = await draw({});
    expect(words(html)).toContain('order <num> was not found');
    expect(words(html)).toMatch(/Open .*312/);
    expect(names(html, 'searchbox').concat(names(html, 'combobox'))).toEqual(
      expect.arrayContaining(['Class', 'State', 'Release', 'Order']),
    );
    expect(defects(html)).toEqual([]);
  });

  test.each([
    [{ template: null }, 'Text withheld'],
    [{ template: '' }, 'No message was sent'],
    [{ locus: { kind: 'any' as const, name: '' } }, 'more kinds failed than are kept apart'],
    [{ standing: aStanding({ state: 'regressed' as const }) }, 'Regressed'],
  ])('%o', async (over, expected) => {
    expect(words(await draw({ list: listed(aFailure(over)) }))).toContain(expected);
  });

  test('on a phone is two lines a row', async () => {
    aBrowser({ phone: true });
    const html = await draw({});
    expect(words(html)).toContain('Tool error, billing');
    expect(defects(html)).toEqual([]);
  });

  test('empty, it teaches what is put here; with filters, how to see others', async () => {
    const html = await draw({ list: listed() });
    expect(words(html)).toContain('Nothing failed in this time');
    expect(words(html)).toContain('error.type');
    const filtered = await draw({ list: listed(), search: '&class=timeout', query: { class: 'timeout' } });
    expect(words(filtered)).toContain('No failure fits these filters');
    expect(names(filtered, 'button')).toContain('Clear filters');
  });

  test('broken, it says so with what to do', async () => {
    const error = new Problem(503, { title: 'Warehouse is away', detail: 'Ask again.', requestId: 'req_1' });
    expect(words(await draw({ list: error }))).toContain('Warehouse is away');
  });
});

describe('one beside the list', () => {
  const peek = (over: Partial<FailurePage> = {}) => draw({ page: aPage(over), search: '&peek=fai_1' });

  test('has its figures, releases and latest runs, and what is unknown as unknown', async () => {
    const html = await peek();
    expect(words(html)).toContain('312 in 300 runs');
    expect(words(html)).toMatch(/Conversations — No run told its conversation/);
    expect(words(html)).toContain('No release told');
    expect(words(html)).toContain('order 1001 was not found');
    expect(names(html, 'button')).toEqual(expect.arrayContaining(['Resolve', 'Mute', 'Assign to me']));
    expect(defects(html)).toEqual([]);
  });

  test('offers what its state allows, and nothing to who may only look', async () => {
    const of = (state: 'resolved' | 'muted' | 'regressed') => ({
      failure: aFailure({ standing: aStanding({ state }) }),
    });
    const resolved = names(await peek(of('resolved')), 'button');
    expect(resolved).toContain('Reopen');
    expect(resolved).not.toContain('Resolve');
    expect(names(await peek(of('muted')), 'button')).not.toContain('Mute');
    expect(names(await peek(of('regressed')), 'button')).toEqual(expect.arrayContaining(['Resolve', 'Mute', 'Reopen']));
    const looking = names(await peek({ may: { change: false } }), 'button');
    for (const name of ['Resolve', 'Mute', 'Assign to me']) expect(looking).not.toContain(name);
  });

  test('says who said what, until when and for which release', async () => {
    const standing = aStanding({
      ...{
        state: 'muted',
        at: '2026-11-22T09:00:00.000Z',
        byId: 'per_1',
        reason: 'known',
        until: '2026-11-29T09:00:00.000Z',
      },
      assigneeId: 'per_1',
    });
    const html = words(await peek({ failure: aFailure({ standing }) }));
    expect(html).toMatch(/Muted until .* by Ada Weiss known Assigned to Ada Weiss/);
  });

  test.each(hostile)('shows %s as text', async (_, text, seen) => {
    const failure = aFailure({ template: text, agent: text, firstRelease: text });
    const html = await draw({ list: listed(failure), page: aPage({ failure }), search: '&peek=fai_1' });
    expect(html).not.toMatch(dangerous);
    expect(words(html)).toContain(seen);
  });
});

describe('from a run that failed', () => {
  const run = { id: 'r-1', errors: 1, outcome: { value: 'completed' as const, source: null, refused: false } };
  const from = (count: number, over = {}) =>
    drawPart(<LikeThis run={{ ...run, ...over }} />, [
      [failuresOfRunQuery('r-1').queryKey, listed(aFailure({ count }))],
    ]);

  test('one of many like it, or the only one', async () => {
    expect(words(await from(312))).toContain('Tool error: one of 312 like this in 30 days');
    expect(words(await from(1))).toContain('the only one in 30 days');
  });
  test('nothing where nothing failed', async () => {
    expect(words(await from(312, { errors: 0 }))).toBe('');
  });
});

test('of an address only what is known is read', () => {
  const read = readFailuresSearch({ class: 'bad luck', standing: 'muted', by: 'count', agent: 7, run: '' });
  expect(read).toEqual({
    ...{ class: undefined, release: undefined, run: undefined, peek: undefined },
    ...{ agent: '7', standing: 'muted', by: 'count' },
  });
});
